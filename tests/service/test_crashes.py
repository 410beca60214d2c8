"""kill -9 at every commit of a run, before it and after it: nothing is lost, and a second copy has the same id.

The run is walked through commit by commit until a round no longer reaches the next one. The bill is made after one
last undisturbed start.
"""

from __future__ import annotations

import collections
from pathlib import Path
from subprocess import TimeoutExpired

import pytest

from tests.service.conftest import CITIES, quake
from tests.support.service import Service, mails, until

CRASHING = ("-m", "tests.support.crashing")
ARTICLES = CITIES[:6]


def _ids(folder: Path) -> collections.Counter[str]:
    return collections.Counter(str(mail["Message-ID"]) for mail in mails(folder / "var/mail"))


@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_at_each_commit_nothing_is_lost(workspace: Path, when: str) -> None:
    killed = 0
    for number in range(1, 40):
        city = ARTICLES[number % len(ARTICLES)]
        (workspace / "seeds" / f"{city}.txt").write_text(quake(city))
        with Service(workspace, launcher=CRASHING, env={"CRASH_AT": f"{when}:{number}"}) as service:
            try:
                service.process.wait(2.0)
            except TimeoutExpired:
                break
            killed += 1
    assert killed >= 8
    with Service(workspace).ready() as service:
        until(lambda: len(_ids(workspace)) == len(ARTICLES), f"{len(ARTICLES)} mails")
        assert service.stop() == 0
    subjects = {str(mail["Subject"]) for mail in mails(workspace / "var/mail")}
    assert len(_ids(workspace)) == len(ARTICLES)
    assert all(any(city in subject for subject in subjects) for city in ARTICLES)
