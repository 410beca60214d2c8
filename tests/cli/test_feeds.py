"""`monitor feed`, against a server on a thread of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from monitor.cli.exit_codes import ExitCode
from monitor.model.feed import FeedState
from monitor.sources.feeds import opml
from monitor.storage import Transaction
from tests.support.desk import SETTINGS, Desk
from tests.support.feeds import PAGE, rss
from tests.support.site import Site, site
from tests.support.stored import MINUTE, NOW

FEEDS = "  - {feeds: feeds.opml, name: wires, allow_private: true, pause: 1s}\n"


@pytest.fixture
def its() -> Iterator[Site]:
    with site() as made:
        made.pages["/feed"] = rss("Hama-falls", ("Idlib-quiet", "Nothing happened."))
        made.pages["/page"] = PAGE.replace('href="feed"', 'href="/feed"').replace("//other.test", "/no").encode()
        yield made


@pytest.fixture
def wires(desk: Desk) -> Desk:
    desk.write("monitor.yml", SETTINGS.replace("receivers:", f"{FEEDS}receivers:", 1))
    return desk


def urls(desk: Desk) -> list[str]:
    return [one.url for one in opml.read((desk.root / "feeds.opml").read_bytes()).feeds]


def test_a_feed_is_added_listed_and_removed(wires: Desk, its: Site) -> None:
    added = wires("feed", "add", f"{its.url}/feed", "--every", "5m", "--pages")
    assert added.exit_code == 0, added.output
    assert "is added to" in added.output
    assert "listed already" in wires("feed", "add", f"{its.url}/feed").output
    (row,) = json.loads(wires("feed", "list", "--format", "json").output)
    assert (row["url"], row["title"], row["every_seconds"], row["asked"]) == (f"{its.url}/feed", "Wire", 300, None)
    assert row["pages"] is True
    assert "at once" in wires("feed", "list").output
    assert wires("feed", "export").output == (wires.root / "feeds.opml").read_text()
    assert wires("feed", "remove", f"{its.url}/feed").exit_code == 0
    assert urls(wires) == []
    assert wires("feed", "remove", f"{its.url}/feed").exit_code == ExitCode.USAGE


def test_a_page_names_its_feed_and_what_has_none_adds_nothing(wires: Desk, its: Site) -> None:
    added = wires("feed", "add", f"{its.url}/page")
    assert f"{its.url}/feed is added" in added.output
    its.pages["/bare"] = b"<!DOCTYPE html><html><body>Hello</body></html>"
    for path in ("/bare", "/nothing"):
        refused = wires("feed", "add", its.url + path)
        assert refused.exit_code == ExitCode.UNREADABLE
        assert "there is no feed at" in refused.output
    assert wires("feed", "add", f"{its.url}/nothing", "--unseen", "--title", "Later").exit_code == 0
    assert urls(wires) == [f"{its.url}/feed", f"{its.url}/nothing"]
    assert wires("feed", "add", "ftp://a.test/").exit_code == ExitCode.USAGE


def test_check_shows_what_would_be_taken_and_takes_nothing(wires: Desk, its: Site) -> None:
    shown = wires("feed", "check", f"{its.url}/feed")
    assert shown.exit_code == 0, shown.output
    assert "ok, 2 entries" in shown.output
    assert "Hama falls" in shown.output
    found = json.loads(wires("feed", "check", f"{its.url}/feed", "--format", "json").output)
    assert [one["entry"] for one in found["articles"]] == ["Hama-falls", "Idlib-quiet"]
    for path in ("/feed", "/nothing"):
        wires("feed", "add", its.url + path, "--unseen")
    every = wires("feed", "check")
    assert every.exit_code == ExitCode.FINDINGS
    assert "not found: the server answered 404" in every.output
    assert not wires.stored(lambda tx: tx.feeds.all())


def test_the_feeds_of_several_lists_are_checked_as_one(wires: Desk, its: Site) -> None:
    both = FEEDS + FEEDS.replace("feeds.opml", "more.opml").replace("wires", "more")
    wires.write("monitor.yml", SETTINGS.replace("receivers:", f"{both}receivers:", 1))
    for source, path in (("wires", "/feed"), ("more", "/nothing")):
        wires("feed", "add", its.url + path, "--unseen", "--source", source)
    checked = wires("feed", "check", "--format", "json")
    assert checked.exit_code == ExitCode.FINDINGS
    assert [one["url"] for one in json.loads(checked.stdout)] == [f"{its.url}/feed", f"{its.url}/nothing"]


def test_before_a_feed_was_added_every_command_says_so_and_none_fails(wires: Desk) -> None:
    for arguments in (("list",), ("check",), ("export",), ("list", "--format", "json"), ("check", "--format", "json")):
        shown = wires("feed", *arguments)
        assert shown.exit_code == ExitCode.DONE
        assert "no feed was added yet" in shown.stderr
        if "json" in arguments:
            assert json.loads(shown.stdout) == []
    assert opml.read(wires("feed", "export").stdout.encode()).feeds == ()


def test_what_a_page_says_does_nothing_to_a_terminal(wires: Desk, its: Site) -> None:
    its.pages["/page"] = its.pages["/page"].replace(
        b"</head>", (b'<link rel="alternate" type="application/rss+xml" title="More&#x202e;31m" href="/more"></head>')
    )
    added = wires("feed", "add", f"{its.url}/page")
    assert f"the page names {its.url}/more too (More\ufffd31m)" in added.stderr


def test_what_is_in_no_language_is_in_the_one_that_is_set(wires: Desk, its: Site) -> None:
    wires.write("monitor.yml", "default_language: fr\n" + (wires.root / "monitor.yml").read_text())
    its.pages["/feed"] = rss(("Hama", "Idlib"))
    found = json.loads(wires("feed", "check", f"{its.url}/feed", "--format", "json").output)
    assert [one["language"] for one in found["articles"]] == ["fr"]


def test_another_programs_list_is_added_to_ours(wires: Desk) -> None:
    other = wires.write(
        "export.opml", '<opml><body><outline xmlUrl="https://a.test/"/><outline xmlUrl="x:y"/></body></opml>'
    )
    imported = wires("feed", "import", str(other))
    assert "1 of 1 feeds are added" in imported.output
    assert "`x:y` is no address" in imported.output
    assert urls(wires) == ["https://a.test/"]
    broken = wires("feed", "import", str(wires.write("b.opml", "no")))
    assert broken.exit_code == ExitCode.UNREADABLE
    assert "no XML" in broken.output


def test_how_asking_went_is_listed_and_one_that_is_gone_is_asked_anew_when_it_is_added(wires: Desk) -> None:
    url = "https://a.test/"
    wires("feed", "add", url, "--unseen")
    gone = FeedState("wires", url, NOW, title="A", asked=NOW, gave=NOW - MINUTE, entries=7, failures=1, gone=True)

    async def store(tx: Transaction) -> None:
        await tx.feeds.save(replace(gone, trouble="gone: for good", moved="https://b.test/"))

    wires.stored(store)
    shown = wires("feed", "list").output
    for words in ("never", "A https://a.test/ (moved to https://b.test/) [gone: for good]", "7"):
        assert words in shown
    wires("feed", "add", url, "--unseen")
    assert not wires.stored(lambda tx: tx.feeds.all())


def test_without_a_list_it_is_said_how_to_have_one(desk: Desk) -> None:
    refused = desk("feed", "list")
    assert refused.exit_code == ExitCode.USAGE
    assert "feeds: feeds.opml" in refused.output
