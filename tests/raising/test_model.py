"""An alert's life against a model of itself: reports, copies, new versions, corrections, kills, silences and time, in any
order, over the store.

Whatever happens: the alert stands as its reports say, everybody who had it hears when that turns, nobody else does,
nothing is told twice, and every match has its reason.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from monitor.alerting.situation import Office
from monitor.model.alert import Alert, AlertState, Notification, NotificationState, Silence, Standing
from monitor.model.article import Article, ArticleId
from monitor.model.match import Match, Status
from monitor.raising import Arrived, raise_alerts, tick
from monitor.rules.compiled import ASSERTED, Conditions
from monitor.storage import Store, Transaction
from monitor.storage.rows import MatchHistory, NewArticle
from tests.support import alerting as support
from tests.support.databases import FreshUrl
from tests.support.stored import NOW

Answer = TypeVar("Answer")
HOUR = timedelta(hours=1)
RULE = support.rule("captured", conditions=Conditions(status=ASSERTED))
SETTINGS = support.settings()
VOICES = st.sampled_from(["Reuters", "AFP", "AP"])
STATUSES = st.sampled_from([Status.ASSERTED, Status.CLAIMED, Status.DENIED, Status.NEGATED, Status.POSSIBLE])
AGAINST = (Status.DENIED, Status.NEGATED)


@dataclass(frozen=True)
class Said:
    """The model's report: who said what, when."""

    voice: str
    status: Status
    at: datetime


class LifeMachine(RuleBasedStateMachine):
    """`said` are the open alert's reports by article, as they should be; None: no alert is open."""

    fresh_url: FreshUrl

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.now = NOW
        self.versions: dict[str, int] = {}
        self.voices: dict[str, str] = {}
        self.said: dict[str, Said] | None = None
        self.until = NOW
        self.silent = False

    @initialize()
    def open(self) -> None:
        async def opened() -> Store:
            return await Store.open(await self.fresh_url())

        self.store = self.runner.run(opened())

    def teardown(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()

    def run(self, step: Callable[[Transaction], Awaitable[Answer]]) -> Answer:
        async def transaction() -> Answer:
            async with self.store.begin() as tx:
                return await step(tx)

        return self.runner.run(transaction())

    @rule(voice=VOICES, status=STATUSES, late=st.booleans())
    def reports(self, voice: str, status: Status, late: bool) -> None:
        article = self.article(voice, late=late)
        self.arrive(article, status, late=late)
        self.speaks(article, status, late=late)

    @rule(voice=VOICES)
    def is_copied(self, voice: str) -> None:
        """A copy says nothing of its own, unless it is the first of which there is a match."""
        article = self.article(voice)
        self.arrive(article, Status.ASSERTED, copy=True)
        if self.said is None:
            self.speaks(article, Status.ASSERTED)
        self.until = self.now + 48 * HOUR

    @rule(data=st.data(), status=st.one_of(st.none(), STATUSES))
    def is_changed(self, data: st.DataObject, status: Status | None) -> None:
        """A new version of an article, which says something else, or nothing of it any more."""
        if not self.versions:
            return
        path = data.draw(st.sampled_from(sorted(self.versions)))
        article = self.article(self.voices[path], path=path)
        self.arrive(article, status)
        if status in ASSERTED or status in AGAINST:
            self.speaks(article, status)
        elif self.said is not None:
            self.said.pop(path, None)

    @rule(voice=VOICES, status=st.one_of(st.none(), st.sampled_from([Status.ASSERTED, Status.DENIED])))
    def is_corrected(self, voice: str, status: Status | None) -> None:
        """What corrects a closed alert, whose people hear of it, opens no other."""
        article = replace(self.article(voice), correction=True)
        self.arrive(article, status)
        if self.said is None and not any(one.state is AlertState.OPEN for one in self.alerts()):
            return
        corrects = self.takes_back(voice)
        if status is not None and (corrects or self.said is not None or status is Status.ASSERTED):
            self.speaks(article, status, corrects=corrects)

    @rule(voice=VOICES, says_so=st.booleans())
    def is_killed(self, voice: str, says_so: bool) -> None:
        article = replace(self.article(voice), correction=True, withdrawn=True)
        self.arrive(article, Status.ASSERTED if says_so else None)
        self.takes_back(voice)

    @rule(hours=st.sampled_from([1, 7, 30, 49]))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR
        self.run(lambda tx: tick(tx, {RULE.id: RULE}, self.office()))
        if self.now > self.until:
            self.said = None

    @rule()
    def is_silenced(self) -> None:
        self.silent = not self.silent

    @invariant()
    def it_stands_as_its_reports_say(self) -> None:
        if not hasattr(self, "store"):
            return
        found = [one for one in self.alerts() if one.state is AlertState.OPEN]
        assert len(found) == (self.said is not None)
        if found and self.said:
            assert found[0].standing in expected(self.said), self.said

    @invariant()
    def messages_are_in_order_and_reach_those_who_had_the_alert(self) -> None:
        if not hasattr(self, "store"):
            return
        for alert in self.alerts():
            mine = [one for one in self.sent() if one.alert_id == alert.id]
            assert len({one.id for one in mine}) == len(mine)
            by_person = {one.recipient: [each for each in mine if each.recipient == one.recipient] for one in mine}
            assert len({tuple(map(kind, messages)) for messages in by_person.values()}) <= 1, "the two of the desk"
            for messages in by_person.values():
                kinds = list(map(kind, messages))
                assert kinds[0] == "raised"
                assert kinds.count("raised") == 1

    @invariant()
    def every_match_has_an_alert_or_a_reason(self) -> None:
        if not hasattr(self, "store"):
            return
        alerts = self.alerts()
        rows = [one.match for alert in alerts for one in self.history(alert)]
        assert all(row.alert_id for row in rows)
        for alert in alerts:
            changes = self.run(lambda tx, id=alert.id: tx.changes.of([id]))[alert.id]  # type: ignore[misc]
            kinds = [one.kind.value for one in changes]
            assert kinds[0] == "raised"
            assert kinds.count("closed") == (alert.state is AlertState.CLOSED)
            assert all(one.told or one.kept_back for one in changes if one.kind.value != "closed")
            turns = [(was, now) for one in changes for what, was, now in one.differences if what == "standing"]
            assert all(was != now for was, now in turns)
            assert all(first[1] == second[0] for first, second in pairwise(turns))
            assert not turns or turns[-1][1] == alert.standing

    def article(self, voice: str, *, path: str | None = None, late: bool = False) -> Article:
        self.now += timedelta(seconds=1)
        path = path or f"{len(self.versions)}.txt"
        self.versions[path] = self.versions.get(path, 0) + 1
        self.voices[path] = voice
        published = self.now - 4 * 24 * HOUR if late else self.now
        return replace(support.news(path=path, source=voice, published=published), received=self.now)

    def arrive(self, article: Article, status: Status | None, *, late: bool = False, copy: bool = False) -> None:
        if self.now > self.until:  # its hold ended; the next look finds that
            self.said = None
        number = self.versions[article.id.path]
        found: list[Match] = []
        if status is not None:
            found = [support.match(article, RULE.id, status=status, opens=status in ASSERTED, late=late)]
        origin = ArticleId("wire", "origin.txt") if copy else None

        async def step(tx: Transaction) -> None:
            await tx.articles.add([NewArticle(article, number, "s1", origin)])
            await raise_alerts(tx, [Arrived(article, number, "s1", origin, found)], {RULE.id: RULE}, self.office())

        before = len(self.sent())
        self.run(step)
        if late:
            assert len(self.sent()) == before, "late news interrupts nobody"

    def speaks(self, article: Article, status: Status, *, late: bool = False, corrects: bool = False) -> None:
        """What a report does to the model."""
        if self.said is None and (status not in ASSERTED or article.withdrawn):
            return
        self.said = {} if self.said is None else self.said
        if status in ASSERTED or status in AGAINST:
            self.said[article.id.path] = Said(article.source, status, article.published)
            if not corrects:
                self.until = max(self.until, self.now + 48 * HOUR)

    def takes_back(self, voice: str) -> bool:
        mine = [path for path, one in (self.said or {}).items() if one.voice == voice]
        for path in mine:
            del (self.said or {})[path]
        return bool(mine)

    def office(self) -> Office:
        muted = Silence(1, f"rule:{RULE.id}", "anna", "drill", NOW, self.now + HOUR)
        return Office(self.now, SETTINGS, support.plain_headline, [muted] if self.silent else [])

    def alerts(self) -> list[Alert]:
        return self.run(lambda tx: tx.alerts.list(limit=1000))

    def history(self, alert: Alert) -> tuple[MatchHistory, ...]:
        found = self.run(lambda tx: tx.why.alert(alert.id))
        assert found is not None
        return found.matches

    def sent(self) -> list[Notification]:
        found = self.run(lambda tx: tx.outbox.list(limit=10_000))
        return [one for one in reversed(found) if one.state is NotificationState.PENDING]


def kind(one: Notification) -> str:
    change = one.content["change"]
    return change["kind"] if change else "raised"


def expected(said: dict[str, Said]) -> set[Standing]:
    """What these reports come to, told anew: go through them by time, and keep what each source said last."""
    last: dict[str, Said] = {}
    for one in sorted(said.values(), key=lambda each: each.at):
        last[one.voice] = one
    yes = [one for one in last.values() if one.status in ASSERTED]
    no = [one for one in last.values() if one.status in AGAINST]
    if not yes:
        return {Standing.DENIED} if no else {Standing.RETRACTED}
    settled = [one for one in yes if one.status is Status.ASSERTED and all(one.at > other.at for other in no)]
    return {Standing.REPORTED, Standing.CONFIRMED} if settled or not no else {Standing.CONTESTED}


def test_a_life_is_as_its_model(fresh_url: FreshUrl) -> None:
    machine = type("Machine", (LifeMachine,), {"fresh_url": staticmethod(fresh_url)})
    slow = settings(
        phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a failure takes minutes: only by hand
        max_examples=12,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    run_state_machine_as_test(machine, settings=slow)
