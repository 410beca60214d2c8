"""Feeds and the real process: added while it runs, killed in between; each entry is told of once."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.service.conftest import CITIES
from tests.support.feeds import rss
from tests.support.service import ROOT, Service, mails, until

PAGE = b'<!DOCTYPE html><html><head><title>News</title><link rel="alternate" type="application/rss+xml" href="/feed"></head><body>Hello</body></html>'


def quake(city: str) -> tuple[str, str]:
    return (f"Earth-shakes-{city}", f"An earthquake struck {city} at dawn, officials said.")


class Site:
    """A site with a feed, on a thread of its own: `items` are its entries."""

    def __init__(self) -> None:
        self.items: list[tuple[str, str]] = []
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = rss(*site.items) if self.path == "/feed" else PAGE
                etag = f'"{hashlib.sha256(body).hexdigest()}"'
                known = self.headers["If-None-Match"] == etag
                site.asked.append("known" if known else self.path)
                self.send_response(304 if known else 200)
                self.send_header("ETag", etag)
                self.send_header("Content-Length", str(0 if known else len(body)))
                self.end_headers()
                if not known:
                    self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"


@contextmanager
def site() -> Iterator[Site]:
    made = Site()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        made.server.shutdown()
        made.server.server_close()


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


def subjects(folder: Path) -> list[str]:
    return sorted(str(mail["Subject"]) for mail in mails(folder / "var/mail"))


def test_a_feed_is_added_while_the_daemon_runs_and_a_kill_doubles_nothing(newsroom: Path) -> None:
    first, second, third = CITIES[:3]
    with site() as its:
        its.items = [quake(first)]
        with Service(newsroom).ready() as service:
            assert "is added to" in monitor(newsroom, "feed", "add", its.url + "/")  # the page names the feed
            until(lambda: len(subjects(newsroom)) == 1, "a mail of the entry")
            its.items.insert(0, quake(second))
            until(lambda: len(subjects(newsroom)) == 2, "a mail of the new entry")
            until(lambda: its.asked[-1] == "known", "the server is told what is known")
            (row,) = json.loads(monitor(newsroom, "feed", "list", "--format", "json"))
            assert (row["url"], row["title"], row["entries"], row["trouble"]) == (f"{its.url}/feed", "Wire", 2, "")
            assert row["gave"] <= row["asked"]
            its.items.insert(0, quake(third))
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
        its.items = [quake(city) for city in CITIES[:6]]
        monitor(newsroom, "feed", "add", f"{its.url}/feed")
        for crash_at in ("before:3", "after:4", "before:6", "after:8", "before:11"):
            with Service(newsroom, launcher=("-m", "tests.support.crashing"), env={"CRASH_AT": crash_at}) as service:
                service.process.wait(90)
        with Service(newsroom).ready() as service:
            until(lambda: len(set(subjects(newsroom))) == 6, "six mails")
            assert service.stop() == 0
    told = {str(mail["Message-ID"]): str(mail["Subject"]) for mail in mails(newsroom / "var/mail")}
    assert len(told) == 6, "a second copy of a mail has the first one's id"
