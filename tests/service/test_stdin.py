"""Articles through a pipe into the real process: to the mail, to the end, and at a stop."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.service.conftest import quake
from tests.support.service import ROOT, Service, mails, until


@pytest.fixture
def piped(workspace: Path) -> Path:
    config = workspace / "monitor.yml"
    config.write_text(config.read_text().replace("sources:\n", "sources:\n  - {stdin: wire, max_bytes: 100_000}\n"))
    return workspace


def line(city: str, **more: str) -> bytes:
    return json.dumps({"text": quake(city), **more}).encode() + b"\n"


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "var/monitor.db")) as state:
        return state.execute(query).fetchall()


def subjects(folder: Path) -> set[str]:
    return {mail["Subject"] for mail in mails(folder / "var/mail")}


def feed(folder: Path, content: bytes) -> Service:
    with Service(folder, "--once", stdin=subprocess.PIPE) as service:
        assert service.process.stdin is not None
        service.process.stdin.write(content)
        service.process.stdin.close()
        assert service.process.wait(90) == 0
        return service


def test_once_ends_when_all_is_taken_and_sent_and_what_comes_again_is_no_news(piped: Path) -> None:
    long = json.dumps({"text": "long " * 1_000_000}).encode() + b"\n"
    broken = b'{"text": "cut off\n'
    content = line("Ankara", id="a-1") + broken + b"An earthquake struck Quito.\n" + long + b"\n" + line("Bogota")
    service = feed(piped, content)
    assert len(mails(piped / "var/mail")) == 2
    assert all(any(city in one for one in subjects(piped)) for city in ("Ankara", "Bogota"))
    assert ("a-1",) in rows(piped, "SELECT path FROM ledger WHERE source = 'wire' AND state = 'taken'")
    quarantined = {str(row[0]): str(row[1]) for row in rows(piped, "SELECT detail, reason FROM quarantine")}
    assert sorted(quarantined.values()) == ["broken", "broken", "too_large"]
    assert f"line 4 has {len(long) - 1} bytes, 100000 are allowed" in quarantined
    assert "standard input has ended" in service.log.read_text()
    feed(piped, content)
    assert len(mails(piped / "var/mail")) == 2
    assert len(rows(piped, "SELECT * FROM articles")) == 2


def test_the_daemon_goes_on_with_its_other_sources_and_status_says_so(piped: Path) -> None:
    with Service(piped, stdin=subprocess.PIPE).ready() as service:
        assert service.process.stdin is not None
        service.process.stdin.write(line("Ankara"))
        service.process.stdin.flush()
        until(lambda: any("Ankara" in one for one in subjects(piped)), "a mail while the input is open")
        service.process.stdin.close()
        until(lambda: "standard input has ended" in service.log.read_text(), "the end")
        (piped / "seeds" / "a.txt").write_text(quake("Bogota"))
        until(lambda: any("Bogota" in one for one in subjects(piped)), "a mail after the end")
        asked = [sys.executable, "-m", "monitor", "--config", "monitor.yml", "status"]
        told = subprocess.check_output(asked, cwd=piped, env={"PYTHONPATH": str(ROOT)}, text=True)
        assert re.search(r"^source wire \(stdin: standard input.*\): last gave .*1 kept", told, re.MULTILINE)
        assert service.stop() == 0


@pytest.mark.parametrize("options", [(), ("--once",)])
def test_a_stop_with_the_input_open_takes_what_was_read(piped: Path, options: tuple[str, ...]) -> None:
    with Service(piped, *options, stdin=subprocess.PIPE).ready() as service:
        assert service.process.stdin is not None
        service.process.stdin.write(line("Ankara") + line("Bogota") + line("Quito")[:-20])
        service.process.stdin.flush()
        until(lambda: rows(piped, "SELECT * FROM articles"), "the first")
        assert service.stop() == 0
        service.process.stdin.close()
    assert len(rows(piped, "SELECT * FROM articles")) == 2
    assert rows(piped, "SELECT * FROM quarantine") == []


def test_once_without_the_source_is_said(workspace: Path) -> None:
    with Service(workspace, "--once", stdin=subprocess.DEVNULL) as service:
        assert service.process.wait(60) == 3
        assert "`run --once` ends when standard input does, but no source reads it" in service.log.read_text()


def test_after_a_kill_the_sender_repeats_and_nothing_is_told_twice(piped: Path) -> None:
    content = b"".join(map(line, ("Ankara", "Bogota", "Quito")))
    with Service(piped, stdin=subprocess.PIPE).ready() as service:
        assert service.process.stdin is not None
        service.process.stdin.write(content)
        service.process.stdin.flush()
        until(lambda: rows(piped, "SELECT * FROM articles"), "the first")
        service.kill()
        service.process.stdin.close()
    feed(piped, content)
    assert len(rows(piped, "SELECT * FROM articles")) == 3
    assert len({mail["Message-ID"] for mail in mails(piped / "var/mail")}) == 3
