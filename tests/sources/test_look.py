from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from monitor.sources import complete
from monitor.sources.ledger import Ledger
from monitor.sources.look import Looker
from monitor.sources.looked import Taken

REWRITER = """
import sys
print("started", flush=True)
for number in range(400):
    with open(sys.argv[1], "r+b", buffering=0) as file:
        letter = b"ab"[number % 2 : number % 2 + 1]
        file.write(letter * (3_000_000 + 1_000_000 * (number % 2)))
        file.truncate()
"""


def looker(folder: Path) -> Looker:
    complete.ignore_lease_signals()
    return Looker(str(folder), Ledger({}), {}, max_bytes=5_000_000, settle_seconds=60)


def test_a_file_that_is_written_while_it_is_read_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 3_000_000)
    look = looker(tmp_path)
    taken = []
    with subprocess.Popen([sys.executable, "-c", REWRITER, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        writer.stdout.readline()
        while writer.poll() is None:
            taken += [one for one in look.look_all(["a.txt"], 0.0)[0] if isinstance(one, Taken)]
    assert {one.content for one in taken} <= {b"a" * 3_000_000, b"b" * 4_000_000}


def test_a_batch_ends_when_enough_is_in_memory(tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(10)]
    for name in names:
        (tmp_path / name).write_bytes(b"x" * 3_000_000)
    looked, rest = looker(tmp_path).look_all(names, 0.0)
    assert [one.path for one in looked] == names[:3]
    assert rest == names[3:]
