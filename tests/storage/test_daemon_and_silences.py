from dataclasses import replace

from monitor.storage import Store
from monitor.storage.daemon import ALIVE
from monitor.storage.rows import DaemonRow
from tests.support.stored import DAY, MINUTE, NOW

ONE = DaemonRow("host:1", 1, "host", NOW, NOW, {"rules": 2})
TWO = DaemonRow("host:2", 2, "host", NOW + MINUTE, NOW, {})


async def test_a_daemon_runs_while_its_heart_beats(store: Store) -> None:
    async with store.begin() as tx:
        assert await tx.daemon.running(NOW) == []
        await tx.daemon.heartbeat(ONE)
        assert await tx.daemon.running(NOW) == [ONE]
        assert await tx.daemon.running(NOW + ALIVE) == []
        later = replace(ONE, heartbeat=NOW + ALIVE, summary={"rules": 3})
        await tx.daemon.heartbeat(later)
        assert await tx.daemon.running(NOW + ALIVE) == [later]
        await tx.daemon.stopped(ONE.id)
        assert await tx.daemon.running(NOW) == []


async def test_each_daemon_hears_each_request_once(store: Store) -> None:
    async with store.begin() as tx:
        await tx.daemon.request("reload", NOW)
        await tx.daemon.heartbeat(ONE)
        assert await tx.daemon.take_requests(ONE.id) == [], "asked before it started"
        await tx.daemon.heartbeat(TWO)
        await tx.daemon.request("rescan", NOW)
        await tx.daemon.request("reload", NOW)
        await tx.daemon.heartbeat(ONE)
        for name in (ONE.id, TWO.id):
            assert await tx.daemon.take_requests(name) == ["rescan", "reload"]
            assert await tx.daemon.take_requests(name) == []


async def test_a_silence_mutes_from_its_start_until_its_end(store: Store) -> None:
    async with store.begin() as tx:
        silence = await tx.silences.add("rule:a", "Ann", "known", NOW, NOW + DAY)
        assert await tx.silences.active(NOW - MINUTE) == []
        assert await tx.silences.active(NOW) == [silence]
        assert await tx.silences.active(NOW + DAY) == []


async def test_a_silence_can_be_ended_and_is_kept(store: Store) -> None:
    async with store.begin() as tx:
        silence = await tx.silences.add("tag:b", "Ann", "known", NOW, NOW + DAY)
        assert await tx.silences.expire(silence.id, NOW + MINUTE)
        assert not await tx.silences.expire(silence.id, NOW + MINUTE)
        assert await tx.silences.active(NOW + MINUTE) == []
        assert await tx.silences.list() == [replace(silence, ends=NOW + MINUTE)]
