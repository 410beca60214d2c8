"""`when`, form by form, over rows of any order; hours count from the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerting import windows
from monitor.alerting.windows import Counted, silence
from monitor.alerting.windows.telling import asked, in_words, so_far, window_facts
from monitor.model.article import ArticleId, Span
from monitor.model.match import SlotValue
from monitor.model.report import Occurrence, Watch
from monitor.rules.windows import Count, New, Quiet, SlotPath, Spike
from monitor.rules.windows import Sequence as InSequence
from tests.support.articles import PUBLISHED as NOW

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LONG_AGO = NOW - 1000 * DAY


def row(hours: float, voice: str = "a", *, part: int = 0, spent: str | None = None, path: str = "") -> Occurrence:
    article = ArticleId("wire", path or f"{voice}-{hours:g}.txt")
    at = NOW + hours * HOUR
    return Occurrence("r", part, "[]", article, 1, "s1", "story:s1", at, voice, {}, spent)


def fired(when: Counted, new: Occurrence, rows: Sequence[Occurrence], since: datetime = LONG_AGO) -> list[float] | None:
    """The hours of the rows that came together, of those that the store gives."""
    before, after = windows.reach(when)
    seen = [each for each in (*rows, new) if new.at - before <= each.at <= new.at + after]
    found = windows.fires(when, new, seen, since)
    return None if found is None else sorted((each.at - NOW) / HOUR for each in found.rows)


THREE = Count(3, 6 * HOUR)


@pytest.mark.parametrize(
    ("when", "others", "new", "expected"),
    [
        (THREE, [0, 1], 2, [0, 1, 2]),
        (THREE, [0, 1], 6, [0, 1, 6]),
        (THREE, [0, 1], 6.5, None),
        (THREE, [0], 1, None),
        (THREE, [0, 12], 6, None),
        (THREE, [2, 3], 1, [1, 2, 3]),  # a late one completes what came after it
        (THREE, [0, 5], 3, [0, 3, 5]),
        (THREE, [0, 1, 2, 3], 4, [0, 1, 2, 3, 4]),
        (Count(1, HOUR), [], 0, [0]),
        (replace(THREE, sources=2), [0, 1], 2, None),
    ],
)
def test_count(when: Count, others: list[float], new: float, expected: list[float] | None) -> None:
    assert fired(when, row(new), [row(hours) for hours in others]) == expected


def test_count_from_independent_sources() -> None:
    two = replace(THREE, sources=2)
    assert fired(two, row(2, "b"), [row(0), row(1)]) == [0, 1, 2]
    assert fired(two, row(2, "A"), [row(0, "a"), row(1, "a")]) is None


def test_what_was_counted_for_an_alert_counts_no_more() -> None:
    spent = [row(0, spent="x"), row(1, spent="x"), row(2, spent="x")]
    assert fired(THREE, row(3), spent) is None
    assert fired(THREE, row(5), [*spent, row(3), row(4)]) == [3, 4, 5]


SPIKE = Spike(3, 6 * HOUR, 5 * DAY, 4)


def steady(every: float, until: float = 0, days: int = 5) -> list[Occurrence]:
    return [row(until - n * every - every) for n in range(int(days * 24 / every))]


@pytest.mark.parametrize(
    ("background", "burst", "expected"),
    [
        ([], 4, True),  # nothing before: `at_least` alone
        ([], 3, False),
        (steady(6, -6), 4, True),  # one in each window before: 3 times are 3, at least 4
        (steady(3, -6), 5, False),  # two in each: 6 are needed
        (steady(3, -6), 6, True),
    ],
)
def test_spike(background: list[Occurrence], burst: int, expected: bool) -> None:
    window = [row(-5 + n / 10) for n in range(burst - 1)]
    assert (fired(SPIKE, row(0), [*background, *window]) is not None) is expected


@pytest.mark.parametrize(("days", "expected"), [(1, False), (5 / 3 - 0.01, False), (5 / 3 + 0.01, True), (9, True)])
def test_a_spike_never_before_a_third_of_against_has_been_seen(days: float, expected: bool) -> None:
    burst = [row(-n / 10) for n in range(1, 9)]
    assert (fired(SPIKE, row(0), burst, NOW - days * DAY) is not None) is expected


def test_the_mean_is_of_what_was_seen() -> None:
    """Two days seen: eight windows before the last held one each. Over five days the mean would be less than half."""
    background = [row(-8 - 6 * n) for n in range(7)]
    found = windows.fires(SPIKE, row(0), [*background, *(row(-n / 10) for n in range(4))], NOW - 2 * DAY)
    assert found is not None
    assert found.usual == pytest.approx(1, abs=0.01)


def test_a_late_match_can_complete_a_spike_after_it() -> None:
    assert fired(SPIKE, row(-3), [row(-2), row(-1), row(0)]) == [-3, -2, -1, 0]


NEW = New(SlotPath("captor"), 90 * DAY)


@pytest.mark.parametrize(
    ("others", "since", "expected"),
    [
        ([], -8 * 24, True),
        ([], -6 * 24, False),  # nothing is new in the first week
        ([-24.0], -8 * 24, False),
        ([-91 * 24.0], -100 * 24, True),
        ([-89 * 24.0], -100 * 24, False),
        ([24.0], -8 * 24, False),  # a late article of what was seen since
    ],
)
def test_new(others: list[float], since: float, expected: bool) -> None:
    found = fired(NEW, row(0), [row(hours) for hours in others], NOW + since * HOUR)
    assert (found is not None) is expected


THEN = InSequence(("a", "b"), 72 * HOUR)


@pytest.mark.parametrize(
    ("part", "others", "expected"),
    [
        (1, [-10], [-10, 0]),
        (1, [-72], [-72, 0]),
        (1, [-73], None),
        (1, [10], None),  # the second before the first
        (1, [-50, -3], [-3, 0]),
        (0, [10], [0, 10]),  # the first arrives late
        (0, [10, 60], [0, 10]),
        (0, [-10], None),
        (0, [0], [0, 0]),
    ],
)
def test_sequence(part: int, others: list[float], expected: list[float] | None) -> None:
    assert fired(THEN, row(0, "new", part=part), [row(h, part=1 - part) for h in others]) == expected


def test_a_match_is_not_followed_by_itself() -> None:
    twice = InSequence(("a", "a"), 72 * HOUR)
    first = row(0, path="x.txt")
    assert fired(twice, replace(first, part=1), [first]) is None


FORMS: list[Counted] = [THREE, replace(THREE, sources=2), SPIKE, THEN]
arrivals = st.lists(st.tuples(st.integers(0, 14), st.sampled_from("ab"), st.integers(0, 1)), min_size=1, max_size=9)


@pytest.mark.parametrize("when", FORMS, ids=lambda when: type(when).__name__)
def test_whether_it_fires_does_not_depend_on_the_order_of_arrival(when: Counted) -> None:
    @given(arrivals, st.randoms(use_true_random=False))
    def check(given_rows: list[tuple[int, str, int]], chance: Any) -> None:
        rows = [row(h, v, part=p if when is THEN else 0, path=f"{n}.txt") for n, (h, v, p) in enumerate(given_rows)]
        shuffled = list(rows)
        chance.shuffle(shuffled)
        assert _ever(when, rows) == _ever(when, shuffled)

    check()


def _ever(when: Counted, arriving: Sequence[Occurrence]) -> bool:
    """Whether it fires for one of them, each seeing what came before it."""
    return any(windows.fires(when, each, arriving[: n + 1], LONG_AGO) for n, each in enumerate(arriving))


WATCH = Watch("r", NOW, NOW, NOW)
QUIET = Quiet(45 * timedelta(minutes=1))


def _looked(*minutes: float, watch: Watch = WATCH) -> Watch:
    for at in minutes:
        watch = silence.look(watch, NOW + timedelta(minutes=at))
    return watch


def test_silence_is_due_when_it_has_lasted() -> None:
    every = [n * 0.25 for n in range(1, 240)]
    assert [n for n in (44, 45, 46) if silence.due(_looked(*every), QUIET, NOW + n * timedelta(minutes=1))] == [45, 46]
    heard = silence.heard(WATCH, NOW + timedelta(minutes=40))
    assert not silence.due(heard, QUIET, NOW + timedelta(minutes=80))
    assert silence.due(heard, QUIET, NOW + timedelta(minutes=85))
    told = replace(heard, alert_id="x")
    assert not silence.due(told, QUIET, NOW + timedelta(minutes=999))
    assert silence.heard(told, NOW + timedelta(minutes=1000)).alert_id is None


def test_the_time_in_which_the_monitor_did_not_run_does_not_count() -> None:
    """Forty minutes of silence, two hours down, and five minutes more."""
    before = _looked(*(n * 0.5 for n in range(1, 81)))
    after = _looked(160, 160.5, 161, watch=before)
    minute = timedelta(minutes=1)
    assert [n for n in (161, 164, 165) if silence.due(after, QUIET, NOW + n * minute)] == [165]


def test_a_clock_that_is_set_back_changes_nothing() -> None:
    assert _looked(0.5, -60, 1) == replace(WATCH, watched=NOW + timedelta(minutes=1))


def slot(text: str, name: str | None, **facts: Any) -> SlotValue:
    return SlotValue(text, Span(0, 1), name, facts)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ((), {}),
        ((SlotPath("city"),), {"city.name": "Hama"}),
        ((SlotPath("city", "country"), SlotPath("city", "text")), {"city.country": "SY", "city.text": "the city"}),
        ((SlotPath("city", "lat"),), {"city.lat": "35.13"}),
        ((SlotPath("captor"),), None),
        ((SlotPath("captor", "text"),), {"captor.text": "rebels"}),
        ((SlotPath("town"),), None),
    ],
)
def test_what_is_counted_by(paths: tuple[SlotPath, ...], expected: dict[str, str] | None) -> None:
    slots = {"city": slot("the city", "Hama", country="SY", lat=35.13), "captor": slot("rebels", None)}
    assert windows.values_of(slots, paths) == expected


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (Count(3, 6 * HOUR), "3 matches within 6 hours"),
        (Count(3, HOUR, sources=2), "3 matches within 1 hour from 2 independent sources"),
        (SPIKE, "3 times the mean of 5 days within 6 hours, and at least 4 matches"),
        (NEW, "captor.name not seen for 90 days"),
        (THEN, "a, then b within 3 days"),
        (QUIET, "nothing for 45 minutes"),
    ],
)
def test_what_was_asked_for_in_words(when: Any, said: str) -> None:
    assert asked(when) == said


@pytest.mark.parametrize(("length", "said"), [(timedelta(seconds=90), "90 seconds"), (26 * HOUR, "26 hours")])
def test_lengths_in_words(length: timedelta, said: str) -> None:
    assert in_words(length) == said


def test_what_is_said_of_what_is_not_enough() -> None:
    rows = [row(-7), row(-3), row(-2, spent="x"), row(0)]
    facts = window_facts(THREE, {"city.country": "SY"}, so_far(THREE, row(0), rows))
    assert (facts["form"], facts["count"], facts["sources"], facts["values"]) == ("count", 2, 1, {"city.country": "SY"})


make_rows: Callable[[int], list[Occurrence]] = lambda many: [row(n / 100, str(n)) for n in range(many)]  # noqa: E731


def test_a_message_lists_only_the_latest() -> None:
    rows = make_rows(40)
    found = windows.fires(Count(40, DAY), rows[-1], rows, LONG_AGO)
    assert found is not None
    facts = window_facts(Count(40, DAY), {}, found)
    assert (facts["count"], facts["sources"], len(facts["matches"])) == (40, 40, 10)
