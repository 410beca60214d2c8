from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path

from monitor.clock import SystemClock
from monitor.sources.edits import edited, edits, snapshot


@asynccontextmanager
async def editing(*paths: Path) -> AsyncIterator[AsyncIterator[frozenset[Path]]]:
    stop = asyncio.Event()
    async with asyncio.timeout(10), aclosing(edits(lambda: paths, snapshot(paths), SystemClock(), stop)) as stream:
        yield stream
        stop.set()


async def test_a_saved_made_renamed_and_removed_file_is_told_of(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    rule = rules / "a.yml"
    rule.write_text("one")
    settings = tmp_path / "monitor.yml"
    settings.write_text("one")
    async with editing(rules, settings) as stream:
        rule.write_text("two")
        assert await anext(stream) == {rule}
        (tmp_path / "new").write_text("six")
        (tmp_path / "new").replace(settings)  # how most editors save
        assert await anext(stream) == {settings}
        (rules / "lists").mkdir()
        (rules / "lists" / "towns.txt").write_text("Hama")
        assert await anext(stream) == {rules / "lists" / "towns.txt"}
        rule.unlink()
        assert await anext(stream) == {rule}


async def test_a_folder_made_anew_is_no_end(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    async with editing(rules) as stream:
        rules.rmdir()
        rules.mkdir()
        (rules / "a.yml").write_text("one")
        assert await anext(stream) == {rules / "a.yml"}


async def test_an_edit_after_the_snapshot_and_before_the_first_look_is_told_of(tmp_path: Path) -> None:
    rule = tmp_path / "a.yml"
    rule.write_text("one")
    known = snapshot([tmp_path])
    rule.write_text("other")
    stop = asyncio.Event()
    async with asyncio.timeout(10), aclosing(edits(lambda: [tmp_path], known, SystemClock(), stop)) as stream:
        assert await anext(stream) == {rule}


async def test_an_edit_is_told_of_even_while_files_keep_changing(tmp_path: Path) -> None:
    async with editing(tmp_path) as stream, asyncio.TaskGroup() as group:
        writer = group.create_task(_keep_writing(tmp_path / "busy.yml"))
        async with asyncio.timeout(10):
            assert tmp_path / "busy.yml" in await anext(stream)
        writer.cancel()


async def _keep_writing(path: Path) -> None:
    count = 0
    while True:
        count += 1
        path.write_text("x" * count)  # noqa: ASYNC240 - the disk of a test
        await SystemClock().wait(asyncio.Event(), 0.01)


async def test_the_stop_ends_it(tmp_path: Path) -> None:
    stop = asyncio.Event()
    stop.set()
    async with asyncio.timeout(5):
        assert [one async for one in edits(lambda: [tmp_path], {}, SystemClock(), stop)] == []


def test_links_to_files_count_as_what_they_point_to_and_hidden_files_not_at_all(tmp_path: Path) -> None:
    (tmp_path / "..data").mkdir()
    target = tmp_path / "..data" / "a.yml"
    target.write_text("one")
    (tmp_path / "a.yml").symlink_to(target)
    (tmp_path / ".a.yml.swp").touch()
    before = snapshot([tmp_path])
    target.write_text("other")
    assert set(before) == {tmp_path / "a.yml"}
    assert edited(before, snapshot([tmp_path]), snapshot([tmp_path])) == {tmp_path / "a.yml"}


def test_an_edit_is_told_of_one_look_after_it_was_seen(tmp_path: Path) -> None:
    known = snapshot([tmp_path])
    (tmp_path / "a.yml").write_text("half")
    first = snapshot([tmp_path])
    (tmp_path / "a.yml").write_text("whole text")
    second = snapshot([tmp_path])
    assert edited(known, known, first) == frozenset()
    assert edited(known, first, second) == {tmp_path / "a.yml"}
    assert edited(second, second, second) == frozenset()
