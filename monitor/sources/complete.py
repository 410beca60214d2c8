"""Is a file complete? Nobody has it open for writing; where that cannot be seen, it stayed unchanged for a while.

A read lease (`F_SETLEASE`) is refused while a writer has the file open: 6 µs, and exact, slow writers included. It
needs ownership of the file or CAP_LEASE, and it does not see writers on other machines, so that only file systems known
to be local are asked. The kernel tells of a writer that comes while the lease is held by SIGIO, whose default is to end
the process: hence `ignore_lease_signals` first. The lease is released at once: no writer waits for longer than that.
"""

from __future__ import annotations

import errno
import fcntl
import os
import re
import signal
import stat
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from monitor.model.article import Fingerprint

_LOCAL = frozenset(
    "bcachefs btrfs exfat ext2 ext3 ext4 f2fs jfs ntfs3 overlay ramfs reiserfs tmpfs vfat xfs zfs".split()
)
_POSITIVE = 0x7FFF_FFFF_FFFF_FFFF  # what both databases hold in an integer column
_OCTAL = re.compile(r"\\([0-7]{3})")  # how white space in a mount point is written
_BUSY_FIRST, _BUSY_LONGEST = 0.01, 1.0


class Writers(Enum):
    """Who has the file open for writing, as far as can be seen."""

    NONE = "none"
    SOME = "some"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True)
class Sighting:
    """An incomplete file: since when it is watched, and how long it has been as it was last seen."""

    fingerprint: Fingerprint
    first: float
    unchanged_since: float

    def seen(self, fingerprint: Fingerprint, now: float) -> Sighting:
        """The sighting after another look."""
        return Sighting(fingerprint, self.first, self.unchanged_since if fingerprint == self.fingerprint else now)

    def settled(self, now: float, settle_seconds: float) -> bool:
        return now - self.unchanged_since >= settle_seconds

    def next_look(self, writers: Writers, now: float, settle_seconds: float) -> float:
        """When to look again: for open files soon, and the longer they stay open the less often (a tenth of the time
        that passed, so that the wait after closing is at most a tenth of the time spent writing)."""
        if writers is Writers.UNSEEN:
            return self.unchanged_since + settle_seconds
        return now + min(_BUSY_LONGEST, max(_BUSY_FIRST, (now - self.first) / 10))


def fingerprint(status: os.stat_result) -> Fingerprint:
    """What the ledger keeps of a file's status; 63 bits of each number, as a database's integers have."""
    return Fingerprint(status.st_ino & _POSITIVE, status.st_size, status.st_mtime_ns & _POSITIVE)


def is_article(status: os.stat_result) -> bool:
    """Whether it is a regular file: no link, folder, socket, pipe or device."""
    return stat.S_ISREG(status.st_mode)


def ignore_lease_signals() -> None:
    """Without this a writer that comes while a lease is held ends the process. Only in the main thread."""
    signal.signal(signal.SIGIO, signal.SIG_IGN)


def writers(descriptor: int) -> Writers:
    """Who has the file behind the (read-only) descriptor open for writing."""
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except OSError as error:
        return Writers.SOME if error.errno == errno.EAGAIN else Writers.UNSEEN
    fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return Writers.NONE


def sees_writers(folder: str) -> bool:
    """Whether every writer in the folder is on this machine. A folder mounted further below it counts as it does."""
    try:
        mounts = Path("/proc/self/mountinfo").read_text(errors="surrogateescape")
    except OSError:
        return False
    return file_system(mounts, os.path.realpath(folder)) in _LOCAL


def file_system(mounts: str, folder: str) -> str:
    """The type of the file system that holds the folder, from the text of `/proc/self/mountinfo`.

    >>> file_system("22 1 8:1 / / rw - ext4 /dev/sda1 rw\\n30 22 0:9 / /net rw - nfs4 host:/x rw", "/net/news")
    'nfs4'
    """
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields, _, rest = line.partition(" - ")
        point = _OCTAL.sub(lambda met: chr(int(met.group(1), 8)), fields.split(" ")[4]) if rest else ""
        inside = bool(point) and (folder == point or folder.startswith(point.rstrip("/") + "/"))
        if inside and len(point) >= best:
            best, kind = len(point), rest.split(" ", 1)[0]
    return kind
