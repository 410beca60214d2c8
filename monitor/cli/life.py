"""An alert's life as lines: every step with its reason, and what was said of it that changed nothing."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.cli.times import to_second
from monitor.model.alert import AlertChange
from monitor.model.article import ArticleId
from monitor.storage.rows import AlertHistory, ArticleRow, MatchHistory


def timeline(history: AlertHistory) -> Iterator[str]:
    """Oldest first."""
    articles = {(one.article.id, one.article.number): one.article for one in history.matches}
    steps = [(one.at, 0, line) for one in history.changes for line in [_change(one, articles)]]
    of_steps = {(one.article, one.number) for one in history.changes}
    steps += [(one.match.matched, 1, _match(one)) for one in history.matches if _key(one) not in of_steps]
    steps += [(one.match.withdrawn, 2, _withdrawn(one)) for one in history.matches if one.match.withdrawn]
    return (f"{to_second(at)}  {line}" for at, _, line in sorted(steps))


def _change(one: AlertChange, articles: dict[tuple[ArticleId, int], ArticleRow]) -> str:
    changed = "".join(f"; {what}: {before or '-'} → {now}" for what, before, now in one.differences)
    row = articles.get((one.article, one.number or 0)) if one.article else None
    by = f"; by {row.source}, {one.article}: {row.headline}" if row else f"; by {one.article}" if one.article else ""
    told = f"; {one.told} told at once" if one.told else "; nobody told at once"
    return f"{step(one)}{changed}{by}{told}{_why(one.kept_back)}"


def step(one: AlertChange) -> str:
    """What happened to the alert, and why."""
    return f"{one.kind} ({', '.join(cause.replace('_', ' ') for cause in one.causes)})"


def _match(one: MatchHistory) -> str:
    said = f"{one.article.source}, {one.article.id}: {one.article.headline}"
    return f"reported, {one.match.status}; by {said}{_why(one.match.kept_back)}"


def _withdrawn(one: MatchHistory) -> str:
    return f"no longer rests on {one.article.id}, version {one.article.number}"


def _why(kept_back: str | None) -> str:
    return f": {kept_back.replace('_', ' ')}" if kept_back else ""


def _key(one: MatchHistory) -> tuple[ArticleId, int]:
    return one.article.id, one.article.number
