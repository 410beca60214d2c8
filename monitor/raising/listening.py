"""Rules that wait for silence: what breaks it, and who hears that it is over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.alerting.happenings import of_window
from monitor.alerting.quiet import KEY, listens_to, spoke_again
from monitor.alerting.windows import silence
from monitor.model.article import Article
from monitor.model.match import Match
from monitor.model.report import Watch
from monitor.raising.book import Book
from monitor.rules.compiled import Rule
from monitor.rules.windows import Quiet

QUIET = of_window(KEY)


async def hear(
    came: Sequence[tuple[Article, Sequence[Match]]],
    rules: Mapping[str, Rule],
    watches: Mapping[str, Watch],
    book: Book,
) -> None:
    """Note what breaks a silence, and tell those who heard of one that it is over."""
    for rule in (rules[id] for id in watches if isinstance(rules[id].when, Quiet)):
        article = next((article for article, matches in came if _breaks(rule, article, matches)), None)
        if article is None:
            continue
        await book.tx.windows.save_watch(silence.heard(watches[rule.id], book.office.now))
        known = await book.of(rule.id, QUIET) if watches[rule.id].alert_id else None
        if known:
            book.take(spoke_again(rule, known, article, book.office), None)


def _breaks(rule: Rule, article: Article, matches: Sequence[Match]) -> bool:
    return any(match.rule_id == rule.id and match.opens for match in matches) or listens_to(rule, article)
