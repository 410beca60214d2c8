"""kill -9 at every commit of a run, before it and after it: nothing is lost, and a second copy has the same id.

Each round brings a new article and dies one commit later than the round before, until the rounds reach into the quiet
after the last mail. The bill is made after one last undisturbed start.
"""

from __future__ import annotations

import collections
import signal
from pathlib import Path

import pytest

from tests.service.conftest import CITIES, quake
from tests.support.service import Service, mails, until

CRASHING = ("-m", "tests.support.crashing")


def _rounds(workspace: Path, when: str, numbers: range) -> None:
    for number, city in zip(numbers, CITIES, strict=False):
        (workspace / "seeds" / f"{city}.txt").write_text(quake(city))
        with Service(workspace, launcher=CRASHING, env={"CRASH_AT": f"{when}:{number}"}) as service:
            assert service.process.wait(120) == -signal.SIGKILL
    told = CITIES[: len(numbers)]
    with Service(workspace).ready() as service:
        until(lambda: _all_told(workspace, told), f"mails about {len(told)} cities", 60)
        assert service.stop() == 0
    ids = collections.defaultdict(set)
    for mail in mails(workspace / "var/mail"):
        ids[str(mail["Subject"])].add(str(mail["Message-ID"]))
    assert len(ids) == len(told)
    assert all(len(same) == 1 for same in ids.values())


def _all_told(workspace: Path, cities: list[str]) -> bool:
    subjects = " ".join(str(mail["Subject"]) for mail in mails(workspace / "var/mail"))
    return all(city in subjects for city in cities)


@pytest.mark.parametrize(("when", "numbers"), [("before", range(1, 25, 3)), ("after", range(2, 25, 3))])
def test_killed_at_a_commit_nothing_is_lost(workspace: Path, when: str, numbers: range) -> None:
    _rounds(workspace, when, numbers)


@pytest.mark.soak
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_each_commit_nothing_is_lost(workspace: Path, when: str) -> None:
    _rounds(workspace, when, range(1, 31))
