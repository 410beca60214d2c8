"""What an answer means for a feed: when it is asked next, and what is known of it then. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.model.feed import FeedState
from monitor.reading import Document
from monitor.sources.feeds.agenda import Ask
from monitor.sources.feeds.answers import Failed, Page, Reason, Unchanged

LONGEST_HINT = timedelta(hours=1)
LONGEST_BACK_OFF = timedelta(hours=2)
LONGEST_PAUSE = timedelta(days=1)
MOST_HOPS = 5
TROUBLED = 3
"""So many failures in a row are told of: one or two are how the web is."""
_JITTER = 0.1
_NOT_THERE = frozenset({Reason.NOT_FOUND, Reason.NO_FEED, Reason.REFUSED, Reason.UNREACHABLE, Reason.REDIRECTS})


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a feed is asked. `own`: it was set for this feed, so that its server's advice is not listened to."""

    every: timedelta
    own: bool = False

    @property
    def longest(self) -> timedelta:
        """Whatever the server advises."""
        return self.every if self.own else max(self.every, LONGEST_HINT)

    def wait(self, *advised: timedelta | None) -> timedelta:
        """Until the next request: `every`, or longer where the server advises it, up to an hour."""
        advice = max((one for one in advised if one is not None), default=self.every)
        return min(max(self.every, advice), self.longest)


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that a feed was asked: its pace, the moment, and chance, from 0 to 1."""

    pace: Pace
    now: datetime
    chance: float

    def after(self, wait: timedelta) -> datetime:
        """A little later than need be, by chance, so that feeds asked together don't stay together."""
        return self.now + wait * (1 + _JITTER * self.chance)


def first(source: str, url: str, now: datetime) -> FeedState:
    """A feed that was never asked is due at once."""
    return FeedState(source, url, now)


def ask(state: FeedState) -> Ask:
    """The request for a feed: where it has moved to, if it has."""
    return Ask(state.url, state.moved or state.url)


def validators(state: FeedState, url: str) -> tuple[str | None, str | None]:
    """ETag and Last-Modified to send; none to an address that did not give them."""
    return (state.etag, state.modified) if state.answered_by == url else (None, None)


def unchanged(state: FeedState, asked: Ask, answer: Unchanged, turn: Turn) -> FeedState:
    """The state after a 304."""
    return replace(_sound(state, asked, turn.now), due=turn.after(turn.pace.wait(answer.max_age)))


def answered(state: FeedState, asked: Ask, page: Page, found: Document, turn: Turn, *, news: bool) -> FeedState:
    """The state after a document whose news, if any, are safely stored."""
    return replace(
        _sound(state, asked, turn.now),
        title=found.title or state.title,
        etag=page.etag,
        modified=page.modified,
        entries=len(found.entries),
        gave=turn.now if news else state.gave,
        due=turn.after(turn.pace.wait(page.max_age, found.pace)),
    )


def failed(state: FeedState, failure: Failed, turn: Turn) -> FeedState:
    """The state after a failure: asked again at its pace, then half as often each time, down to once in two hours; not
    before the server wants it. One that is not where it moved to is looked for at its old address."""
    longest = max(turn.pace.every, LONGEST_BACK_OFF)
    backed_off = min(turn.pace.every * 2 ** min(state.failures, 20), longest)
    wait = max(backed_off, min(failure.retry_after or timedelta(0), LONGEST_PAUSE))
    return replace(
        state,
        asked=turn.now,
        failures=state.failures + 1,
        trouble=str(failure),
        moved=None if failure.reason in _NOT_THERE else state.moved,
        due=turn.after(wait),
    )


def ended(state: FeedState, now: datetime) -> FeedState:
    """The state after a 410: it is not asked again."""
    return replace(
        state, asked=now, failures=state.failures + 1, trouble="gone: its server says it is gone for good", gone=True
    )


def resumed(state: FeedState, now: datetime, pace: Pace) -> FeedState:
    """The state at a start, or after its pace was changed: due when it was, but no later than an answer could have put
    it. One that was asked in the future (the clock was wrong) is due now."""
    if state.asked is None or state.asked > now:
        return replace(state, due=min(state.due, now))
    longest = pace.longest if state.failures == 0 else LONGEST_PAUSE
    return replace(state, due=min(state.due, state.asked + longest * (1 + _JITTER)))


def _sound(state: FeedState, asked: Ask, now: datetime) -> FeedState:
    moved = state.moved
    if asked.permanent and asked.url != state.url:
        moved = asked.url
    elif asked.hops == 0 and asked.url == state.url:
        moved = None
    return replace(
        state,
        asked=now,
        answered=now,
        answered_by=asked.url,
        moved=moved,
        failures=0,
        trouble="",
        gone=False,
    )
