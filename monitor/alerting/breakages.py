"""Who is told of files that broke, and in how many messages: an upgrade or a bad merge breaks many at once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from monitor.alerting.notices import notices, notices_to_address
from monitor.config import MonitorSettings
from monitor.errors import Problem
from monitor.model.alert import Notification


@dataclass(frozen=True, slots=True)
class Breakage:
    """A file that has just broken. `owners`: the addresses of those who own its rules; where there are none, it is the
    monitor's owner who is told. `instead`: what runs in its place, as a sentence."""

    path: str
    digest: str
    problems: Sequence[Problem]
    owners: Sequence[str]
    instead: str


def notices_of_breakages(
    breakages: Iterable[Breakage], settings: MonitorSettings, now: datetime
) -> tuple[Notification, ...]:
    """One notice to each owner about all that broke of theirs, and one to the monitor's owner about the rest; none
    where nothing broke. The same versions of the same files give the same notice, in whatever order they come."""
    of_owner: defaultdict[str | None, list[Breakage]] = defaultdict(list)
    for each in sorted(breakages, key=attrgetter("path")):
        for owner in each.owners or (None,):
            of_owner[owner].append(each)
    return tuple(notice for owner, broken in of_owner.items() for notice in _notices(owner, broken, settings, now))


def _notices(
    owner: str | None, broken: Sequence[Breakage], settings: MonitorSettings, now: datetime
) -> tuple[Notification, ...]:
    first, *others = broken
    about, subject = f"broken:{first.path}:{first.digest}", f"{first.path} is broken"
    if others:
        about = f"broken:{hashlib.sha256(' '.join(f'{one.path} {one.digest}' for one in broken).encode()).hexdigest()}"
        subject = f"{len(broken)} files are broken"
    lines = [line for one in broken for line in (*map(str, one.problems), _instead(one, alone=not others))]
    if owner is None:
        return notices(settings.owner, about=about, subject=subject, lines=lines, settings=settings, now=now)
    return notices_to_address(owner, about=about, subject=subject, lines=lines, settings=settings, now=now)


def _instead(one: Breakage, *, alone: bool) -> str:
    return one.instead if alone else f"{one.path}: {one.instead}"
