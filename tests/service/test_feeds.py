"""Feeds and the real process: added while it runs, killed in between; each entry is told of once."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service.conftest import CITIES
from tests.support.feeds import rss
from tests.support.service import ROOT, Service, mails, until
from tests.support.site import Site, site

PAGE = b'<!DOCTYPE html><html><head><title>News</title><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>Hello</body></html>'


def quake(city: str) -> tuple[str, str]:
    return (f"Earth-shakes-{city}", f"An earthquake struck {city} at dawn, officials said.")


@pytest.fixture
def newsroom(workspace: Path) -> Path:
    settings = workspace / "monitor.yml"
    feeds = "  - {feeds: feeds.opml, every: 1s, pause: 1s, allow_private: true}\n"
    settings.write_text(settings.read_text().replace("receivers:", f"{feeds}receivers:"))
    return workspace


def monitor(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "monitor", "--config", "monitor.yml", *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def publish(its: Site, *items: tuple[str, str]) -> None:
    its.pages["/feed"], its.pages["/"] = rss(*items), PAGE


def subjects(folder: Path) -> list[str]:
    return sorted(str(mail["Subject"]) for mail in mails(folder / "var/mail"))


def test_a_feed_is_added_while_the_daemon_runs_and_a_kill_doubles_nothing(newsroom: Path) -> None:
    first, second, third = CITIES[:3]
    with site() as its:
        publish(its, quake(first))
        with Service(newsroom).ready() as service:
            assert "is added to" in monitor(newsroom, "feed", "add", its.url + "/")  # the page names the feed
            until(lambda: len(subjects(newsroom)) == 1, "a mail of the entry")
            publish(its, quake(second), quake(first))
            until(lambda: len(subjects(newsroom)) == 2, "a mail of the new entry")
            until(lambda: its.asked[-1] == "known", "the server is told what is known")
            (row,) = json.loads(monitor(newsroom, "feed", "list", "--format", "json"))
            assert (row["url"], row["title"], row["entries"], row["trouble"]) == (f"{its.url}/feed", "Wire", 2, "")
            assert row["gave"] <= row["asked"]
            publish(its, quake(third), quake(second), quake(first))
            before = len(its.asked)
            until(lambda: len(its.asked) > before, "it is asked again")
            service.kill()  # while the third is anywhere on its way
        with Service(newsroom).ready() as service:
            until(lambda: len(subjects(newsroom)) >= 3, "a mail of the third entry")
            settled = len(its.asked)
            until(lambda: len(its.asked) > settled + 2, "some more rounds")
            assert monitor(newsroom, "feed", "remove", f"{its.url}/feed")
            assert service.stop() == 0
    assert [city for city in (first, second, third) for subject in subjects(newsroom) if city in subject] == [
        first,
        second,
        third,
    ]


def test_at_whatever_commit_it_is_killed_each_entry_is_told_of_once(newsroom: Path) -> None:
    with site() as its:
        publish(its, *(quake(city) for city in CITIES[:6]))
        monitor(newsroom, "feed", "add", f"{its.url}/feed")
        for crash_at in ("before:3", "after:4", "before:6", "after:8", "before:11"):
            with Service(newsroom, launcher=("-m", "tests.support.crashing"), env={"CRASH_AT": crash_at}) as service:
                service.process.wait(90)
        with Service(newsroom).ready() as service:
            until(lambda: len(set(subjects(newsroom))) == 6, "six mails")
            assert service.stop() == 0
    told = {str(mail["Message-ID"]): str(mail["Subject"]) for mail in mails(newsroom / "var/mail")}
    assert len(told) == 6, "a second copy of a mail has the first one's id"
