"""A pipeline over a real store, in virtual time: rules as files, articles as texts, and what came of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from monitor.alerting.situation import Office
from monitor.matching import Engine
from monitor.model.alert import Alert, AlertChange, DigestWindow, Notification
from monitor.model.article import ArticleId, RawArticle
from monitor.outbox.digests import preview
from monitor.pipeline import InForce, Pipeline
from monitor.raising import tick
from monitor.rules.compiled import RuleSet, TermList
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from monitor.storage import Store
from monitor.storage.rows import AlertHistory, MatchRow
from tests.support.alerting import plain_headline, settings
from tests.support.clock import VirtualClock
from tests.support.rules import LISTS

HOUR = timedelta(hours=1)
CAPTURED = """
id: captured
title: City captured
headline: "{city} captured"
event:
  action: [$seize, $fall]
  actor: {as: captor, of: [$armed_groups, rebels, army], optional: true}
  target: {as: city, of: $cities}
alert: {once_per: [city], again_if: [status, captor, sources]}
"""


@cache
def shipped() -> Mapping[str, TermList]:
    """The lists that the shipped families ask."""
    return {name: found for name, found in load_lists({}).lists.items() if name in ("combatants", "fighting")}


class Newsroom:
    """Takes articles, lets time pass, and answers what became of it."""

    def __init__(
        self,
        store: Store,
        *rules: str,
        clock: VirtualClock | None = None,
        lists: Mapping[str, TermList] | None = None,
        **sections: Any,
    ) -> None:
        lists = lists or {**shipped(), **LISTS}
        loaded = load_rules({f"{n}.yml": text for n, text in enumerate(rules)}, lists)
        assert not [one for one in loaded.problems if one.severity == "error"], loaded.problems
        compiled = {rule.id: rule for found in loaded.rules.values() for rule in found}
        self.store, self.clock = store, clock or VirtualClock()
        self.force = InForce(settings(**sections), Engine(RuleSet(compiled, lists)), plain_headline)
        self._pipeline = Pipeline(store, {}, lambda: self.force, self.clock, lambda: None)

    async def take(self, *articles: RawArticle) -> None:
        """All in one batch."""
        await self._pipeline.take(articles)

    def article(
        self,
        text: str,
        *,
        source: str = "Reuters",
        path: str | None = None,
        hours: float | None = None,
        title: str = "",
    ) -> RawArticle:
        """An article of now, or published so many hours after the clock's start; its file is named after its text."""
        now = self.clock.now()
        published = now if hours is None else _start(self.clock) + hours * HOUR
        head = title or f"News of {source}"
        front = f"---\nsource: {source}\npublished: {published.isoformat()}\n---\n{head}\n\n{text}\n"
        content = front.encode()
        digest = hashlib.sha256(content).hexdigest()
        return RawArticle(ArticleId("wire", path or f"{digest[:10]}.txt"), content, digest, now, now)

    async def says(self, text: str, source: str = "Reuters", **about: Any) -> None:
        """One article, in a batch of its own; a second later than the one before it."""
        await self.clock.advance(timedelta(seconds=1))
        await self.take(self.article(text, source=source, **about))

    async def tick(self) -> bool:
        async with self.store.begin() as tx:
            return await tick(tx, self.force.rules, Office(self.clock.now(), self.force.settings, plain_headline))

    async def pass_(self, length: timedelta, *, every: timedelta = timedelta(seconds=30)) -> None:
        """Let time pass, with the daemon's looks at the clock."""
        end = self.clock.now() + length
        while self.clock.now() < end:
            await self.clock.advance(min(every, end - self.clock.now()))
            await self.tick()

    async def alerts(self) -> list[Alert]:
        async with self.store.read() as tx:
            return sorted(await tx.alerts.list(limit=10_000), key=lambda each: (each.opened, each.id))

    async def changes(self, alert: Alert | None = None) -> list[AlertChange]:
        """The life of an alert; of the only one."""
        if alert is None:
            (alert,) = await self.alerts()
        async with self.store.read() as tx:
            return (await tx.changes.of([alert.id]))[alert.id]

    async def kinds(self, alert: Alert | None = None) -> list[str]:
        return [each.kind.value for each in await self.changes(alert)]

    async def history(self, alert: Alert) -> AlertHistory:
        async with self.store.read() as tx:
            history = await tx.why.alert(alert.id)
        assert history is not None
        return history

    async def messages(self, receiver: str = "desk") -> list[Notification]:
        """What was addressed to one of a receiver's recipients, oldest first."""
        async with self.store.read() as tx:
            found = await tx.outbox.list(receiver=receiver, limit=10_000)
        first = min((one.recipient for one in found), default="")
        return [one for one in reversed(found) if one.recipient == first]

    async def subjects(self) -> list[str]:
        """Each message in a few words: `denied Hama captured`."""
        told = [(one.content.get("change"), one.content["alert"]["headline"]) for one in await self.messages()]
        return [f"{change['kind'] if change else 'raised'} {headline}" for change, headline in told]

    async def digest(self, start: datetime, end: datetime) -> list[tuple[str, str]]:
        """The headline of each alert in the digest `morning` of this window, and why it is struck through."""
        async with self.store.read() as tx:
            (made, *_) = await preview(tx, DigestWindow("morning", start, end), self.force.settings, end) or (None,)
        places = made.content["places"] if made else ()
        entries = (entry for place in places for story in place["stories"] for entry in story["entries"])
        return [(entry["alert"]["headline"], entry["struck"]) for entry in entries]

    async def matches(self) -> list[MatchRow]:
        """Every match that is kept, in the order of their articles."""
        async with self.store.read() as tx:
            found = await tx.articles.find("wire:", limit=10_000)
            histories = [await tx.why.article(each.id) for each in reversed(found)]
        return [one.match for history in histories if history for one in history.matches]

    async def kept_back(self) -> list[str | None]:
        return [one.kept_back for one in await self.matches()]


def _start(clock: VirtualClock) -> datetime:
    from tests.support.clock import START

    return START


def newest(alerts: Sequence[Alert]) -> Alert:
    return max(alerts, key=lambda each: each.opened)


__all__ = ["CAPTURED", "HOUR", "Newsroom", "newest", "replace"]
