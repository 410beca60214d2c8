"""Many files at once, in the cases in which events are lost: every article exactly once, none half read.

In `soak` with 20,000 files, otherwise with 2,000.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from tests.support.files import watching

SIZES = [2_000, pytest.param(20_000, marks=pytest.mark.soak)]
TEXT = "It was reported from Hama. " * 70

WRITER = """
import sys
from pathlib import Path
root, text, numbers = Path(sys.argv[1]), sys.argv[2], range(int(sys.argv[3]), int(sys.argv[4]))
for number in numbers:
    path = root / f"{number:06}.txt"
    with path.open("w", buffering=1000) as file:
        file.write(f"{number} {text}")
"""

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user, which only root may")


def text_of(number: int) -> bytes:
    return f"{number} {TEXT}".encode()


async def write(root: Path, count: int, writers: int = 2) -> None:
    """`count` files, by several processes at once."""
    share = count // writers
    running = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", WRITER, str(root), TEXT, str(first), str(first + share)
        )
        for first in range(0, count, share)
    ]
    assert [await process.wait() for process in running] == [0] * writers


@pytest.mark.parametrize("count", SIZES)
async def test_many_files_at_once(tmp_path: Path, count: int) -> None:
    async with watching(tmp_path) as intake:
        await intake.settled()
        async with asyncio.TaskGroup() as group:
            group.create_task(write(tmp_path, count))
            await intake.articles(count, seconds=120)
        await intake.settled()
    assert len(intake.taken) == count
    assert not [path for path, content in intake.contents.items() if content != text_of(int(path[:6]))]


@pytest.mark.parametrize("count", SIZES)
async def test_many_new_nested_folders_of_a_hundred_files(tmp_path: Path, count: int) -> None:
    async with watching(tmp_path) as intake:
        await intake.settled()
        for number in range(0, count, 100):
            # Chains of ten folders, each with its files.
            folder = tmp_path.joinpath(*(f"{level:03}" for level in range(number // 1000 * 10, number // 100 + 1)))
            folder.mkdir(parents=True)
            for file in range(number, number + 100):
                (folder / f"{file:06}.txt").write_bytes(text_of(file))
            await asyncio.sleep(0)
        await intake.articles(count, seconds=120)
        await intake.settled()
    assert set(intake.contents.values()) == {text_of(number) for number in range(count)}
    assert len(intake.taken) == count


@pytest.mark.parametrize("depth", [20, pytest.param(200, marks=pytest.mark.soak)])
async def test_one_chain_of_folders_in_each_other(tmp_path: Path, depth: int) -> None:
    async with watching(tmp_path) as intake:
        await intake.settled()
        folder = tmp_path
        for number in range(depth):
            folder = folder / f"f{number}"
            folder.mkdir()
            for file in range(100):
                (folder / f"{file}.txt").write_text(f"{number} {file}")
        await intake.articles(depth * 100, seconds=120)
        await intake.settled()
        assert len(intake.taken) == depth * 100


@pytest.mark.parametrize("count", SIZES)
async def test_a_folder_of_many_files_moved_in(tmp_path: Path, count: int) -> None:
    root, spool = tmp_path / "root", tmp_path / "spool"
    root.mkdir()
    spool.mkdir()
    await write(spool, count)
    async with watching(root) as intake:
        await intake.settled()
        spool.rename(root / "spool")
        await intake.articles(count, seconds=120)
        await intake.settled()
        assert len(intake.taken) == count


class Reader:
    """The lines that the process of a folder source prints."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout
        self.process = process
        self._lines = process.stdout

    async def articles(self, count: int, seconds: float = 60) -> list[tuple[str, str, str]]:
        """The next `count` articles: path, hash, reason of refusal."""
        articles = []
        async with asyncio.timeout(seconds):
            for _ in range(count):
                path, version, reason = (await self._lines.readline()).decode().rstrip("\n").split("\t")
                articles.append((path, version, reason))
        return articles

    async def stop(self) -> int:
        """Stop it in order, and say how many articles it printed that nobody had read."""
        self.process.terminate()
        rest = await self._lines.read()
        assert await self.process.wait() == 0
        return rest.count(b"\n")


@asynccontextmanager
async def process_over(folder: Path, *arguments: str) -> AsyncIterator[Reader]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.support.folder_process", str(folder), *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        yield Reader(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@pytest.mark.parametrize("count", SIZES)
async def test_many_files_while_the_process_is_stopped(tmp_path: Path, count: int) -> None:
    (tmp_path / "first.txt").write_text("first")
    async with process_over(tmp_path) as reader:
        await reader.articles(1)
        (tmp_path / "second.txt").write_text("second")  # the first may come by the scan at the start
        await reader.articles(1)
        reader.process.send_signal(signal.SIGSTOP)
        await write(tmp_path, count)
        reader.process.send_signal(signal.SIGCONT)
        articles = await reader.articles(count, seconds=60)
        (tmp_path / "last.txt").write_text("last")
        assert (await reader.articles(1))[0][0] == "last.txt"
        assert await reader.stop() == 0
    assert len({path for path, _, _ in articles}) == count
    assert all(version == sha256(text_of(int(path[:6]))).hexdigest() for path, version, _ in articles)


@pytest.fixture
def public_folder() -> Iterator[Path]:
    """A folder that every user may enter; those that pytest makes are root's alone."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@root_only
async def test_a_user_who_owns_nothing_gets_whole_files_written_slowly(public_folder: Path) -> None:
    slow = "import sys, time\nfor path in sys.argv[1:]:\n with open(path, 'w') as f:\n  for n in range(8): f.write('x' * 100); f.flush(); time.sleep(0.1)"
    async with process_over(public_folder, "--user", "65534", "--settle", "0.5") as reader:
        paths = [str(public_folder / f"{number}.txt") for number in range(6)]
        writers = [await asyncio.create_subprocess_exec(sys.executable, "-c", slow, path) for path in paths]
        articles = await reader.articles(6)
        assert {await writer.wait() for writer in writers} == {0}
        assert await reader.stop() == 0
    assert {version for _, version, _ in articles} == {sha256(b"x" * 800).hexdigest()}
    assert len({path for path, _, _ in articles}) == 6


@root_only
async def test_a_file_that_may_not_be_read_is_refused_until_it_may(public_folder: Path) -> None:
    path = public_folder / "private.txt"
    path.write_text("text")
    path.chmod(0o600)
    async with process_over(public_folder, "--user", "65534", "--settle", "0.2") as reader:
        assert [reason for _, _, reason in await reader.articles(1)] == ["no_permission"]
        path.chmod(0o644)
        assert [(version, reason) for _, version, reason in await reader.articles(1)] == [
            (sha256(b"text").hexdigest(), "")
        ]
        assert await reader.stop() == 0
