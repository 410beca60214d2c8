"""Who reported independently: the one place that says what counts as a source of its own."""

from __future__ import annotations

from monitor.model.article import Article


def voice(article: Article, *, copy: bool) -> str | None:
    """The independent source that speaks in an article: its agency or publisher. None for a copy: it repeats another's
    text, whoever prints it."""
    return None if copy else " ".join(article.source.split())


def same(one: str, other: str) -> bool:
    """Whether two voices are the same source."""
    return one.casefold() == other.casefold()
