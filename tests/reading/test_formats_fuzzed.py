"""Files of every format, cut off, with bits flipped, glued together: an article or a reason, and never an exception.

Short here; `make fuzz` tries a hundred times as many.
"""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quality.pages import pages
from monitor.model.article import Article, ArticleId, RawArticle
from monitor.reading import read_all
from tests.reading import test_formats as samples
from tests.support.fuzzing import fuzz

NOW = datetime(2024, 12, 6, 12, tzinfo=UTC)


def _is_small(file: Path) -> bool:
    return file.is_file() and file.stat().st_size < 40_000


SOUND = [
    samples.g2().encode(),
    samples.NITF.format(state="usable", release="").encode(),
    samples.NEWSML.format(state="Usable", medium="Text").encode("latin-1"),
    samples.IPTC, samples.ANPA, samples.MAIL, samples.RSS.encode(), samples.PAGE.encode(),
    *(json.dumps(one).encode() for one in (samples.NINJS_1, samples.NINJS_3, samples.JSON_FEED)),
    *(page.html.encode() for page in pages() if page.name in ("bbc-2", "cnn-2", "elpais-1")),
    samples.zipped(a=b"Rebels take Hama. The army left."), samples.tarred(a=b"Rebels take Hama. The army left."),
]  # fmt: skip
if "MONITOR_WIRE_FORMATS" in os.environ:  # the agencies' own, where they are at hand
    SOUND += [
        file.read_bytes() for file in sorted(Path(os.environ["MONITOR_WIRE_FORMATS"]).rglob("*")) if _is_small(file)
    ]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    content = bytearray(draw(st.sampled_from(SOUND)))
    for _ in range(draw(st.integers(0, 8))):
        content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    start, end = draw(st.integers(0, 3)), draw(st.integers(0, len(content)))
    whole = draw(st.booleans())
    return bytes(content[start:] if whole else content[:end]) + draw(st.sampled_from([b"", b"\0", *SOUND]))


@fuzz(150)
@given(damaged())
def test_a_damaged_file_is_an_article_or_has_a_reason(content: bytes) -> None:
    found = read_all(RawArticle(ArticleId("wire", "a"), content, "h", NOW, NOW), default_language="en")
    assert found
    for one in found:
        if isinstance(one.outcome, Article):
            assert one.outcome.text.strip()
            assert one.outcome.paragraphs[-1].end == len(one.outcome.text)
        else:
            assert one.outcome.detail
