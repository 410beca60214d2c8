"""The account at the end: what the store says was sent against what the servers took. Every line is a fault."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tests.chaos.hostile import Taken
from tests.chaos.world import World


@dataclass(frozen=True, slots=True)
class Row:
    """A notification as the store has it. `message` is the one it left in: its own, or the digest's that carried it."""

    id: str
    kind: str
    receiver: str
    recipient: str
    thread: str
    seq: int
    state: str
    reason: str
    alert: str | None
    created: int
    message: str
    change: str
    """What of the alert's life it tells, and why; empty: the alert itself."""
    causes: str


def rows(base: Path) -> list[Row]:
    columns = "id, kind, receiver, recipient, thread, seq, state, reason, alert_id, created, coalesce(carried_by, id)"
    columns += ", coalesce(json_extract(content, '$.change.kind'), '')"
    columns += ", coalesce(json_extract(content, '$.change.causes'), '')"
    with closing(sqlite3.connect(base)) as store:
        return [Row(*each) for each in store.execute(f"SELECT {columns} FROM notifications ORDER BY seq")]


def faults(world: World) -> list[str]:
    """Everything that is wrong. Empty: nothing was lost, nothing doubled but by its id, nothing overtook."""
    base = world.root / "var/monitor.db"
    found = rows(base)
    return [
        *_untaken(world, base),
        *_untold(base, found),
        *_not_taken_back(world, base),
        *_uncorrected(base, found),
        *_unsettled(found),
        *_sent_and_not_taken(found, world.servers.taken),
        *_doubled(found, world.servers.taken),
        *_overtaken(found, world.servers.taken),
        *_windows(base, found),
    ]


def _untaken(world: World, base: Path) -> Iterator[str]:
    """Each article was taken, and matched."""
    with closing(sqlite3.connect(base)) as store:
        matched = {path for (path,) in store.execute("SELECT path FROM matches")}
        broken = list(store.execute("SELECT path, reason FROM quarantine WHERE resolved IS NULL"))
    for town, many in world.told.items():
        for number in range(1, many + 1):
            file = f"{town}-{number}.txt"
            if file not in matched | world.taken_back:  # its first version may never have been seen
                yield f"no match for {town}-{number}.txt"
    yield from (f"in quarantine: {each}" for each in broken)


def _untold(base: Path, found: list[Row]) -> Iterator[str]:
    """Each match is accounted for: by messages about its alert, or by a reason."""
    told = {row.alert for row in found}
    with closing(sqlite3.connect(base)) as store:
        for path, alert, kept_back in store.execute("SELECT path, alert_id, kept_back FROM matches"):
            if alert not in told and not kept_back:
                yield f"nobody was told of {path}, and nothing says why"


def _not_taken_back(world: World, base: Path) -> Iterator[str]:
    """What a new version no longer says counts no more."""
    with closing(sqlite3.connect(base)) as store:
        for (path,) in store.execute("SELECT path FROM matches WHERE withdrawn IS NULL AND voice IS NOT NULL"):
            if path in world.taken_back:
                yield f"{path} still counts, and its new version says nothing of it"


def _uncorrected(base: Path, found: list[Row]) -> Iterator[str]:
    """Everybody who had an alert that was taken back was told so, later and in its thread. Not the webhook, which may
    be gone from the settings at that moment."""
    with closing(sqlite3.connect(base)) as store:
        gone = {id for (id,) in store.execute("SELECT id FROM alerts WHERE standing = 'retracted'")}
    told: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in found:
        if row.alert in gone and row.receiver != "hook":
            told[row.alert or "", row.receiver, row.recipient].append(row)
    for key, messages in told.items():
        if messages[-1].change != "retracted":
            yield f"NOT CORRECTED: {key} heard {[row.change or 'raised' for row in messages]}"
        if len({row.thread for row in messages}) > 1:
            yield f"{key} heard in several threads"


def _unsettled(found: list[Row]) -> Iterator[str]:
    """What was not sent has a reason that chaos explains."""
    for row in found:
        if row.state == "pending":
            yield f"{row.id} still waits"
        elif row.state == "suppressed" and row.reason != "receiver_removed":
            yield f"{row.id} was suppressed: {row.reason}"
        elif row.state == "dead":
            yield f"{row.id} is dead: {row.reason}"


def _sent_and_not_taken(found: list[Row], taken: list[Taken]) -> Iterator[str]:
    """0 lost: what the store thinks was sent, a server has."""
    there = {each.id for each in taken}
    for row in found:
        if row.state == "sent" and row.message not in there:
            yield f"LOST: {row.kind} {row.id} to {row.receiver} {row.recipient} never arrived"


def _doubled(found: list[Row], taken: list[Taken]) -> Iterator[str]:
    """A second copy has the same id and the same bytes; no alert has two ids for one recipient."""
    contents: dict[str, set[bytes]] = defaultdict(set)
    for each in taken:
        contents[each.id].add(each.content)
    known = {row.id for row in found}
    for id, copies in contents.items():
        if len(copies) > 1:
            yield f"{len(copies)} different messages have the id {id}"
        if id not in known:
            yield f"a message that the store does not know: {id}"
    messages: dict[tuple[str, str, str | None, str, str, int], set[str]] = defaultdict(set)
    for row in found:
        if row.alert:
            messages[row.receiver, row.recipient, row.alert, row.change, row.causes, row.created].add(row.id)
    yield from (f"DOUBLED: {key} as {ids}" for key, ids in messages.items() if len(ids) > 1)


def _overtaken(found: list[Row], taken: list[Taken]) -> Iterator[str]:
    """One order within a thread: the first copies arrive in the order in which they were made."""
    first: dict[str, int] = {}
    for place, each in enumerate(taken):
        first.setdefault(each.id, place)
    threads: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in found:
        if row.state == "sent" and row.message in first:
            threads[row.receiver, row.recipient, row.thread].append(row)
    for thread, members in threads.items():
        places = [first[row.message] for row in members]
        if places != sorted(places):
            yield f"OVERTAKEN in {thread}: {places}"


def _windows(base: Path, found: list[Row]) -> Iterator[str]:
    """Digest windows join end to start; each alert is in the digest once, and once more for each change of it."""
    with closing(sqlite3.connect(base)) as store:
        windows = list(store.execute('SELECT start, "end", closed FROM digest_windows ORDER BY start'))
        digests = list(
            store.execute(
                "SELECT recipient, content FROM notifications WHERE kind = 'digest' AND thread LIKE 'digest:%'"
            )
        )
        changes = dict(store.execute("SELECT alert_id, count(*) FROM alert_changes WHERE told > 0 GROUP BY alert_id"))
    for (_, end, _), (start, _, _) in pairwise(windows):
        if end != start:
            yield f"a gap between digests: {end} to {start}"
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for recipient, content in digests:
        for place in json.loads(content)["places"]:
            for story in place["stories"]:
                for entry in story["entries"]:
                    seen[recipient, entry["alert"]["id"]] += 1
    yield from (f"{many} digests have {key}" for key, many in seen.items() if many > changes[key[1]])


def summary(world: World) -> str:
    """What happened, in figures."""
    found = rows(world.root / "var/monitor.db")
    states: dict[str, int] = defaultdict(int)
    for row in found:
        states[row.state] += 1
    taken = world.servers.taken
    changes = Counter(row.change for row in found if row.change)
    lines = [
        f"{world.kills} kills; {sum(world.told.values())} articles about {len(world.told)} towns, "
        f"{len(world.taken_back)} taken back, {len(world.killed)} killed",
        f"of alerts' lives: {', '.join(f'{many} {kind}' for kind, many in sorted(changes.items()))}",
        f"notifications: {', '.join(f'{many} {state}' for state, many in sorted(states.items()))}"
        f"; {sum(row.message != row.id for row in found)} of them within others",
        f"messages taken by the servers: {len(taken)}, of {len({each.id for each in taken})} ids",
        f"tricks of the servers: {', '.join(f'{name} {many}' for name, many in sorted(world.servers.tricks.items()))}",
        f"blows: {', '.join(f'{name} {many}' for name, many in sorted(world.befell.items()))}",
    ]
    return "\n".join(lines)
