"""When a feed is asked next, as a table; and that whatever comes, it is neither forgotten nor pestered."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.feed import FeedState
from monitor.reading import Document
from monitor.sources.feeds import polling
from monitor.sources.feeds.agenda import Ask
from monitor.sources.feeds.answers import Failed, Page, Reason, Unchanged
from monitor.sources.feeds.polling import Pace, Turn
from tests.support.clock import START

URL, NEW = "https://a.test/feed", "https://b.test/feed"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STATE = FeedState("wires", URL, START)


def turn(every: timedelta = 15 * MINUTE, *, own: bool = False, chance: float = 0.0, now: datetime = START) -> Turn:
    return Turn(Pace(every, own), now, chance)


@pytest.mark.parametrize(
    ("every", "own", "advised", "wait"),
    [
        (15 * MINUTE, False, (None, None), 15 * MINUTE),
        (15 * MINUTE, False, (5 * MINUTE, None), 15 * MINUTE),
        (15 * MINUTE, False, (None, 30 * MINUTE), 30 * MINUTE),
        (15 * MINUTE, False, (20 * MINUTE, 40 * MINUTE), 40 * MINUTE),
        (15 * MINUTE, False, (None, 30 * DAY), HOUR),
        (2 * HOUR, False, (None, 30 * DAY), 2 * HOUR),
        (5 * MINUTE, True, (40 * MINUTE, 40 * MINUTE), 5 * MINUTE),
    ],
)
def test_the_servers_advice_is_heard_within_bounds(
    every: timedelta, own: bool, advised: tuple[timedelta | None, ...], wait: timedelta
) -> None:
    assert Pace(every, own).wait(*advised) == wait


@pytest.mark.parametrize(
    ("failures", "retry_after", "wait"),
    [
        (0, None, 15 * MINUTE),
        (1, None, 30 * MINUTE),
        (2, None, HOUR),
        (3, None, 2 * HOUR),
        (900, None, 2 * HOUR),
        (0, MINUTE, 15 * MINUTE),
        (0, 5 * HOUR, 5 * HOUR),
        (9, 5 * HOUR, 5 * HOUR),
        (0, 99 * DAY, DAY),
    ],
)
def test_failures_back_off(failures: int, retry_after: timedelta | None, wait: timedelta) -> None:
    failure = Failed(Reason.BUSY, "429", retry_after)
    after = polling.failed(replace(STATE, failures=failures), failure, turn())
    assert (after.due - START, after.failures, after.trouble) == (wait, failures + 1, "busy: 429")
    assert polling.failed(STATE, failure, turn(chance=1.0)).due > polling.failed(STATE, failure, turn()).due


@pytest.mark.parametrize(
    ("moved", "ask", "after"),
    [
        (None, Ask(URL, URL), None),
        (None, Ask(URL, NEW, 1), NEW),
        (None, Ask(URL, NEW, 1, permanent=False), None),
        (NEW, Ask(URL, NEW), NEW),
        (NEW, Ask(URL, "https://c.test/", 1), "https://c.test/"),
        (NEW, Ask(URL, "https://c.test/", 1, permanent=False), NEW),
        (NEW, Ask(URL, URL), None),
        (NEW, Ask(URL, URL, 1), NEW),
    ],
)
def test_where_a_feed_has_moved_to(moved: str | None, ask: Ask, after: str | None) -> None:
    found = Document("Wire", (), None)
    state = polling.answered(replace(STATE, moved=moved, failures=4), ask, Page(b"", '"1"'), found, turn(), news=False)
    assert (state.moved, state.failures, state.gave) == (after, 0, None)
    assert polling.validators(state, ask.url) == ('"1"', None)
    assert polling.validators(state, "https://elsewhere.test/") == (None, None)


def test_one_that_is_not_where_it_moved_to_is_looked_for_where_it_was() -> None:
    moved = replace(STATE, moved=NEW)
    assert polling.failed(moved, Failed(Reason.NOT_FOUND, "404"), turn()).moved is None
    assert polling.failed(moved, Failed(Reason.BUSY, "429"), turn()).moved == NEW


def test_a_start_keeps_what_was_due_unless_no_answer_can_have_put_it_there() -> None:
    asked = replace(STATE, asked=START, due=START + 30 * MINUTE)
    pace = Pace(15 * MINUTE)
    assert polling.resumed(asked, START + MINUTE, pace).due == START + 30 * MINUTE
    assert polling.resumed(asked, START + MINUTE, Pace(5 * MINUTE, own=True)).due == START + 5.5 * MINUTE
    assert polling.resumed(asked, START - DAY, pace).due == START - DAY, "asked in the future: the clock was wrong"
    assert polling.resumed(replace(asked, due=START + 99 * DAY), START, pace).due <= START + 2 * HOUR


_OUTCOMES = st.one_of(
    st.builds(Unchanged, st.none() | st.timedeltas(timedelta(0), 99 * DAY)),
    st.builds(
        Failed, st.sampled_from(Reason), st.just("x"), st.none() | st.timedeltas(timedelta(0), timedelta(days=999))
    ),
)


@given(st.lists(_OUTCOMES, max_size=20), st.timedeltas(MINUTE, DAY), st.booleans(), st.floats(0, 1, exclude_max=True))
def test_whatever_it_answers_a_feed_is_asked_again_within_two_days_and_never_before_its_pace(
    outcomes: list[Unchanged | Failed], every: timedelta, own: bool, chance: float
) -> None:
    state, now = STATE, START
    for outcome in outcomes:
        now = state.due
        pace = turn(every, own=own, chance=chance, now=now)
        if isinstance(outcome, Failed):
            state = polling.failed(state, outcome, pace)
        else:
            state = polling.unchanged(state, Ask(URL, URL), outcome, pace)
        assert every <= state.due - now <= 1.1 * max(every, DAY)
        assert polling.resumed(state, now, pace.pace) == state
