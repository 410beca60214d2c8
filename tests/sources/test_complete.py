from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from monitor.model.article import Fingerprint
from monitor.sources import complete
from monitor.sources.complete import Sighting, Writers

ONE, TWO = Fingerprint(1, 1, 1), Fingerprint(1, 2, 2)


def test_a_writer_is_seen_while_it_has_the_file_open(tmp_path: Path) -> None:
    complete.ignore_lease_signals()
    path = tmp_path / "a.txt"
    with path.open("w"), path.open("rb") as reader:
        assert complete.writers(reader.fileno()) is Writers.SOME
    with path.open("rb") as reader:
        assert complete.writers(reader.fileno()) is Writers.NONE


def test_a_reader_is_no_writer(tmp_path: Path) -> None:
    complete.ignore_lease_signals()
    path = tmp_path / "a.txt"
    path.touch()
    with path.open("rb"), path.open("rb") as reader:
        assert complete.writers(reader.fileno()) is Writers.NONE


def test_where_no_lease_is_to_be_had_writers_are_unseen(tmp_path: Path) -> None:
    folder = os.open(tmp_path, os.O_RDONLY)
    try:
        assert complete.writers(folder) is Writers.UNSEEN
    finally:
        os.close(folder)


def test_the_lease_is_released_at_once(tmp_path: Path) -> None:
    complete.ignore_lease_signals()
    path = tmp_path / "a.txt"
    path.touch()
    with path.open("rb") as reader:
        complete.writers(reader.fileno())
        os.close(os.open(path, os.O_WRONLY | os.O_NONBLOCK))  # would be EWOULDBLOCK under a lease
    assert signal.getsignal(signal.SIGIO) is signal.SIG_IGN


def test_a_file_settles_only_when_unchanged() -> None:
    sighting = Sighting(ONE, 0.0, 0.0)
    assert not sighting.seen(ONE, 1.9).settled(1.9, 2.0)
    assert sighting.seen(ONE, 2.0).settled(2.0, 2.0)
    assert not sighting.seen(TWO, 2.0).settled(3.9, 2.0)
    assert sighting.seen(TWO, 2.0).settled(4.0, 2.0)


@pytest.mark.parametrize(("open_for", "pause"), [(0.0, 0.01), (1.0, 0.1), (5.0, 0.5), (100.0, 1.0)])
def test_an_open_file_is_looked_at_less_and_less_often(open_for: float, pause: float) -> None:
    assert Sighting(ONE, 0.0, 0.0).next_look(Writers.SOME, open_for, 2.0) == pytest.approx(open_for + pause)


def test_numbers_of_any_file_system_fit_a_database() -> None:
    status = os.stat_result((0o100644, 2**64 - 1, 1, 1, 0, 0, 5, 0, -1, 0), {"st_mtime_ns": -1_000_000_000})
    assert all(0 <= number < 2**63 for number in complete.fingerprint(status))


MOUNTS = """\
22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:9 / /net rw - nfs4 host:/export rw
31 22 0:10 / /net/fast\\040disk rw - xfs /dev/sdb1 rw
32 22 0:11 / /netz rw - fuse.sshfs host: rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/srv/news", "ext4"),
        ("/net", "nfs4"),
        ("/net/a/b", "nfs4"),
        ("/net/fast disk/a", "xfs"),
        ("/netz/a", "fuse.sshfs"),
    ],
)
def test_the_file_system_of_a_folder(folder: str, kind: str) -> None:
    assert complete.file_system(MOUNTS, folder) == kind
