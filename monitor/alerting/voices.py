"""Who reported independently: the one place that says what counts as a source of its own."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model.article import Article


def voice(article: Article, *, copy: bool, credits: Sequence[str] = ()) -> str | None:
    """The independent source that speaks in an article: the first agency that it credits, else its publisher. None for
    a copy: it repeats another's text, whoever prints it."""
    if copy:
        return None
    return credits[0] if credits else " ".join(article.source.split())


def same(one: str, other: str) -> bool:
    """Whether two voices are the same source."""
    return one.casefold() == other.casefold()
