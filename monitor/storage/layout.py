"""An article as one compressed column and back: its text, and where its parts are."""

from __future__ import annotations

import json
import zlib
from typing import Any

from monitor.model.article import Article, Paragraph, Span, Zone


def pack(article: Article) -> bytes:
    """Text, paragraphs, quotes and warnings. Level 1: a third of the time of the default, a tenth more bytes."""
    parts = {
        "text": article.text,
        "paragraphs": [[part.zone.value, part.start, part.end, part.sentences] for part in article.paragraphs],
        "quotes": article.quotes,
        "warnings": article.warnings,
    }
    return zlib.compress(json.dumps(parts, separators=(",", ":")).encode(), 1)


def unpack(body: bytes) -> dict[str, Any]:
    """The fields of `Article` that `pack` kept, ready to be passed to it by name."""
    parts = json.loads(zlib.decompress(body))
    return {
        "text": parts["text"],
        "paragraphs": tuple(
            Paragraph(Zone(zone), start, end, _spans(sentences)) for zone, start, end, sentences in parts["paragraphs"]
        ),
        "quotes": _spans(parts["quotes"]),
        "warnings": tuple(parts["warnings"]),
    }


def _spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)
