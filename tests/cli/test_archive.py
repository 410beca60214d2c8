"""`archive`: what it says of what is kept."""

from __future__ import annotations

import json

from monitor.cli.exit_codes import ExitCode
from monitor.storage import Transaction
from tests.support.desk import Desk
from tests.support.stored import NOW, kept, raw


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
    assert "2 versions of articles, 0.0 MB" in desk("archive", "status").stdout


def test_the_original_of_an_article_and_of_one_of_several_in_a_file(desk: Desk) -> None:
    async def fill(tx: Transaction) -> None:
        await tx.originals.keep([raw("feed.xml", "<rss/>")])

    desk.stored(fill)
    for name in ("wire:feed.xml", "wire:feed.xml!/item-3"):
        assert desk("archive", "original", name).stdout == "<rss/>"
    assert desk("archive", "original", "wire:none.xml").exit_code == ExitCode.USAGE
