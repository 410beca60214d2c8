"""Asks `when`: counts matches, in the database, and decides where something came together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.alerting import windows
from monitor.alerting.decide import decide_opening, news_facts
from monitor.alerting.happenings import happening, of_window
from monitor.alerting.situation import News, Office
from monitor.alerting.windows import Counted, Fired
from monitor.alerting.windows.telling import so_far, window_facts, window_of
from monitor.model.alert import KeptBack
from monitor.model.article import Article
from monitor.model.facts import AlertFacts
from monitor.model.report import Occurrence, Watch
from monitor.raising.book import Book
from monitor.rules.compiled import Rule
from monitor.rules.windows import New, Quiet, SlotPath
from monitor.rules.windows import Sequence as InSequence
from monitor.storage import Transaction
from monitor.storage.rows import MatchRow

_SHADOW = "shadow"
"""What was counted for a rule that raises no alert starts anew all the same."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a match is counted: for which rule, as which part of it, by what."""

    rule: Rule
    when: Counted
    part: int
    by: tuple[SlotPath, ...]


def places(news: News, rules: Iterable[Rule]) -> Iterator[Place]:
    """Everything that a match is counted for: its own rule, and the sequences that it is a part of."""
    for rule in rules:
        match rule.when:
            case InSequence(sequence=names, by=by) as when if rule.enabled:
                for part, name in enumerate(names):
                    if name == news.rule.id:
                        yield Place(rule, when, part, by[part : part + 1])
            case None | Quiet() | InSequence():
                continue
            case when if rule.id == news.rule.id:
                yield Place(rule, when, 0, (when.new,) if isinstance(when, New) else when.by)


def happenings_counted(news: News, rule: Rule) -> frozenset[str]:
    """The happenings of a rule with `when` that a match is counted for."""
    found = (windows.values_of(news.match.slots, place.by) for place in places(news, (rule,)))
    return frozenset(of_window(windows.key_of(values)) for values in found if values is not None)


class Counter:
    """One batch's. `watches` say since when each rule watches."""

    def __init__(
        self, tx: Transaction, rules: Mapping[str, Rule], office: Office, watches: Mapping[str, Watch]
    ) -> None:
        self._tx = tx
        self._rules = [rules[id] for id in watches if id in rules]
        self._office = office
        self._watches = watches

    async def count(self, news: Sequence[News], book: Book) -> list[Occurrence]:
        """Count every match that a `when` asks for, and decide on what came together; answers what was counted."""
        counted = []
        for each in news:
            if each.match.opens and not each.match.article.withdrawn:
                for place in places(each, self._rules):
                    counted += await self._count(each, place, book)
        return counted

    async def forget(
        self, article: Article, story_id: str, said_by: str | None, news: Sequence[News], but: Sequence[Occurrence]
    ) -> None:
        """What a new version no longer says, and what a marked correction puts right, counts no more. One whose `news`,
        of whatever status, are counted apart (Hama) leaves what else is counted in its story (Aleppo)."""
        if not self._rules:
            return
        # A marked correction often has another headline, and with that another story, than what it corrects.
        await self._tx.windows.forget([article.id], None if article.correction else story_id, but=but)
        if article.correction and said_by:
            named = self._keys(news)
            await self._tx.windows.forget_said(said_by, story_id, but=article.id, named=named)

    def _keys(self, news: Sequence[News]) -> dict[tuple[str, int], set[str]]:
        """Under which keys an article's matches would be counted, by rule and part."""
        keys = defaultdict[tuple[str, int], set[str]](set)
        for each in news:
            for place in places(each, self._rules):
                values = windows.values_of(each.match.slots, place.by)
                if values is not None:
                    keys[place.rule.id, place.part].add(windows.key_of(values))
        return dict(keys)

    async def _count(self, news: News, place: Place, book: Book) -> list[Occurrence]:
        values = windows.values_of(news.match.slots, place.by)
        facts = news_facts(news, self._office, "")
        if news.voice is None or values is None:
            if place.rule.id == news.rule.id:
                book.keep_row(self._row(news, facts, KeptBack.NOT_COUNTED))
            return []
        new = _occurrence(news, place, windows.key_of(values), facts)
        await self._tx.windows.record(new, new.at + windows.kept_for(place.when, place.rule.max_age))
        rows = await self._rows(new, place)
        fired = windows.fires(place.when, new, rows, self._watches[place.rule.id].since)
        if fired is not None:
            await self._fire(news, place, values, fired, book)
        elif place.rule.id == news.rule.id:
            await self._wait(news, place, values, so_far(place.when, new, rows), book)
        return [new]

    async def _rows(self, new: Occurrence, place: Place) -> list[Occurrence]:
        before, after = windows.reach(place.when)
        part = 1 - place.part if isinstance(place.when, InSequence) else place.part
        return await self._tx.windows.within(place.rule.id, part, new.key, new.at - before, new.at + after)

    async def _fire(self, news: News, place: Place, values: Mapping[str, str], fired: Fired, book: Book) -> None:
        rule, article = place.rule, news.match.article.id
        fired = replace(fired, rows=tuple(await self._tx.windows.with_facts(fired.rows)))
        window = window_of(place.when, values, fired, article)
        match = replace(news.match, rule_id=rule.id)
        told = replace(news, match=match, rule=rule, window=window)
        decision = decide_opening(told, await book.of(rule.id, of_window(window.key)), self._office)
        book.take(decision, told)
        if decision.alert:
            others = [row for row in fired.rows if row.article != article]
            await book.join(decision.alert.id, rule.id, others, of_sequence=isinstance(place.when, InSequence))
        if fired.spent:
            await self._tx.windows.spend(fired.rows, decision.alert.id if decision.alert else _SHADOW)

    async def _wait(self, news: News, place: Place, values: Mapping[str, str], so_far: Fired, book: Book) -> None:
        """Not enough: the match waits. A value that is no longer new belongs to the alert that it was new in."""
        known = await book.of(place.rule.id, of_window(windows.key_of(values)))
        if known and isinstance(place.when, New):
            book.take(decide_opening(news, known, self._office), news)
            return
        facts = news_facts(news, self._office, "")
        book.keep_row(self._row(news, {**facts, "window": window_facts(place.when, values, so_far)}, KeptBack.COUNTED))

    def _row(self, news: News, facts: AlertFacts, kept_back: KeptBack) -> MatchRow:
        match = news.match
        return MatchRow(
            article=match.article.id,
            number=news.number,
            rule_id=news.rule.id,
            happening=happening(match, news.story_id),
            matched=self._office.now,
            alert_id=None,
            kept_back=KeptBack.SHADOW if news.rule.shadow else kept_back,
            facts=dict(facts),
            status=match.proof.status,
            voice=news.voice,
        )


def _occurrence(news: News, place: Place, key: str, facts: AlertFacts) -> Occurrence:
    match = news.match
    return Occurrence(
        rule_id=place.rule.id,
        part=place.part,
        key=key,
        article=match.article.id,
        number=news.number,
        story_id=news.story_id,
        happening=happening(match, news.story_id),
        at=match.article.published,
        voice=news.voice or "",
        facts=dict(facts),
    )
