"""Where a term stands in an article."""

from __future__ import annotations

from typing import NamedTuple

from monitor.model.article import Span
from monitor.rules.compiled import ListEntry


class Occurrence(NamedTuple):
    """A term at a place: words `[first, last)` of the article, the number of its sentence, the stretch of text without
    a possessive, and the list entry that was met. `uninflected`: a list's entry stands there exactly as it is
    written."""

    first: int
    last: int
    sentence: int
    span: Span
    entry: ListEntry | None = None
    uninflected: bool = True
