"""What comes of a match: raised, told once, extended; late, silenced, a shadow's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.alerting.decision import Decision, Outcome, report_of
from monitor.alerting.situation import Known
from monitor.model.alert import Alert, Cause, KeptBack, NotificationState, Silence, Told
from monitor.model.match import Match
from monitor.rules.compiled import Rule
from tests.support.alerting import decision_on, match, office, rule, told
from tests.support.articles import PUBLISHED as NOW

HOUR = timedelta(hours=1)


def decided(
    found: Match | None = None,
    by: Rule | None = None,
    known: Alert | None = None,
    now: datetime = NOW,
    *,
    told_so_far: Told = Told.AT_ONCE,
    copy: bool = False,
    silences: list[Silence] | None = None,
    **sections: Any,
) -> Decision:
    first = report_of(told(match()))
    before = Known(known, told_so_far, (first,) if first else ()) if known else None
    return decision_on(told(found, by, copy=copy), before, office(now, silences or [], **sections))


def _told_of(happening: str) -> Decision:
    return decided(match(happening=(happening,)))


def silence(scope: str) -> Silence:
    return Silence(1, scope, "anna", "maintenance", NOW - HOUR, NOW + HOUR)


def known_alert(**changes: Any) -> Alert:
    alert = decided().alert
    assert alert is not None
    return replace(alert, **changes)


def test_a_first_match_raises_an_alert_and_tells_everybody_once() -> None:
    decision = decided()
    alert = decision.alert
    assert alert is not None
    assert decision.outcome is Outcome.RAISED
    assert (alert.happening, alert.hold_until, alert.late) == ('slot:["Hama"]', NOW + 48 * HOUR, False)
    assert [(n.receiver, n.recipient, n.route) for n in decision.notifications] == [
        ("desk", "a@example.org", "route 1"),
        ("desk", "b@example.org", "route 1"),
    ]
    assert {n.thread for n in decision.notifications} == {'city-captured:slot:["Hama"]'}
    assert {n.state for n in decision.notifications} == {NotificationState.PENDING}
    assert decision.digests == ("morning",)
    assert decision.kept_back is None


@pytest.mark.parametrize(
    ("entries", "expected"),
    [(("Hama",), 'slot:["Hama"]'), (("حماة", "x"), 'slot:["حماة","x"]'), (None, "story:s1")],
)
def test_the_happening_is_the_slots_entries_else_the_story(entries: tuple[str, ...] | None, expected: str) -> None:
    assert decided(match(happening=entries)).happening == expected


@pytest.mark.parametrize(("copy", "why"), [(False, KeptBack.ALREADY_ALERTED), (True, KeptBack.COPY)])
def test_within_hold_nobody_is_told_again(copy: bool, why: KeptBack) -> None:
    known = known_alert()
    decision = decided(known=known, now=NOW + 47 * HOUR, copy=copy)
    assert (decision.outcome, decision.kept_back) == (Outcome.EXTENDED, why)
    assert decision.notifications == ()
    assert decision.digests == ()
    assert decision.alert is not None
    assert (decision.alert.id, decision.alert.hold_until) == (known.id, NOW + 95 * HOUR)


def test_hold_runs_from_the_last_match() -> None:
    known = known_alert(last_match=NOW + 40 * HOUR, hold_until=NOW + 88 * HOUR)
    assert decided(known=known, now=NOW + 80 * HOUR).outcome is Outcome.EXTENDED
    after = decided(known=known, now=NOW + 89 * HOUR)
    assert after.outcome is Outcome.RAISED
    assert after.alert is not None
    assert after.alert.id != known.id


def test_a_later_alert_of_the_same_happening_goes_on_in_its_thread() -> None:
    later = decided(known=known_alert(), now=NOW + 49 * HOUR)
    assert later.outcome is Outcome.RAISED
    assert {n.thread for n in later.notifications} == {n.thread for n in decided().notifications}
    elsewhere = {n.thread for found in ("Homs", "x" * 999, "y" * 999) for n in _told_of(found).notifications}
    assert len(elsewhere | {n.thread for n in later.notifications}) == 4
    assert max(map(len, elsewhere)) <= 200


def test_a_clock_set_back_never_shortens_a_hold() -> None:
    held = decided(known=known_alert(), now=NOW - 5 * HOUR).alert
    assert held is not None
    assert (held.hold_until, held.last_match) == (NOW + 48 * HOUR, NOW)


def test_late_news_goes_only_to_the_digest() -> None:
    decision = decided(match(late=True))
    assert decision.alert is not None
    assert decision.alert.late
    assert (decision.notifications, decision.digests, decision.kept_back) == ((), ("morning",), None)


def test_late_news_without_a_digest_is_kept_back() -> None:
    decision = decided(match(late=True), routes=[{"to": ["desk"]}])
    assert (decision.notifications, decision.digests) == ((), ())
    assert decision.kept_back is KeptBack.LATE_WITHOUT_DIGEST


def test_news_in_time_is_told_though_a_late_report_came_first() -> None:
    late = decided(match(late=True)).alert
    decision = decided(known=late, told_so_far=Told.DIGEST, now=NOW + HOUR)
    again = decided(known=late, told_so_far=Told.DIGEST, now=NOW + 2 * HOUR)
    assert (decision.outcome, decision.change and decision.change.causes) == (Outcome.CHANGED, (Cause.IN_TIME,))
    assert [n.recipient for n in decision.notifications] == ["a@example.org", "b@example.org"]
    assert decision.told is Told.AT_ONCE
    assert decision.alert is not None
    assert not decision.alert.late
    assert [n.id for n in decision.notifications] == [n.id for n in again.notifications]
    after = decided(known=late, told_so_far=Told.AT_ONCE, now=NOW + 3 * HOUR)
    assert (after.outcome, after.kept_back, after.notifications) == (Outcome.EXTENDED, KeptBack.ALREADY_ALERTED, ())


def test_what_was_silenced_is_told_by_the_first_match_after_the_silence() -> None:
    muted = decided(silences=[silence("rule:city-captured")])
    assert muted.told is Told.NOBODY
    still = decided(known=muted.alert, told_so_far=muted.told, silences=[silence("rule:city-captured")], copy=True)
    assert (still.outcome, still.kept_back, still.digests) == (Outcome.EXTENDED, KeptBack.SILENCED, ())
    after = decided(known=muted.alert, told_so_far=still.told, now=NOW + HOUR, copy=True)
    assert (after.change and after.change.causes, after.kept_back, after.digests) == (
        (Cause.UNMUTED,),
        None,
        ("morning",),
    )
    assert {n.state for n in after.notifications} == {NotificationState.PENDING}
    assert [n.id for n in after.notifications] == [n.id for n in muted.notifications]


def test_late_news_that_nobody_was_told_of_keeps_its_reason() -> None:
    nowhere: Any = {"routes": [{"to": ["desk"]}]}
    late = decided(match(late=True), **nowhere)
    again = decided(match(late=True), known=late.alert, told_so_far=late.told, **nowhere)
    assert (again.outcome, again.kept_back) == (Outcome.EXTENDED, KeptBack.LATE_WITHOUT_DIGEST)


def test_what_only_a_digest_has_is_not_told_at_once_later() -> None:
    decision = decided(known=known_alert(), told_so_far=Told.DIGEST)
    assert (decision.kept_back, decision.notifications) == (KeptBack.ALREADY_ALERTED, ())


def test_a_shadow_rule_tells_nobody() -> None:
    decision = decided(by=rule(shadow=True))
    assert (decision.outcome, decision.kept_back, decision.alert) == (Outcome.SHADOWED, KeptBack.SHADOW, None)
    assert (decision.notifications, decision.digests) == ((), ())


@pytest.mark.parametrize("scope", ["rule:city-captured", "tag:conflict", "slot:city=Hama"])
def test_what_is_silenced_for_all_is_kept_with_its_reason(scope: str) -> None:
    decision = decided(match(slots={"city": "Hama"}), rule(tags=("conflict",)), silences=[silence(scope)])
    assert {n.state for n in decision.notifications} == {NotificationState.SUPPRESSED}
    assert {n.reason for n in decision.notifications} == {"silenced: by anna, maintenance"}
    assert (decision.digests, decision.kept_back) == ((), KeptBack.SILENCED)
    assert decision.alert is not None


def test_a_silenced_receiver_does_not_silence_the_others() -> None:
    routes = [{"to": ["desk", "hook"]}]
    decision = decided(routes=routes, silences=[silence("receiver:desk")])
    states = {n.receiver: n.state for n in decision.notifications}
    assert states == {"desk": NotificationState.SUPPRESSED, "hook": NotificationState.PENDING}
    assert decision.kept_back is None


def test_silenced_late_news_is_in_no_digest() -> None:
    decision = decided(match(late=True), silences=[silence("rule:city-captured")])
    assert (decision.digests, decision.kept_back) == ((), KeptBack.SILENCED)


def test_ids_are_the_same_for_the_same_and_different_for_each_recipient() -> None:
    first, second = decided().notifications, decided().notifications
    assert [n.id for n in first] == [n.id for n in second]
    assert len({n.id for n in first}) == 2


def test_the_message_says_why_it_came() -> None:
    content = decided(by=rule(notify=("hook",))).notifications[0].content
    assert content["change"] is None
    assert content["why"] == {"rule": "city-captured", "route": "notify", "receiver": "hook", "recipient": ""}
