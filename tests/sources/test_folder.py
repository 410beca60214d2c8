"""What a watched folder yields, with real files: each version of each file once, and no file half."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
from pathlib import Path

from monitor.clock import SystemClock
from monitor.config import FolderSettings
from monitor.errors import UnreadableReason
from monitor.model.article import LedgerEntry, RawArticle, Touched
from monitor.sources.folder import FolderSource
from tests.support.files import watching

SLOW_WRITER = """
import sys, time
for path in sys.argv[1:]:
    with open(path, "w") as file:
        for number in range(10):
            file.write(f"{number} ")
            file.flush()
            time.sleep(0.03)
"""
SLOWLY_WRITTEN = b"0 1 2 3 4 5 6 7 8 9 "


async def write_slowly(*paths: Path) -> None:
    writer = await asyncio.create_subprocess_exec(sys.executable, "-c", SLOW_WRITER, *map(str, paths))
    assert await writer.wait() == 0


async def test_what_is_there_at_the_start_comes_oldest_first(tmp_path: Path) -> None:
    for number, name in enumerate(["deep/er/c.txt", "b.txt", "a.txt"]):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
        os.utime(path, (1_000 + number, 1_000 + number))
    async with watching(tmp_path) as intake:
        articles = await intake.articles(3)
    assert [article.id.path for article in articles] == ["deep/er/c.txt", "b.txt", "a.txt"]
    assert [article.modified.timestamp() for article in articles] == [1_000, 1_001, 1_002]
    assert articles[0].id.source == "wire"


async def test_what_the_ledger_knows_does_not_come_again_after_a_restart(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("two")
    async with watching(tmp_path) as intake:
        await intake.articles(2)
    (tmp_path / "b.txt").write_text("three")
    async with watching(tmp_path, intake.ledger) as second:
        await second.settled()
    assert second.contents == {"b.txt": b"three"}


async def test_each_change_is_a_version_also_back_to_an_earlier_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    async with watching(tmp_path) as intake:
        await intake.settled()
        for count, text in enumerate(["A", "B", "A"], start=1):
            path.write_text(text)
            await intake.articles(count)
    assert [article.content for article in intake.taken] == [b"A", b"B", b"A"]
    assert intake.taken[0].content_hash == intake.taken[2].content_hash != intake.taken[1].content_hash


async def test_saved_again_unchanged_is_no_version_and_the_new_fingerprint_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("same")
    async with watching(tmp_path) as intake:
        first = (await intake.articles(1))[0]
        (tmp_path / "a.tmp").write_text("same")
        (tmp_path / "a.tmp").replace(path)
        await intake.until(lambda seen: bool(seen.touched))
        await intake.settled()
        assert intake.touched[0].content_hash == first.content_hash
        assert intake.touched[0].fingerprint.inode == path.stat().st_ino
        assert (len(intake.taken), len(intake.touched)) == (1, 1)


async def test_slowly_written_files_are_read_whole_and_once(tmp_path: Path) -> None:
    async with watching(tmp_path) as intake, asyncio.TaskGroup() as group:
        await intake.settled()
        for number in range(4):
            group.create_task(write_slowly(tmp_path / f"{number}a.txt", tmp_path / f"{number}b.txt"))
        articles = await intake.articles(8)
    assert {article.content for article in articles} == {SLOWLY_WRITTEN}


async def test_a_file_cut_and_written_anew_slowly_is_never_seen_half(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("before")
    async with watching(tmp_path) as intake:
        await intake.articles(1)
        await write_slowly(path)
        await intake.articles(2)
    assert [article.content for article in intake.taken] == [b"before", SLOWLY_WRITTEN]


async def test_a_file_that_is_renamed_is_an_article_at_its_new_path(tmp_path: Path) -> None:
    upload = tmp_path / "a.part"
    async with watching(tmp_path) as intake:
        await intake.settled()
        upload.write_text("text")
        upload.rename(tmp_path / "a.txt")
        await intake.articles(1)
        (tmp_path / "a.txt").rename(tmp_path / "b.txt")
        await intake.articles(2)
        os.link(tmp_path / "b.txt", tmp_path / "c.txt")
        await intake.articles(3)
    assert [article.id.path for article in intake.taken] == ["a.txt", "b.txt", "c.txt"]


async def test_a_removed_file_changes_nothing_and_comes_back_only_with_other_content(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    async with watching(tmp_path) as intake:
        await intake.articles(1)
        path.unlink()
        await intake.settled()
        path.write_text("text")
        await intake.settled()
        assert len(intake.taken) == 1
        path.write_text("other")
        await intake.articles(2)


async def test_what_is_no_article_is_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    root = tmp_path / "root"
    root.mkdir()
    (root / ".git").mkdir()
    (root / ".git" / "config.txt").touch()
    for name in (".hidden", "a.txt~", "a.tmp", "a.part", ".a.swp", "b.swp"):
        (root / name).write_text(name)
    (root / "folder").symlink_to(outside)
    (root / "loop").symlink_to(root)
    async with watching(root) as intake:
        await intake.settled()
        os.mkfifo(root / "pipe")
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(root / "socket"))
            (root / "link.txt").symlink_to(outside / "secret.txt")
            (root / "late").symlink_to(outside)
            (root / ".git" / "late.txt").touch()
            (root / "real.txt").write_text("real")
            await intake.articles(1)
            (outside / "another.txt").write_text("secret")
            await intake.settled()
    assert intake.contents == {"real.txt": b"real"}


async def test_names_that_are_no_utf8_or_hold_a_line_end_are_taken(tmp_path: Path) -> None:
    async with watching(tmp_path) as intake:
        await intake.settled()
        for name in (b"caf\xe9.txt", b"two\nlines.txt", "Hāma \\ “5 %”.txt".encode()):
            (tmp_path / os.fsdecode(name)).write_bytes(name)
        await intake.articles(3)
    assert intake.contents == {
        r"caf\xe9.txt": b"caf\xe9.txt",
        r"two\x0alines.txt": b"two\nlines.txt",
        r"Hāma \\ “5 %”.txt": "Hāma \\ “5 %”.txt".encode(),
    }


async def test_a_large_file_is_refused_until_it_is_small(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 1_001)
    (tmp_path / "fits.txt").write_bytes(b"x" * 1_000)
    async with watching(tmp_path, max_bytes=1_000) as intake:
        await intake.articles(2)
        refused = {article.id.path: article for article in intake.taken}["a.txt"]
        assert refused.refused == (UnreadableReason.TOO_LARGE, "1,001 bytes; `max_bytes` allows 1,000")
        assert refused.content == b""
        await intake.settled()
        path.write_bytes(b"y" * 10)
        await intake.articles(3)
        assert intake.taken[2].refused is None
    assert {type(entry) for entry in intake.ledger.values()} == {LedgerEntry}


async def test_an_empty_file_is_an_article_of_no_bytes(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    async with watching(tmp_path) as intake:
        assert (await intake.articles(1))[0].content == b""


async def test_a_time_outside_the_calendar_is_replaced_by_now(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    os.utime(path, ns=(0, -(2**33) * 10**9))
    async with watching(tmp_path) as intake:
        article = (await intake.articles(1))[0]
        assert article.modified == article.received or article.modified.year < 2300
        await intake.settled()
        assert len(intake.taken) == 1


async def test_what_was_not_stored_comes_again_as_it_is_then(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("A")
    async with watching(tmp_path, storing=False) as intake:
        first = (await intake.articles(1))[0]
        path.write_text("B")
        intake.source.failed([first])
        await intake.articles(2)
    assert [article.content for article in intake.taken] == [b"A", b"B"]


async def test_a_change_while_its_article_is_on_the_way_comes_after_it(tmp_path: Path) -> None:
    async with watching(tmp_path) as intake:
        await intake.settled()
        intake.storing = False
        (tmp_path / "a.txt").write_text("A")
        first = (await intake.articles(1))[0]
        (tmp_path / "a.txt").write_text("B")
        intake.storing = True
        await intake.settled()
        assert [article.content for article in intake.taken] == [b"A"]
        assert intake.source.waiting == 1
        intake.store(first)
        await intake.articles(2)
    assert [article.content for article in intake.taken] == [b"A", b"B"]


async def test_a_file_asked_for_again_comes_again_unchanged(tmp_path: Path) -> None:
    (tmp_path / "a\\b.txt").write_text("text")
    async with watching(tmp_path) as intake:
        first = (await intake.articles(1))[0]
        intake.source.retry([first.id.path, "never-there.txt"])
        second = (await intake.articles(2))[1]
        assert (second.id, second.content_hash) == (first.id, first.content_hash)
        await intake.settled()
        assert len(intake.taken) == 2


async def test_a_folder_moved_in_comes_with_all_its_files(tmp_path: Path) -> None:
    root, spool = tmp_path / "root", tmp_path / "spool"
    root.mkdir()
    for number in range(50):
        path = spool / f"day{number % 5}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(number))
    async with watching(root) as intake:
        await intake.settled()
        spool.rename(root / "spool")
        await intake.articles(50)


async def test_files_in_folders_made_at_once_come_without_a_scan_of_everything(tmp_path: Path) -> None:
    async with watching(tmp_path) as intake:
        await intake.settled()
        deep = tmp_path / "a/b/c/d"
        deep.mkdir(parents=True)
        (deep / "one.txt").write_text("one")
        await intake.articles(1)


async def test_a_folder_that_is_missing_removed_moved_away_or_replaced_is_watched_again(tmp_path: Path) -> None:
    root = tmp_path / "root"
    async with watching(root) as intake:
        await intake.trouble({"": "is missing"})
        root.mkdir()
        (root / "one.txt").write_text("one")
        await intake.articles(1)
        await intake.settled()
        shutil.rmtree(root)
        root.mkdir()  # gets the same inode number on most file systems
        (root / "two.txt").write_text("two")
        await intake.articles(2)
        root.rename(tmp_path / "elsewhere")
        root.mkdir()
        (tmp_path / "elsewhere" / "stray.txt").write_text("stray")
        (root / "three.txt").write_text("three")
        await intake.articles(3)
        (root / "four.txt").write_text("four")
        await intake.articles(4)
        assert not intake.source.troubles
    assert set(intake.contents) == {"one.txt", "two.txt", "three.txt", "four.txt"}


async def test_a_link_to_the_folder_may_be_set_anew(tmp_path: Path) -> None:
    for day in ("monday", "tuesday"):
        (tmp_path / day / "sub").mkdir(parents=True)
        (tmp_path / day / "sub" / f"{day}.txt").write_text(day)
    (tmp_path / "today").symlink_to("monday")
    async with watching(tmp_path / "today") as intake:
        await intake.articles(1)
        await intake.settled()
        (tmp_path / "next").symlink_to("tuesday")
        (tmp_path / "next").replace(tmp_path / "today")
        await intake.articles(2)
    assert set(intake.contents) == {"sub/monday.txt", "sub/tuesday.txt"}


async def test_the_stop_ends_it_at_once_though_nobody_takes_anything(tmp_path: Path) -> None:
    for number in range(100):
        (tmp_path / f"{number}.txt").write_text("text")
    queue: asyncio.Queue[RawArticle | Touched] = asyncio.Queue(maxsize=3)
    stop = asyncio.Event()
    settings = FolderSettings(folder=str(tmp_path))
    source = FolderSource("wire", tmp_path, settings, {}, SystemClock())
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        group.create_task(source.run(queue.put, stop))
        first = await queue.get()
        stop.set()
    assert isinstance(first, RawArticle)
    assert queue.qsize() <= 3


async def test_files_are_never_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("text")
    path.chmod(0o444)
    before = path.stat()
    async with watching(tmp_path) as intake:
        await intake.articles(1)
        await intake.settled()
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns, after.st_mode) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
        before.st_mode,
    )
