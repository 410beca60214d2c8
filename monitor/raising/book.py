"""What is known of alerts while a batch is decided, up to date with each decision, and what is written at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

import structlog

from monitor.alerting.decision import Decision, reports_with
from monitor.alerting.evidence import essential
from monitor.alerting.happenings import REMEMBERED, happening, is_general, may_be_of, may_be_told
from monitor.alerting.routes import Assignment
from monitor.alerting.situation import Known, News, Office
from monitor.alerting.windows.telling import report_of_row
from monitor.model.alert import Alert, AlertState, NotificationState, Told
from monitor.model.article import ArticleId
from monitor.model.report import Occurrence, Report
from monitor.rules.compiled import Rule
from monitor.storage import Transaction
from monitor.storage.rows import MatchRow

log = structlog.get_logger()

Key = tuple[str, str]
"""A rule's id and a happening."""


class Book:
    """One batch's. Alerts that it has read are kept from other transactions until this one ends."""

    def __init__(self, tx: Transaction, office: Office) -> None:
        self.tx = tx
        self.office = office
        self._open: dict[Key, str | None] = {}
        self._known: dict[str, Known] = {}
        self._read: dict[str, Alert] = {}
        self._whole = False
        self._decided: list[Decision] = []
        self._rows: dict[tuple[ArticleId, int, str, str], MatchRow] = {}
        self._joined: list[tuple[str, Occurrence]] = []

    async def load(self, keys: Iterable[Key]) -> None:
        """Read the open alerts of these happenings, as far as they are not known."""
        wanted = [key for key in dict.fromkeys(keys) if key not in self._open]
        if not wanted:
            return
        found = await self.tx.alerts.open_for(wanted, self.office.now)
        self._open |= {key: found[key].id if key in found else None for key in wanted}
        new = [alert for alert in found.values() if alert.id not in self._known]
        await self._learn(new, whole=self._whole)

    async def load_resting_on(self, articles: Iterable[ArticleId], stories: Iterable[str]) -> None:
        """Read every alert, open or closed, that rests on one of these articles, or on any of these stories, with all
        its reports. To be called first."""
        ids = await self.tx.reports.resting_on(articles)
        for story_id in stories:
            ids |= await self.tx.reports.resting_on_story(story_id)
            self._whole = True
        await self._learn((await self.tx.alerts.with_ids(sorted(ids))).values(), whole=True)

    async def of(self, rule_id: str, happening: str) -> Known | None:
        """The open alert of a happening."""
        await self.load([(rule_id, happening)])
        alert_id = self._open[rule_id, happening]
        return self._known[alert_id] if alert_id else None

    async def of_match(self, news: News) -> Known | None:
        """The open alert that a match joins: that of its happening. One that names no entry where the rule asks for
        some joins what the story's other articles told of."""
        key = news.rule.id, happening(news.match, news.story_id)
        known = await self.of(*key)
        if known or news.match.happening is not None or not news.rule.once_per:
            return known
        here = [one.alert for one in self._known.values() if _is_open_in_story(one.alert, news, self.office.now)]
        stored = await self.tx.alerts.open_in_story(news.rule.id, news.story_id)
        if stored is not None and _is_open_in_story(stored, news, self.office.now):
            here.append(stored)
        latest = max(here, key=lambda alert: alert.opened, default=None)
        return await self.of(latest.rule_id, latest.happening) if latest else None

    async def told_already(self, news: News) -> Known | None:
        """The alert that told what a match may tell of again: an open one of another happening that tells with the
        entry what a general match leaves open, or a closed one of what is mentioned only by the way."""
        match, rule = news.match, news.rule
        if not match.opens:
            return None
        enough = Told.DIGEST if match.late else Told.AT_ONCE
        general = is_general(match, rule)
        found = await self.open_of(rule, lambda alert: may_be_of(match, rule, alert)) if general else []
        if match.by_the_way:
            found += await self._remembered(news, general=general)
        return next((known for known in found if known.told >= enough), None)

    async def _remembered(self, news: News, *, general: bool) -> list[Known]:
        """The closed alerts that a match which is only by the way may mean, the latest first."""
        match, rule = news.match, news.rule
        since = self.office.now - REMEMBERED
        alerts = await self.tx.alerts.closed_of(rule.id, since, happening=happening(match, news.story_id))
        if general:
            alerts += [each for each in await self.tx.alerts.closed_of(rule.id, since) if may_be_of(match, rule, each)]
        meant = {each.id: each for each in alerts if may_be_told(match, each)}
        await self._learn([each for id, each in meant.items() if id not in self._known], whole=self._whole)
        return [self._known[id] for id in meant if self._known[id].alert.state is AlertState.CLOSED]

    async def open_of(self, rule: Rule, wanted: Callable[[Alert], bool]) -> list[Known]:
        """The open alerts of a rule that are `wanted`, the latest first; only these are kept from others."""
        now = self.office.now
        stored = await self.tx.alerts.open_of(rule.id, now)
        alerts = {alert.id: alert for alert in (*stored, *(each.alert for each in self._known.values()))}
        is_open = (a for a in alerts.values() if a.rule_id == rule.id and a.state is AlertState.OPEN)
        latest = sorted((a for a in is_open if now <= a.hold_until), key=lambda a: a.opened, reverse=True)
        found = [await self.of(rule.id, alert.happening) for alert in latest if wanted(alert)]
        return [known for known in found if known]

    def with_id(self, alert_id: str) -> Known:
        """An alert that was read, or raised in this batch."""
        return self._known[alert_id]

    def resting_on(self, article: ArticleId, story_id: str | None) -> list[Known]:
        """Those of the alerts read, or raised in this batch, that rest on an article, or on any of a story."""
        return [
            known
            for known in self._known.values()
            if any(each.article == article or each.story_id == story_id for each in known.reports)
        ]

    def take(self, decision: Decision, news: News | None) -> None:
        """Note what was decided. `news` is the match that it was decided on."""
        self._decided.append(decision)
        if decision.alert:
            self._update(decision.alert, decision, news)
        if news is not None:
            self._keep_match(decision, news)

    def keep_row(self, row: MatchRow) -> None:
        """Keep a match of which no alert comes, or not yet."""
        self._rows[row.article, row.number, row.rule_id, row.happening] = row

    async def join(self, alert_id: str, rule_id: str, rows: Iterable[Occurrence], *, of_sequence: bool) -> None:
        """The alert rests on these as well. What a sequence rests on was matched by another rule: it becomes a match of
        its own."""
        for each in rows:
            key = (each.article, each.number, rule_id, each.happening)
            if key in self._rows:
                self._rows[key] = replace(self._rows[key], alert_id=self._rows[key].alert_id or alert_id)
            elif not of_sequence:
                self._joined.append((alert_id, each))
            elif not await self.tx.matches.has(*key):
                self._rows[key] = _row_of(each, rule_id, alert_id, self.office)

    @property
    def tells(self) -> bool:
        """Whether anybody is told of anything."""
        return any(each.notifications for each in self._decided)

    async def write(self) -> None:
        """Everything that was decided, in an order that the constraints allow."""
        tx, now = self.tx, self.office.now
        await self._write_alerts()
        await tx.changes.add([each.change for each in self._decided if each.change])
        for each in self._decided:
            if each.alert and each.withdrawn:
                await tx.reports.withdraw(each.alert.id, [one.article for one in each.withdrawn], now)
        for alert_id, joined in self._joined:
            await tx.matches.join(alert_id, joined)
        await tx.matches.add(list(self._rows.values()))
        for each in self._decided:
            for digest in each.digests:
                await tx.digests.add_item(digest, each.facts["id"], now, late=each.facts["late"])
        await tx.outbox.add([one for each in self._decided for one in each.notifications])
        for each in self._decided:
            _report(each)

    async def _write_alerts(self) -> None:
        """New ones, changed ones, and those that a match only keeps open."""
        now = {id: known.alert for id, known in self._known.items()}
        await self.tx.alerts.add([alert for id, alert in now.items() if id not in self._read])
        for id, before in sorted(self._read.items()):
            if now[id] == before:
                continue
            if replace(now[id], last_match=before.last_match, hold_until=before.hold_until) == before:
                await self.tx.alerts.extend(id, now[id].last_match, now[id].hold_until)
            else:
                await self.tx.alerts.save([now[id]])

    async def _learn(self, alerts: Iterable[Alert], *, whole: bool) -> None:
        new = {alert.id: alert for alert in alerts}
        self._read |= new
        ids = list(new)
        told = await self.tx.alerts.told(ids)
        reports = await self.tx.reports.of(ids)
        heard = await self.tx.alerts.heard(ids)
        for id, alert in new.items():
            rests_on = reports[id] if whole else essential(reports[id])
            self._known[id] = Known(alert, told[id], rests_on, tuple(Assignment(*each) for each in heard[id]))

    def _update(self, alert: Alert, decision: Decision, news: News | None) -> None:
        known = self._known.get(alert.id, Known(alert))
        reports = tuple(each for each in known.reports if each not in decision.withdrawn)
        if news is not None and decision.report is not None:
            reports = reports_with(reports, decision.report, news)
        for each in decision.withdrawn:
            self._withdraw(alert, each)
        told = max(known.told, decision.told)
        self._known[alert.id] = Known(alert, told, reports, _heard(known, decision))
        key = alert.rule_id, alert.happening
        if alert.state is AlertState.OPEN:
            self._open[key] = alert.id
        elif self._open.get(key) == alert.id:
            self._open[key] = None

    def _withdraw(self, alert: Alert, report: Report) -> None:
        """What an earlier version in this very batch said, which is not written yet."""
        for key, row in self._rows.items():
            if (row.alert_id, row.article, row.number) == (alert.id, report.article, report.number):
                self._rows[key] = replace(row, withdrawn=self.office.now)

    def _keep_match(self, decision: Decision, news: News) -> None:
        match, report = news.match, decision.report
        self.keep_row(
            MatchRow(
                article=match.article.id,
                number=news.number,
                rule_id=news.rule.id,
                happening=happening(match, news.story_id),
                matched=self.office.now,
                alert_id=decision.alert.id if decision.alert else None,
                kept_back=decision.kept_back,
                facts=dict(decision.facts),
                status=match.proof.status,
                voice=report.voice if report else None if decision.alert else news.voice,
                disputed=report.disputed if report else False,
            )
        )


def _is_open_in_story(alert: Alert, news: News, now: datetime) -> bool:
    same = (alert.rule_id, alert.story_id) == (news.rule.id, news.story_id)
    return same and alert.state is AlertState.OPEN and now <= alert.hold_until


def _heard(known: Known, decision: Decision) -> tuple[Assignment, ...]:
    heard = {(each.receiver, each.recipient): each for each in known.heard}
    for one in decision.notifications:
        if one.state is NotificationState.PENDING:
            heard.setdefault((one.receiver, one.recipient), Assignment(one.receiver, one.recipient, one.route))
    return tuple(heard.values())


def _row_of(each: Occurrence, rule_id: str, alert_id: str, office: Office) -> MatchRow:
    report = report_of_row(each)
    return MatchRow(
        article=each.article,
        number=each.number,
        rule_id=rule_id,
        happening=each.happening,
        matched=office.now,
        alert_id=alert_id,
        kept_back=None,
        facts=dict(each.facts),
        status=report.status,
        voice=report.voice,
    )


def _report(decision: Decision) -> None:
    change = decision.change
    log.info(
        f"alert {change.kind if change else decision.outcome}",
        rule=decision.facts["rule"]["id"],
        article=f"{decision.facts['article']['folder']}:{decision.facts['article']['path']}",
        headline=decision.facts["headline"],
        causes=[cause.value for cause in change.causes] if change else [],
        notifications=len(decision.notifications),
        kept_back=decision.kept_back,
    )
