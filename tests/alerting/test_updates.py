"""What is told of an open alert when something changes: to whom, in which thread, from what to what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from monitor.alerting.decide import decide
from monitor.alerting.decision import Decision, Outcome
from monitor.alerting.situation import Known, News
from monitor.model.alert import AlertSeverity, ChangeKind, KeptBack, NotificationState, Silence, Standing
from monitor.model.match import Status
from monitor.rules.compiled import ASSERTED, Conditions, Rule
from tests.support.alerting import after, decision_on, match, news, office, rule, settings, told
from tests.support.articles import PUBLISHED as NOW

HOUR = timedelta(hours=1)
EVENT = rule(conditions=Conditions(status=ASSERTED), again_if=("status", "captor", "sources"))
DESK = [("desk", "a@example.org"), ("desk", "b@example.org")]


def report(status: Status, source: str, hours: float = 0, by: Rule = EVENT, **fields: Any) -> News:
    """An article of a source, so many hours after the first."""
    path = fields.pop("path", f"{source}-{hours:g}.txt")
    article = news(path=path, source=source, published=NOW + hours * HOUR)
    return told(match(article, status=status, opens=status in ASSERTED, **fields), by)


def life(*reports: News, **sections: Any) -> tuple[Known, list[Decision]]:
    """What is known after these, and each decision on the way."""
    known: Known | None = None
    decisions = []
    for each in reports:
        decision = decision_on(each, known, office(each.match.article.published, **sections))
        decisions.append(decision)
        known = after(decision, known, each)
    assert known is not None
    return known, decisions


def people(decision: Decision) -> list[tuple[str, str]]:
    return [(one.receiver, one.recipient) for one in decision.notifications]


def test_a_denial_by_another_source_contests_it() -> None:
    known, (first, second) = life(report(Status.ASSERTED, "Reuters"), report(Status.DENIED, "AFP", 1))
    assert known.alert.standing is Standing.CONTESTED
    assert second.change is not None
    assert (second.outcome, second.change.kind, second.change.told) == (Outcome.CHANGED, ChangeKind.CONTESTED, 2)
    assert people(second) == DESK
    assert {one.thread for one in second.notifications} == {one.thread for one in first.notifications}
    assert not {one.id for one in second.notifications} & {one.id for one in first.notifications}
    content = second.notifications[0].content
    assert content["change"]["kind"] == "contested"
    assert content["change"]["article"]["source"] == "AFP"
    assert content["change"]["proof"]["status"] == "denied"
    assert content["change"]["before"]["status"] == "asserted"
    assert content["alert"]["article"]["source"] == "Reuters"
    assert content["alert"]["life"]["standing"] == "contested"
    assert content["alert"]["life"]["denial"]["status"] == "denied"
    assert second.notifications[0].template == "update"


def test_the_same_source_denies_it_then_others_confirm() -> None:
    known, decisions = life(
        report(Status.CLAIMED, "Reuters"),
        report(Status.DENIED, "Reuters", 1),
        report(Status.CLAIMED, "AFP", 2),
        report(Status.ASSERTED, "AFP", 3),
    )
    kinds = [one.change.kind for one in decisions if one.change]
    assert kinds == [ChangeKind.RAISED, ChangeKind.DENIED, ChangeKind.CONTESTED, ChangeKind.CONFIRMED]
    assert decisions[-1].notifications[0].content["alert"]["life"]["denial"] is None
    assert (known.alert.standing, known.alert.status) == (Standing.CONFIRMED, Status.ASSERTED)


def test_a_claim_that_is_asserted_is_confirmed() -> None:
    _, (_, second) = life(report(Status.CLAIMED, "Reuters"), report(Status.ASSERTED, "Reuters", 1))
    content = second.notifications[0].content
    assert content["change"]["kind"] == "confirmed"
    assert {"what": "status", "before": "claimed", "now": "asserted"} in content["change"]["differences"]
    assert content["alert"]["proof"]["status"] == "asserted"


def test_an_article_with_a_claim_and_its_denial_is_contested_from_the_beginning() -> None:
    disputed = report(Status.CLAIMED, "Reuters", weaker=Status.DENIED)
    known, (first,) = life(disputed)
    assert known.alert.standing is Standing.CONTESTED
    assert first.outcome is Outcome.RAISED
    assert first.notifications[0].content["alert"]["life"]["denial"]["status"] == "denied"


def test_weaker_mentions_change_nothing_and_do_not_keep_it_open() -> None:
    known, decisions = life(
        report(Status.ASSERTED, "Reuters"), report(Status.POSSIBLE, "AFP", 1), report(Status.PAST, "AP", 2)
    )
    assert [one.kept_back for one in decisions] == [None, KeptBack.WEAKER, KeptBack.WEAKER]
    assert known.alert.hold_until == NOW + 48 * HOUR
    denied, _ = life(report(Status.ASSERTED, "Reuters"), report(Status.NEGATED, "AFP", 1))
    assert denied.alert.hold_until == NOW + 49 * HOUR


def test_a_weaker_mention_of_nothing_is_ignored() -> None:
    assert decide(report(Status.DENIED, "AFP"), None, office()) is None


def test_another_captor_is_an_update_with_a_headline_of_its_own() -> None:
    asked = replace(EVENT, headline="{city} captured by {captor}")
    first = report(Status.ASSERTED, "Reuters", by=asked, slots={"city": "Hama", "captor": "rebels"})
    second = report(Status.ASSERTED, "AFP", 1, by=asked, slots={"city": "Hama", "captor": "HTS"})
    known, (_, update) = life(first, second)
    content = update.notifications[0].content
    assert content["change"]["differences"][0] == {"what": "captor", "before": "rebels", "now": "HTS"}
    assert content["alert"]["headline"] == known.alert.headline == "Hama captured by HTS"
    assert content["alert"]["life"]["sources"] == ["Reuters", "AFP"]


def test_a_copy_adds_no_source_and_changes_nothing() -> None:
    first, second = report(Status.CLAIMED, "Reuters"), report(Status.ASSERTED, "Gazette", 1)
    known, (_, decision) = life(first, replace(second, voice=None))
    assert (decision.kept_back, decision.change) == (KeptBack.COPY, None)
    assert [each.voice for each in known.reports] == ["Reuters"]


def test_many_sources_are_told_once_each_step() -> None:
    names = "a b c d e f".split()
    known, decisions = life(*(report(Status.ASSERTED, name, hours) for hours, name in enumerate(names)))
    told_at = [n for n, one in enumerate(decisions, 1) if one.change and one.change.kind is ChangeKind.UPDATED]
    assert told_at == [2, 5]
    assert known.alert.sources == 6


def test_more_sources_make_it_more_urgent_and_bring_those_whom_the_routes_name_then() -> None:
    asked = replace(EVENT, raises=((AlertSeverity.CRITICAL, 2),), again_if=())
    routes = [{"severity": ["critical"], "to": ["desk", "hook"]}, {"to": ["desk"]}]
    known, (first, second) = life(
        report(Status.ASSERTED, "Reuters", by=asked), report(Status.ASSERTED, "AFP", 1, by=asked), routes=routes
    )
    assert people(first) == DESK
    assert people(second) == [*DESK, ("hook", "")]
    assert known.alert.severity is AlertSeverity.CRITICAL
    changes = {one.receiver: one.content["change"] for one in second.notifications}
    assert changes["hook"] is None
    assert changes["desk"]["differences"] == [{"what": "severity", "before": "normal", "now": "critical"}]
    assert {one.content["alert"]["severity"] for one in second.notifications} == {"critical"}
    assert {one.template for one in second.notifications} == {"update", "default"}


def test_whoever_did_not_have_it_hears_nothing_of_its_denial() -> None:
    first = report(Status.ASSERTED, "Reuters")
    known, _ = life(first)
    more = settings(routes=[{"to": ["desk", "hook"]}])
    denied = decision_on(report(Status.DENIED, "AFP", 1), known, replace(office(NOW + HOUR), settings=more))
    assert people(denied) == DESK
    confirmed = decision_on(
        report(Status.ASSERTED, "AFP", 2), after(denied, known), replace(office(NOW), settings=more)
    )
    assert people(confirmed) == [*DESK, ("hook", "")]


def test_what_again_if_does_not_name_is_kept_and_told_nobody() -> None:
    asked = replace(EVENT, again_if=())
    known, (_, second) = life(report(Status.ASSERTED, "Reuters", by=asked), report(Status.DENIED, "AFP", 1, by=asked))
    assert known.alert.standing is Standing.CONTESTED
    assert (second.notifications, second.kept_back) == ((), KeptBack.NOT_IN_AGAIN_IF)
    assert second.change is not None
    assert (second.change.kind, second.change.told) == (ChangeKind.CONTESTED, 0)
    assert known.alert.facts["article"]["source"] == "Reuters"


def test_late_news_of_an_open_alert_interrupts_nobody() -> None:
    known, (_, second) = life(report(Status.CLAIMED, "Reuters"), report(Status.ASSERTED, "AFP", 1, late=True))
    assert (second.notifications, second.kept_back) == ((), KeptBack.LATE)
    assert known.alert.standing is Standing.CONFIRMED


def test_a_silence_mutes_an_update_and_says_so() -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    muted = [Silence(1, "rule:city-captured", "anna", "drill", NOW, NOW + 9 * HOUR)]
    decision = decision_on(report(Status.DENIED, "AFP", 1), known, office(NOW + HOUR, muted))
    assert {one.state for one in decision.notifications} == {NotificationState.SUPPRESSED}
    assert decision.kept_back is KeptBack.SILENCED


def test_nobody_is_told_of_a_change_who_is_gone_from_the_settings() -> None:
    known, _ = life(report(Status.ASSERTED, "Reuters"))
    gone = settings(
        receivers={"hook": {"kind": "webhook", "url": "https://example.org/h"}}, routes=[{"to": ["hook"]}], digests={}
    )
    decision = decision_on(report(Status.DENIED, "AFP", 1), known, replace(office(NOW + HOUR), settings=gone))
    assert decision.kept_back is KeptBack.RECEIVER_REMOVED
    assert [(one.recipient, one.state, one.reason) for one in decision.notifications] == [
        ("a@example.org", NotificationState.SUPPRESSED, "receiver_removed"),
        ("b@example.org", NotificationState.SUPPRESSED, "receiver_removed"),
    ]


def test_a_kill_opens_nothing() -> None:
    article = replace(news(), correction=True, withdrawn=True)
    decision = decision_on(told(match(article, status=Status.ASSERTED), EVENT), None, office())
    assert (decision.alert, decision.kept_back) == (None, KeptBack.WITHDRAWN)
    assert decide(told(match(article, status=Status.DENIED, opens=False), EVENT), None, office()) is None
