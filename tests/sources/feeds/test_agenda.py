"""Whom to ask next: whatever feeds there are and however long requests take, no host is asked twice within its pause."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.sources.feeds.agenda import Agenda, Ask, Hosts
from monitor.sources.feeds.headers import host
from tests.support.clock import START

SECOND = timedelta(seconds=1)
PAUSE = 10 * SECOND


def at(name: str, path: str = "") -> Ask:
    return Ask(f"https://{name}/{path}", f"https://{name}/{path}")


def test_by_due_time_and_one_host_at_a_time() -> None:
    agenda = Agenda(PAUSE, Hosts())
    for seconds, ask in ((2, at("a", "late")), (1, at("a", "early")), (3, at("b"))):
        agenda.plan(ask, START + seconds * SECOND)
    assert agenda.take(START) is None
    assert agenda.due() == START + SECOND
    assert agenda.take(START + 5 * SECOND) == at("a", "early")
    assert agenda.take(START + 5 * SECOND) == at("b")
    assert agenda.take(START + 14 * SECOND) is None, "it is still being asked"
    agenda.release(at("a", "early"), START + 14 * SECOND)
    assert agenda.take(START + 23 * SECOND) is None
    assert agenda.due() == START + 24 * SECOND
    assert agenda.take(START + 24 * SECOND) == at("a", "late")
    assert agenda.due() is None


def test_a_second_appointment_replaces_the_first_and_a_dropped_one_is_none() -> None:
    agenda = Agenda(PAUSE, Hosts())
    agenda.plan(at("a"), START)
    agenda.plan(at("a"), START + 5 * SECOND)
    agenda.plan(at("b"), START)
    agenda.drop(at("b").feed)
    assert agenda.take(START) is None
    assert agenda.take(START + 5 * SECOND) == at("a")
    assert agenda.due() is None


def test_a_redirect_is_a_request_to_the_host_that_it_leads_to() -> None:
    agenda = Agenda(PAUSE, Hosts())
    agenda.plan(at("a"), START)
    agenda.plan(at("b"), START)
    taken = {agenda.take(START), agenda.take(START)}
    assert taken == {at("a"), at("b")}
    agenda.plan(Ask(at("a").feed, at("b").url, 1), START)
    agenda.release(at("b"), START)
    assert agenda.take(START + 9 * SECOND) is None
    assert agenda.take(START + 10 * SECOND) == Ask(at("a").feed, at("b").url, 1)


def test_a_host_is_one_for_all_lists() -> None:
    hosts = Hosts()
    first, second = Agenda(PAUSE, hosts), Agenda(PAUSE, hosts)
    first.plan(at("a", "1"), START)
    second.plan(Ask("http://A:8080/2", "http://A:8080/2"), START)
    assert first.take(START) == at("a", "1")
    assert second.take(START) is None
    first.release(at("a", "1"), START + SECOND)
    assert second.take(START + 10 * SECOND) is None
    assert second.take(START + 11 * SECOND) is not None


_FEEDS = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 60)), min_size=1, max_size=25)
_TIMES = st.lists(st.tuples(st.integers(0, 15), st.integers(0, 30)), min_size=1, max_size=60)


@settings(max_examples=150)
@given(_FEEDS, _TIMES)
def test_no_host_is_asked_twice_within_its_pause_and_every_feed_gets_its_turn(
    feeds: list[tuple[str, int]], times: list[tuple[int, int]]
) -> None:
    """Steps of some seconds, requests of some seconds each; whoever was asked is planned again now and then."""
    agenda, now = Agenda(PAUSE, Hosts()), START
    waiting: dict[str, Ask] = {}
    for number, (name, due) in enumerate(feeds):
        ask = at(name, str(number))
        waiting[ask.feed] = ask
        agenda.plan(ask, START + due * SECOND)
    began: dict[str, list[float]] = {}
    under_way: list[tuple[float, Ask]] = []
    never = set(waiting)
    for step, took in times + [(11, 0)] * 80:
        now += step * SECOND
        elapsed = (now - START).total_seconds()
        for end, ask in [one for one in under_way if one[0] <= elapsed]:
            under_way.remove((end, ask))
            agenda.release(ask, now)
        while (taken := agenda.take(now)) is not None:
            assert host(taken.url) not in {host(other.url) for _, other in under_way}
            began.setdefault(host(taken.url), []).append(elapsed)
            under_way.append((elapsed + took, taken))
            never.discard(taken.feed)
            if took % 2:
                agenda.plan(taken, now + 100 * SECOND)
        next_look = agenda.due()
        assert next_look is None or next_look > now
    assert not never
    for moments in began.values():
        assert all(after - before >= 10 for before, after in pairwise(moments))


def test_much_planning_leaves_nothing_behind() -> None:
    agenda, now = Agenda(PAUSE, Hosts()), START
    for number in range(50):
        agenda.plan(at("a", str(number)), START)
    for _ in range(2_000):
        now += PAUSE
        ask = agenda.take(now)
        assert ask is not None
        agenda.release(ask, now)
        agenda.plan(ask, now + SECOND)
    assert len(agenda._next) < 100
    assert len(agenda._queues["a"]) < 100
