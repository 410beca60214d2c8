"""kill -9 of the real process: nothing is lost, and a second copy has the same id.

Each round brings a new article and dies one commit later than the round before (ingest, claim and attempt, settling,
digest), before it or after it; the bill is made after one last undisturbed start. The mail server is a process's thread
of its own, and so remembers what it took from the dead.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from tests.service.conftest import CITIES, quake
from tests.support.postoffice import PostOffice, post_office
from tests.support.service import Service, until

CRASHING = ("-m", "tests.support.crashing")
DAY = 86_400_000_000  # microseconds, as the store keeps times
DIGEST = "  - to: [desk]\n    digest: daily\ndigests:\n  daily: {cron: '0 7 * * *', to: [desk]}\n"


@pytest.fixture
def office(workspace: Path) -> Iterator[PostOffice]:
    with post_office() as running:
        settings = workspace / "monitor.yml"
        settings.write_text(running.settings() + settings.read_text())
        yield running


def _killed(workspace: Path, crash_at: str) -> None:
    with Service(workspace, launcher=CRASHING, env={"CRASH_AT": crash_at}) as service:
        assert service.process.wait(120) == -signal.SIGKILL


def _undisturbed(workspace: Path, office: PostOffice, subjects: Sequence[str]) -> None:
    """One last run, until every subject has come."""
    with Service(workspace).ready() as service:
        until(lambda: all(office.ids(subject) for subject in subjects), f"mails about {subjects}", 60)
        assert service.stop() == 0


def _each_commit(workspace: Path, office: PostOffice, when: str, numbers: range) -> None:
    cities = CITIES[: len(numbers)]
    for number, city in zip(numbers, cities, strict=True):
        (workspace / "seeds" / f"{city}.txt").write_text(quake(city))
        _killed(workspace, f"{when}:{number}")
    _undisturbed(workspace, office, cities)
    assert all(len(office.ids(city)) == 1 for city in cities)


@pytest.mark.parametrize("when", ["before", "after"])
def test_at_a_commit(workspace: Path, office: PostOffice, when: str) -> None:
    """The start makes eleven; then come the article, the claim and the settling."""
    _each_commit(workspace, office, when, range(11, 17))


@pytest.mark.soak
@pytest.mark.parametrize("when", ["before", "after"])
def test_at_every_commit(workspace: Path, office: PostOffice, when: str) -> None:
    _each_commit(workspace, office, when, range(1, 31))


def test_after_data_before_it_is_settled(workspace: Path, office: PostOffice) -> None:
    for city in CITIES[:3]:
        (workspace / "seeds" / f"{city}.txt").write_text(quake(city))
        with Service(workspace) as service:
            office.at_data = lambda pid=service.process.pid: os.kill(pid, signal.SIGKILL)  # type: ignore[misc]
            assert service.process.wait(60) == -signal.SIGKILL
    office.at_data = lambda: None
    _undisturbed(workspace, office, CITIES[:3])
    assert len(office.mails) > 3, "what was taken unsettled is sent again"
    assert all(len(office.ids(city)) == 1 for city in CITIES[:3])


def _make_due(workspace: Path) -> None:
    """Two days ago the digest's window began, and a day ago its alerts came."""
    with closing(sqlite3.connect(workspace / "var" / "monitor.db")) as base, base:
        base.execute(f'update digest_windows set start = start - {2 * DAY}, "end" = "end" - {2 * DAY}')
        base.execute(f"update digest_items set added = added - {DAY}")


def _in_digests(office: PostOffice, city: str) -> set[str]:
    digests = [mail for mail in office.mails if mail["X-News-Monitor-Kind"] == "digest"]
    return {str(mail["Message-ID"]) for mail in digests if city in mail.as_string()}


@pytest.mark.parametrize("when", ["before", "after"])
def test_as_a_digest_closes(workspace: Path, office: PostOffice, when: str) -> None:
    settings = workspace / "monitor.yml"
    settings.write_text(settings.read_text().replace("  - to: [desk]\n", DIGEST))
    (workspace / "seeds" / "first.txt").write_text(quake(CITIES[0]))
    _undisturbed(workspace, office, CITIES[:1])
    _make_due(workspace)
    for number in range(3, 12, 2):
        _killed(workspace, f"{when}:{number}")
    with Service(workspace).ready() as service:
        until(lambda: _in_digests(office, CITIES[0]), "the digest", 60)
        assert service.stop() == 0
    assert len(_in_digests(office, CITIES[0])) == 1
