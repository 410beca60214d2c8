"""What leaves, what waits and until when: tables, and what holds of every plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting.about import NOTHING
from monitor.model.alert import HeldBy, KeptBack, NotificationKind, Silence
from monitor.outbox.planning import Desk, Parcel, Plan, plan
from monitor.storage.rows import Past, Waiting
from tests.outbox.desk import HOUR, MINUTE, SECOND
from tests.support.alerting import settings
from tests.support.clock import START as NOW

A, B = "a@example.org", "b@example.org"
NIGHT: dict[str, Any] = {"quiet_hours": {"from": "22:00", "to": "07:00", "let_through": ["critical"]}}  # NOW is 06:00
HOURLY: dict[str, Any] = {"throttle": {"most": 2, "per": "1h"}}
BY_STORY = {"by": ["story"], "wait": "30s", "interval": "10m"}


def waiting(seq: int, severity: str = "normal", **fields: Any) -> Waiting:
    about = {**NOTHING, "rule": "r1", "title": "R1", "severity": severity, "tags": ["war"], "source": "AFP"}
    plain = Waiting(
        f"n{seq}", seq, NotificationKind.ALERT, "desk", A, f"t{seq}", "conflict", NOW, NOW,
        about, story="s1",  # type: ignore[arg-type]
    )  # fmt: skip
    return replace(plain, **fields)


def desk(
    past: Past | None = None, group: dict[str, Any] | None = None, silence: str = "", now: datetime = NOW, **shape: Any
) -> Desk:
    receivers = {"desk": {"kind": "email", "to": [A, B], **shape}}
    chosen = settings(receivers=receivers, routes=[{"name": "conflict", "to": ["desk"], "group": group}], digests={})
    silences = [Silence(1, silence, "anna", "drill", NOW - HOUR, NOW + HOUR)] if silence else []
    return Desk("desk", chosen, silences, past or Past(), now)


def sent(made: Plan) -> list[list[str]]:
    return [[one.id for one in parcel.members] for parcel in made.send]


def held(made: Plan) -> dict[str, tuple[HeldBy, datetime]]:
    return {one.id: (why.by, why.until) for one, why in made.hold}


def test_without_settings_each_leaves_by_itself_the_most_severe_first() -> None:
    made = plan([waiting(1), waiting(2, "critical"), waiting(3)], desk())
    assert sent(made) == [["n2"], ["n1"], ["n3"]]
    assert (made.hold, made.suppress) == ([], {})


@pytest.mark.parametrize("scope", ["rule:r1", "tag:war", "slot:city=hama", "story:s1", "receiver:desk"])
def test_what_a_silence_names_is_put_aside(scope: str) -> None:
    one = waiting(1)
    one.about["slots"] = {"city": {"text": "the city", "name": "Hama"}}
    made = plan([one], desk(silence=scope))
    assert made.suppress == {"n1": "silenced: by anna, drill"}
    assert made.send == []


def test_what_goes_to_who_is_gone_is_put_aside() -> None:
    made = plan([waiting(1, recipient="gone@example.org"), waiting(2)], desk())
    assert made.suppress == {"n1": KeptBack.RECEIVER_REMOVED}
    assert plan([waiting(1)], replace(desk(), receiver="gone")).suppress == {"n1": KeptBack.RECEIVER_REMOVED}
    assert sent(made) == [["n2"]]


def test_a_notice_may_go_to_whom_no_receiver_names() -> None:
    one = waiting(1, recipient="owner@example.org", kind=NotificationKind.NOTICE)
    assert sent(plan([one], desk())) == [["n1"]]


class TestQuietHours:
    def test_hold_until_they_end(self) -> None:
        made = plan([waiting(1), waiting(2, "critical")], desk(**NIGHT))
        assert held(made) == {"n1": (HeldBy.QUIET_HOURS, NOW + HOUR)}
        assert sent(made) == [["n2"]]

    def test_critical_is_held_unless_they_say_so(self) -> None:
        made = plan([waiting(1, "critical")], desk(quiet_hours={"from": "22:00", "to": "07:00"}))
        assert list(held(made)) == ["n1"]

    def test_what_is_let_through_takes_along_what_stands_before_it(self) -> None:
        first = waiting(1, thread="t", due=NOW + HOUR, held=HeldBy.QUIET_HOURS)
        made = plan([first, waiting(2, "critical", thread="t", behind=1)], desk(**NIGHT))
        assert sent(made) == [["n1", "n2"]]

    def test_what_follows_is_held_as_well(self) -> None:
        made = plan([waiting(1, "critical", thread="t"), waiting(2, thread="t", behind=1)], desk(**NIGHT))
        assert (sent(made), list(held(made))) == ([["n1"]], ["n2"])

    @pytest.mark.parametrize("kind", [NotificationKind.DIGEST, NotificationKind.NOTICE])
    def test_digests_and_notices_are_not_held(self, kind: NotificationKind) -> None:
        assert sent(plan([waiting(1, kind=kind, about=NOTHING)], desk(**NIGHT))) == [["n1"]]

    def test_at_their_end_what_was_held_leaves_as_one(self) -> None:
        made = plan([waiting(n, held=HeldBy.QUIET_HOURS) for n in range(3)], desk(**NIGHT, now=NOW + HOUR))
        assert sent(made) == [["n0", "n1", "n2"]]
        assert made.send[0].cause is HeldBy.QUIET_HOURS


class TestGroups:
    def test_the_first_waits_for_others(self) -> None:
        made = plan([waiting(1), waiting(2, created=NOW - 10 * SECOND)], desk(group=BY_STORY))
        assert set(held(made).values()) == {(HeldBy.GROUPED, NOW + 30 * SECOND)}
        assert {one.group for one, _ in made.hold} == {'conflict:["s1"]'}

    def test_those_that_come_later_leave_with_it(self) -> None:
        past = Past(group_waits={(A, 'conflict:["s1"]'): NOW + 5 * SECOND})
        made = plan([waiting(1)], desk(past, BY_STORY))
        assert held(made) == {"n1": (HeldBy.GROUPED, NOW + 5 * SECOND)}

    def test_at_its_time_the_group_leaves_in_one_message(self) -> None:
        ready = [waiting(n, held=HeldBy.GROUPED) for n in (1, 2)]
        made = plan([*ready, waiting(3), waiting(4, story="s2")], desk(group=BY_STORY))
        assert sent(made) == [["n1", "n2", "n3"]]
        assert (made.send[0].cause, made.send[0].group) == (HeldBy.GROUPED, 'conflict:["s1"]')
        assert list(held(made)) == ["n4"]

    def test_the_next_message_keeps_its_distance(self) -> None:
        past = Past(group_left={(A, 'conflict:["s1"]'): NOW - 4 * MINUTE})
        assert held(plan([waiting(1)], desk(past, BY_STORY))) == {"n1": (HeldBy.GROUPED, NOW + 6 * MINUTE)}

    def test_the_first_at_once_and_the_rest_later(self) -> None:
        at_once = {**BY_STORY, "wait": "0s"}
        assert sent(plan([waiting(1)], desk(group=at_once))) == [["n1"]]
        past = Past(group_left={(A, 'conflict:["s1"]'): NOW})
        assert list(held(plan([waiting(2)], desk(past, at_once)))) == ["n2"]

    @pytest.mark.parametrize(
        ("by", "key"),
        [
            (["rule"], ["r1"]),
            (["severity", "source"], ["normal", "AFP"]),
            (["city.country", "story"], ["SY", "s1"]),
            (["city"], ["Hama"]),
            (["captor"], [""]),
        ],
    )
    def test_what_they_are_alike_in(self, by: list[str], key: list[str]) -> None:
        one = waiting(1)
        one.about["slots"] = {"city": {"text": "the city", "name": "Hama", "country": "SY"}}
        made = plan([one], desk(group={**BY_STORY, "by": by}))
        assert made.hold[0][0].group == f"conflict:{key}".replace("'", '"')

    def test_a_thread_leaves_as_far_as_it_is_of_one_group(self) -> None:
        stories = ["s1", "s2", "s1"]
        thread = [waiting(n, thread="t", behind=n, story=story) for n, story in enumerate(stories)]
        assert sent(plan(thread, desk(group={**BY_STORY, "wait": "0s"}))) == [["n0"]]

    def test_another_routes_alerts_are_not_grouped(self) -> None:
        assert sent(plan([waiting(1, route="notify")], desk(group=BY_STORY))) == [["n1"]]


class TestThrottle:
    def test_holds_what_is_too_much_until_there_is_room(self) -> None:
        past = Past(left={A: [NOW - 50 * MINUTE]})
        made = plan([waiting(1), waiting(2), waiting(3, "high"), waiting(4, recipient=B)], desk(past, **HOURLY))
        assert sent(made) == [["n3"], ["n4"]], "the most severe first, and each recipient by himself"
        assert set(held(made).values()) == {(HeldBy.THROTTLED, NOW + 10 * MINUTE)}

    def test_what_it_lets_through_takes_room_and_waits_for_none(self) -> None:
        throttle = {"most": 2, "per": "1h", "let_through": ["critical"]}
        past = Past(left={A: [NOW - 50 * MINUTE]})
        made = plan([waiting(1), waiting(2, "critical"), waiting(3, "critical")], desk(past, throttle=throttle))
        assert (sent(made), list(held(made))) == ([["n2"], ["n3"]], ["n1"])

    def test_then_it_leaves_as_one(self) -> None:
        past = Past(left={A: [NOW - 50 * MINUTE]})
        ready = [waiting(n, held=HeldBy.THROTTLED) for n in range(5)]
        assert sent(plan(ready, desk(past, **HOURLY))) == [["n0", "n1", "n2", "n3", "n4"]]

    def test_what_left_long_ago_does_not_count(self) -> None:
        past = Past(left={A: [NOW - HOUR, NOW - 2 * HOUR]})
        assert sent(plan([waiting(1)], desk(past, **HOURLY))) == [["n1"]]

    def test_what_was_tried_leaves_as_it_is(self) -> None:
        past = Past(left={A: [NOW, NOW]})
        assert sent(plan([waiting(1, tried=True)], desk(past, **HOURLY, **NIGHT))) == [["n1"]]


class TestThreads:
    def test_of_a_thread_one_leaves_at_a_time(self) -> None:
        assert sent(plan([waiting(1, thread="t"), waiting(2, thread="t", behind=1)], desk())) == [["n1"]]

    def test_nothing_leaves_before_what_is_not_here(self) -> None:
        made = plan([waiting(2, thread="t", behind=1), waiting(3, thread="t", behind=2)], desk())
        assert (made.send, made.hold) == ([], [])

    def test_what_follows_a_held_one_waits_with_it(self) -> None:
        first = waiting(1, thread="t", due=NOW + MINUTE, held=HeldBy.THROTTLED)
        made = plan([first, waiting(2, thread="t", behind=1)], desk(**HOURLY))
        assert held(made) == {"n2": (HeldBy.THROTTLED, NOW + MINUTE)}

    def test_a_silenced_one_stands_before_nothing(self) -> None:
        silenced = waiting(1, thread="t", story="s2")
        made = plan([silenced, waiting(2, thread="t", behind=1)], desk(silence="story:s2"))
        assert (list(made.suppress), sent(made)) == (["n1"], [["n2"]])


@st.composite
def outboxes(draw: st.DrawFn) -> list[Waiting]:
    """What may be ready at once: threads of several recipients, partly held and tried."""
    found: list[Waiting] = []
    length: dict[tuple[str, str], int] = {}
    for seq in range(draw(st.integers(1, 12))):
        recipient, thread = draw(st.sampled_from([A, B])), draw(st.sampled_from(["t1", "t2", "t3"]))
        before = length.get((recipient, thread), 0)
        why = draw(st.sampled_from([None, *HeldBy]))
        found.append(
            waiting(
                seq,
                draw(st.sampled_from(["low", "critical"])),
                recipient=recipient,
                thread=thread,
                behind=before,
                story=draw(st.sampled_from(["s1", "s2"])),
                held=why,
                due=NOW + MINUTE if why and draw(st.booleans()) else NOW,
                tried=before == 0 and why is None and draw(st.booleans()),
                kind=draw(st.sampled_from([NotificationKind.ALERT, NotificationKind.ALERT, NotificationKind.DIGEST])),
            )
        )
        length[recipient, thread] = before + 1
    return found


DESKS = st.builds(
    lambda group, throttle, night, left, silence: desk(
        Past(left={A: [NOW - MINUTE] * left}),
        group,
        silence,
        **({"throttle": throttle} if throttle else {}),
        **(NIGHT if night else {}),
    ),
    st.sampled_from([None, BY_STORY, {**BY_STORY, "wait": "0s"}]),
    st.sampled_from([None, {"most": 1, "per": "1h"}, {"most": 3, "per": "1h"}]),
    st.booleans(),
    st.integers(0, 3),
    st.sampled_from(["", "story:s1"]),
)


@given(outboxes(), DESKS)
def test_of_every_plan(ready: list[Waiting], by: Desk) -> None:
    made = plan(ready, by)
    going = [one for parcel in made.send for one in parcel.members]
    decided = [*made.suppress, *(one.id for one, _ in made.hold), *(one.id for one in going)]
    assert len(decided) == len(set(decided)), "one thing is decided over each"
    assert all(why.until > by.now for _, why in made.hold)
    assert all(len({(one.receiver, one.recipient) for one in parcel.members}) == 1 for parcel in made.send)
    assert all(parcel.is_one for parcel in made.send if any(one.tried for one in parcel.members))
    _nothing_overtakes(ready, made)
    _no_more_than_the_throttle_allows(made.send, by)


def _nothing_overtakes(ready: list[Waiting], made: Plan) -> None:
    parcel_of = {one.id: number for number, parcel in enumerate(made.send) for one in parcel.members}
    for one in ready:
        if one.id not in parcel_of:
            continue
        same = [each for each in ready if (each.recipient, each.thread) == (one.recipient, one.thread)]
        before = [each for each in same if each.seq < one.seq and each.id not in made.suppress]
        assert all(parcel_of.get(each.id) == parcel_of[one.id] for each in before), "what is before it goes with it"
    for parcel in made.send:
        assert [one.seq for one in parcel.members] == sorted(one.seq for one in parcel.members)


def _no_more_than_the_throttle_allows(send: list[Parcel], by: Desk) -> None:
    assert by.shape is not None
    if by.shape.throttle is None:
        return
    for recipient in (A, B):
        free = [
            parcel
            for parcel in send
            if parcel.members[0].recipient == recipient
            and not parcel.members[0].tried
            and parcel.members[0].kind is NotificationKind.ALERT
        ]
        assert len(free) <= max(0, by.shape.throttle.most - len(by.past.left.get(recipient, ())))


def test_a_plan_says_something_of_everything_that_stands_first() -> None:
    """What is ready and stands behind nothing is put aside, held, or leaves: never just forgotten."""

    @given(outboxes(), DESKS)
    def check(ready: list[Waiting], by: Desk) -> None:
        made = plan(ready, by)
        decided = {*made.suppress, *(one.id for one, _ in made.hold)}
        decided |= {one.id for parcel in made.send for one in parcel.members}
        first = [one for one in ready if one.behind == 0 and one.due <= NOW]
        assert [one.id for one in first if one.id not in decided] == []

    check()


def test_the_time_of_a_throttle_is_when_the_window_has_room() -> None:
    past = Past(left={A: [NOW - timedelta(minutes=m) for m in (5, 20, 40)]})
    (one,) = plan([waiting(1)], desk(past, **HOURLY)).hold
    assert one[1].until == NOW + 40 * MINUTE, "two of the three are still within the hour until then"
