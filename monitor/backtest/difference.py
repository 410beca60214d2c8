"""What two versions of rules would have done differently. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from monitor.backtest.raised import Raised


class Change(NamedTuple):
    """What changed of an alert, from what to what: `status`, `standing`, `severity`, `article`, or a slot's name. Empty
    where there was none."""

    what: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An alert that both versions raise, and what is not the same."""

    before: Raised
    now: Raised
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Alerts that only the new version raises, that only the old one raised, and that both do, but not alike; each in
    the order of time."""

    added: tuple[Raised, ...] = ()
    gone: tuple[Raised, ...] = ()
    changed: tuple[Changed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


def difference(before: Iterable[Raised], now: Iterable[Raised]) -> Difference:
    """Compare. Two alerts are one where they are of one rule and happening and open at the same time, or else were
    raised by one sentence of one article: that is now told as another happening."""
    old, new = _ordered(before), _ordered(now)
    pairs = [*_pairs(old, new, lambda one: (one.rule, one.happening), _overlap), *_pairs(old, new, _proof, _always)]
    changed = (Changed(was, one, _changes(was, one)) for was, one in pairs)
    return Difference(
        tuple(new), tuple(old), tuple(sorted((one for one in changed if one.changes), key=lambda one: _time(one.now)))
    )


def _pairs(
    old: list[Raised],
    new: list[Raised],
    key: Callable[[Raised], tuple[str, ...]],
    fit: Callable[[Raised, Raised], bool],
) -> Iterator[tuple[Raised, Raised]]:
    """Takes those out of both that belong together, the earliest first."""
    waiting: dict[tuple[str, ...], list[Raised]] = defaultdict(list)
    for one in old:
        waiting[key(one)].append(one)
    for one in list(new):
        was = next((each for each in waiting[key(one)] if fit(each, one)), None)
        if was is not None:
            waiting[key(one)].remove(was)
            old.remove(was)
            new.remove(one)
            yield was, one


def _overlap(one: Raised, other: Raised) -> bool:
    return one.opened <= other.until and other.opened <= one.until


def _always(_one: Raised, _other: Raised) -> bool:
    return True


def _proof(one: Raised) -> tuple[str, ...]:
    return one.rule, one.article, one.sentence


def _changes(was: Raised, one: Raised) -> tuple[Change, ...]:
    names = dict.fromkeys((*was.slots, *one.slots))
    told = (
        Change("status", was.status, one.status),
        Change("standing", was.standing, one.standing),
        Change("severity", was.severity, one.severity),
        Change("article", was.article, one.article),
        *(Change(name, was.slots.get(name, ""), one.slots.get(name, "")) for name in names),
    )
    return tuple(change for change in told if change.before != change.now)


def _ordered(alerts: Iterable[Raised]) -> list[Raised]:
    return sorted(alerts, key=_time)


def _time(one: Raised) -> tuple[str, ...]:
    return one.opened.isoformat(), one.rule, one.article, one.happening


def samples(alerts: Sequence[Raised], most: int) -> list[Raised]:
    """Some of them, spread evenly over all: the first and the last, and of those between every so manieth."""
    if most >= len(alerts) or most < 1:
        return list(alerts[: max(0, most)])
    if most == 1:
        return [alerts[0]]
    return [alerts[number * (len(alerts) - 1) // (most - 1)] for number in range(most)]
