"""Real agency files (107), the NewsML-G2 listings and the ninjs examples against a table of what each must be read to.

The files are not ours to give away: name the folder they were unpacked to in MONITOR_WIRE_FORMATS. The table holds no
texts, only their lengths and hashes; docs/quality.md tells how it was checked.
"""

from __future__ import annotations

import hashlib
import os
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model.article import Article, ArticleId, PublishedFrom, RawArticle
from monitor.reading import MEMBER, Read, read_all

TABLE = Path(__file__).parent / "expected" / "wire-formats.tsv"
FOLDER = os.environ.get("MONITOR_WIRE_FORMATS")
NOW = datetime(2026, 11, 28, tzinfo=UTC)


def expected() -> dict[str, list[list[str]]]:
    lines = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    by_file = defaultdict(list)
    for file, *rest in lines:
        by_file[file].append(rest)
    return by_file


@pytest.mark.skipif(FOLDER is None, reason="MONITOR_WIRE_FORMATS names no folder with the agencies' files")
@pytest.mark.parametrize("file", sorted(expected()))
def test_a_real_file_is_read_as_the_table_says(file: str) -> None:
    content = (Path(FOLDER or "") / file).read_bytes()
    found = read_all(RawArticle(ArticleId("w", "f"), content, "h", NOW, NOW), default_language="en")
    assert [line_of(one) for one in found] == expected()[file]


SHOULD_FAIL = sorted(Path(FOLDER).glob("ninjs/validation/test_suite/*/should_fail/*.json")) if FOLDER else []


@pytest.mark.skipif(FOLDER is None, reason="MONITOR_WIRE_FORMATS names no folder with the agencies' files")
@pytest.mark.parametrize("file", SHOULD_FAIL, ids=lambda file: f"{file.parts[-3]}-{file.name}")
def test_ninjs_that_breaks_its_schema_is_refused_or_read_with_a_warning(file: Path) -> None:
    raw = RawArticle(ArticleId("w", "f"), file.read_bytes(), "h", NOW, NOW)
    for one in read_all(raw, default_language="en"):
        assert not isinstance(one.outcome, Article) or one.outcome.warnings


def line_of(found: Read) -> list[str]:
    part = found.id.path[1:].removeprefix(MEMBER) or "-"
    article = found.outcome
    if not isinstance(article, Article):
        return [part, *("-" * 6), str(article)]
    marks = ["correction"] * article.correction + ["kill"] * article.withdrawn
    if article.embargo:
        marks.append(f"embargo {article.embargo:%Y-%m-%dT%H:%MZ}")
    stated = article.published_from is PublishedFrom.FRONT_MATTER
    when = f"{article.published:%Y-%m-%dT%H:%MZ}" if stated else str(article.published_from)
    text = [digest(article.headline), str(len(article.text)), digest(article.text)]
    return [part, *text, when, article.language, article.source, ",".join(marks) or "-"]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
