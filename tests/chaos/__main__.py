"""The long form, with its progress: `python -m tests.chaos --kills 1000 --seed 1`. Exit status 1 where anything is
wrong."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.chaos import bill
from tests.chaos.world import chaos, last_round, round_of


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="monitor-chaos-") as folder,
        chaos(Path(folder, "work"), asked.seed) as world,
    ):
        for number in range(1, asked.kills + 1):
            round_of(world)
            if number % 50 == 0:
                print(
                    f"{number} kills, {time.monotonic() - began:.0f} s, {len(world.servers.taken)} messages", flush=True
                )
        last_round(world)
        print(bill.summary(world))
        wrong = bill.faults(world)
        if wrong:
            (Path(folder, "work/service.log")).replace("chaos-service.log")
            (Path(folder, "work/var/monitor.db")).replace("chaos-monitor.db")
    print("\n".join(wrong[:40]) or "0 lost, second copies only with the same id, one order within each thread")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
