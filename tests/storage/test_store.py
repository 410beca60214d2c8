"""Opening, transactions, locks, backups and migrations."""

import asyncio
import sqlite3
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from monitor.errors import StateLocked, StoreUnavailable
from monitor.storage import Store
from monitor.storage.database import connect
from monitor.storage.rows import Taken
from monitor.storage.schema import HEAD, INDEX_OF_WORDS, metadata
from monitor.storage.upgrade import MIGRATIONS
from tests.support import stored
from tests.support.databases import PostgresServer
from tests.support.stored import MINUTE, NOW, raw

KILLED = """
import asyncio, os, signal, sys
from monitor.storage import Store
from monitor.storage.rows import Taken
from tests.support import stored
from tests.support.stored import MINUTE, NOW, notification, raw

async def main():
    store = await Store.open(sys.argv[1], daemon=True)
    async with store.begin() as tx:
        await tx.outbox.add([notification()])
    async with store.begin() as tx:
        await stored.claim(tx, "killed", NOW, MINUTE, 1)
    async with store.begin() as tx:
        await tx.ledger.record([Taken(raw())])
        os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""


async def paths(store: Store) -> set[str]:
    async with store.read() as tx:
        return set(await tx.ledger.entries("wire"))


async def test_what_raises_in_a_transaction_leaves_nothing(store: Store) -> None:
    async def fail() -> None:
        async with store.begin() as tx:
            await tx.ledger.record([Taken(raw())])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await paths(store) == set()


async def test_a_cancelled_transaction_leaves_nothing_and_blocks_nobody(store: Store) -> None:
    begun = asyncio.Event()

    async def write() -> None:
        async with store.begin() as tx:
            await tx.ledger.record([Taken(raw())])
            begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(write())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.begin() as tx:
        await tx.ledger.record([Taken(raw("b.txt"))])
    assert await paths(store) == {"b.txt"}


async def test_readers_see_what_is_committed_and_wait_for_nobody(store: Store) -> None:
    async with store.begin() as tx:
        await tx.ledger.record([Taken(raw())])
        assert await paths(store) == set()
    assert await paths(store) == {"a.txt"}


async def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreUnavailable):
        async with store.read() as tx:
            await tx.ledger.record([Taken(raw())])


async def test_many_writers_at_once_all_get_their_turn(store: Store) -> None:
    async def write(number: int) -> None:
        async with store.begin() as tx:
            await tx.ledger.record([Taken(raw(f"{number}.txt"))])

    await asyncio.gather(*(write(number) for number in range(30)))
    assert len(await paths(store)) == 30


async def test_several_processes_may_write_to_one_state(store: Store, store_url: str) -> None:
    other = await Store.open(store_url)

    async def write(into: Store, name: str) -> None:
        for number in range(10):
            async with into.begin() as tx:
                await tx.ledger.record([Taken(raw(f"{name}{number}.txt"))])

    await asyncio.gather(write(store, "a"), write(other, "b"))
    await other.close()
    assert len(await paths(store)) == 20


async def test_the_migrated_schema_is_that_of_the_tables(store: Store, store_url: str) -> None:
    def is_ours(name: str | None, kind: str, _parent: object) -> bool:
        return kind != "table" or not str(name).startswith(INDEX_OF_WORDS)  # FTS5 has tables of its own

    def differences(connection: Connection) -> list[object]:
        options = {"compare_type": False, "include_name": is_ours}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, metadata))

    database = connect(store_url)
    async with database.reader.connect() as connection:
        assert await connection.run_sync(differences) == []
    await database.dispose()


def test_the_last_migration_is_the_one_the_tables_name() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


async def test_two_processes_opening_a_new_state_migrate_it_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new/state.db"
    for store in await asyncio.gather(*(Store.open(url) for _ in range(4))):
        await store.close()


async def test_two_processes_opening_a_new_postgresql_migrate_it_once(postgres: PostgresServer) -> None:
    url = await postgres.create()
    for store in await asyncio.gather(*(Store.open(url) for _ in range(4))):
        await store.close()


async def test_a_state_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state.db"
    await (await Store.open(url)).close()
    with sqlite3.connect(tmp_path / "state.db") as state:
        state.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreUnavailable, match="newer version"):
        await Store.open(url)


async def test_one_daemon_on_a_file_while_others_may_open_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state.db"
    daemon = await Store.open(url, daemon=True)
    with pytest.raises(StateLocked, match="another daemon"):
        await Store.open(url, daemon=True)
    await (await Store.open(url)).close()
    await daemon.close()
    await (await Store.open(url, daemon=True)).close()


async def test_several_daemons_on_postgresql(postgres: PostgresServer) -> None:
    url = await postgres.emptied()
    for store in [await Store.open(url, daemon=True), await Store.open(url, daemon=True)]:
        await store.close()


async def test_a_killed_daemon_leaves_no_half_transaction_no_lock_and_no_lease(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/state.db"
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, url)
    assert await killed.wait() == -9
    store = await Store.open(url, daemon=True)
    assert await paths(store) == set()
    async with store.begin() as tx:
        assert [one.id for one in await stored.claim(tx, "next", NOW, MINUTE, 1)] == ["n1"]
    await store.close()


async def test_a_backup_is_whole_while_a_transaction_is_under_way(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/state.db", daemon=True)
    async with store.begin() as tx:
        await tx.ledger.record([Taken(raw())])
    async with store.begin() as tx:
        await tx.ledger.record([Taken(raw("b.txt"))])
        await store.backup(tmp_path / "copy.db")
    await store.close()
    copy = await Store.open(f"sqlite:///{tmp_path}/copy.db")
    assert await paths(copy) == {"a.txt"}
    await copy.close()


async def test_a_backup_never_replaces_the_state(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/state.db")
    with pytest.raises(StoreUnavailable, match="is the state itself"):
        await store.backup(tmp_path / "state.db")
    await store.close()


async def test_a_backup_of_postgresql_names_the_tool(postgres: PostgresServer, tmp_path: Path) -> None:
    store = await Store.open(await postgres.emptied())
    with pytest.raises(StoreUnavailable, match="pg_dump"):
        await store.backup(tmp_path / "copy.db")
    await store.close()


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@127.0.0.1:1/none",
        "sqlite:////proc/none/state.db",
        "sqlite:////dev/null",
        "sqlite://",
        "no address",
        "mysql://localhost/x",
    ],
)
async def test_a_database_that_is_not_there_is_unavailable(url: str) -> None:
    with pytest.raises(StoreUnavailable):
        await Store.open(url)


async def test_a_postgresql_database_that_is_not_there_is_unavailable(postgres: PostgresServer) -> None:
    with pytest.raises(StoreUnavailable, match="does not exist"):
        await Store.open((await postgres.emptied()).replace("test_", "no_"))


async def test_commits_are_on_disk_before_they_return(tmp_path: Path) -> None:
    database = connect(f"sqlite:///{tmp_path}/state.db")
    async with database.writer.connect() as connection:
        found = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar() for name in ("synchronous", "foreign_keys")
        ]
    assert found == [2, 1]
    await database.dispose()
