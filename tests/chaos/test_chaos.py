"""The short form: a few kills, with every blow at least once."""

from __future__ import annotations

from pathlib import Path

from tests.chaos import bill
from tests.chaos.world import BLOWS, chaos, last_round, round_of


def test_whatever_befalls_nothing_is_lost_doubled_or_overtaken(tmp_path: Path) -> None:
    with chaos(tmp_path / "work", seed=7) as world:
        for blow in BLOWS:
            with world.monitor() as pid:
                world.wait_until_ready()
                world.report()
                blow(world, pid)
            round_of(world)
        last_round(world)
        assert bill.faults(world) == [], bill.summary(world)
        assert len(world.servers.taken) > len(world.told)
