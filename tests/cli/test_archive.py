"""`archive`: what it says of what is kept."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from dataclasses import replace

from monitor.cli.exit_codes import ExitCode
from monitor.model.article import Article, ArticleId
from monitor.storage import Transaction
from monitor.storage.rows import NewArticle
from tests.storage.test_archive import FULL
from tests.support.desk import Desk
from tests.support.stored import DAY, NOW, kept, raw


def test_how_much_is_kept(desk: Desk) -> None:
    async def fill(tx: Transaction) -> None:
        await tx.articles.add([kept("a.txt"), kept("b.txt")])
        await tx.originals.keep([raw("feed.xml", "<rss/>")])
        await tx.originals.keep([raw("feed.xml", "<rss/>")])

    assert "0 versions of articles" in desk("archive", "status").stdout
    desk.stored(fill)
    found = json.loads(desk("archive", "status", "--format", "json").stdout)
    assert (found["articles"], found["originals"], found["waiting"]) == (2, 1, 0)
    assert found["oldest"] == NOW.isoformat()
    assert found["bytes"] > 100
    assert "2 versions of articles, 0.3 kB" in desk("archive", "status").stdout


def test_the_original_of_an_article_and_of_one_of_several_in_a_file(desk: Desk) -> None:
    async def fill(tx: Transaction) -> None:
        await tx.originals.keep([raw("feed.xml", "<rss/>")])

    desk.stored(fill)
    for name in ("wire:feed.xml", "wire:feed.xml!/item-3"):
        assert desk("archive", "original", name).stdout == "<rss/>"
    assert desk("archive", "original", "wire:none.xml").exit_code == ExitCode.USAGE


OTHERS = (
    replace(FULL, id=ArticleId("wire", "other.txt")),
    replace(FULL, version="later", received=NOW + DAY, text=FULL.text + "\ud800"),
)


async def everything(tx: Transaction) -> list[Article]:
    return [one async for one in tx.archive.between(NOW - DAY, NOW + 9 * DAY)]


def test_an_archive_moves_to_another_place_exactly_and_once(desk: Desk) -> None:
    async def fill(tx: Transaction) -> None:
        await tx.articles.add(
            [NewArticle(FULL, 1, "s1"), NewArticle(OTHERS[0], 1, "s2"), NewArticle(OTHERS[1], 2, "s1")]
        )

    desk.stored(fill)
    before, lines = desk.stored(everything), desk("archive", "export").stdout
    assert len(before) == len(lines.splitlines()) == 3
    assert desk("archive", "import", "-", input=lines).stdout == "0 of 3 articles are new in the archive\n"
    (desk.root / "var" / "monitor.db").unlink()
    for new in (3, 0):
        assert desk("archive", "import", "-", input=lines).stdout == f"{new} of 3 articles are new in the archive\n"
        assert desk.stored(everything) == before
    desk.stored(fill)  # a source that delivers them now meets no conflict
    assert len(desk("archive", "export", "--since", (NOW + DAY).isoformat()).stdout.splitlines()) == 2


def test_what_match_takes_is_imported_and_found_and_raises_nothing(desk: Desk) -> None:
    line = json.dumps(
        {"id": "a", "text": "Twelve cases of cholera were confirmed.", "published": "2024-12-05T10:00:00Z"}
    )
    assert desk("archive", "import", "-", input=f"{line}\n{line}\n{{}}\n").exit_code == ExitCode.UNREADABLE
    (found,) = json.loads(desk("search", "--rule", "cholera", "--format", "json").stdout)
    assert (found["article"], found["received"]) == ("import:a", "2024-12-05T10:00:00+00:00")
    assert (found["source"], found["number"]) == ("import", 1)
    nothing = desk("search", "zebra")
    assert (nothing.exit_code, nothing.stdout, nothing.stderr) == (ExitCode.DONE, "", "nothing\n")
    assert json.loads(desk("alerts", "--format", "json").stdout) == []


def test_a_line_whose_places_are_those_of_another_text_is_refused(desk: Desk) -> None:
    async def fill(tx: Transaction) -> None:
        await tx.articles.add([NewArticle(FULL, 1, "s1")])

    desk.stored(fill)
    given = json.loads(desk("archive", "export").stdout)
    for broken in (
        {**given, "text": "short"},
        {**given, "kept": {}},
        {**given, "kept": {**given["kept"], "quoted": [1]}},
    ):
        result = desk("archive", "import", "-", input=json.dumps(broken))
        assert result.exit_code == ExitCode.UNREADABLE
        assert "-:1: not as `archive export` writes it: " in result.stderr


def test_long_work_shows_how_far_it_has_got_where_somebody_looks(desk: Desk) -> None:
    lines = [json.dumps({"id": f"{number}", "text": "Rain fell on the camp."}) for number in range(3)]
    file = desk.write("given.jsonl", "\n".join((*lines, "{}")))
    command = [sys.executable, "-m", "monitor", "--config", str(desk.root / "monitor.yml"), "archive"]
    shown, terminal = pty.openpty()
    for arguments, said in ((["import", str(file)], b"3 of 3 articles are new"), (["export"], b"Rain fell")):
        done = subprocess.run([*command, *arguments], stdout=subprocess.PIPE, stderr=terminal, check=False)
        assert said in done.stdout
        seen = os.read(shown, 100_000)
        assert arguments[0].encode() in seen
        assert (b"\r\x1b[Kmonitor: " in seen) == (arguments[0] == "import")  # what is refused stands on its own line
    os.close(terminal)
    os.close(shown)
    quiet = subprocess.run([*command, "export"], capture_output=True, check=True)
    assert quiet.stderr == b""
