"""What `doctor` looks at on this machine: folders, watches, disk, clock, time zones. Each check yields findings."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.alerting.troubles import FEW_BYTES, NEARLY_FULL
from monitor.config import MonitorSettings

_WATCHES = Path("/proc/sys/fs/inotify/max_user_watches")
_INSTANCES = Path("/proc/sys/fs/inotify/max_user_instances")


class Verdict(StrEnum):
    """OK: works. WARN: works, but not as well as it could. FAIL: something will not work."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried. `advice` says what to do, where something can be done."""

    verdict: Verdict
    what: str
    detail: str
    advice: str = ""


def folders(settings: MonitorSettings, root: Path) -> Iterator[Finding]:
    """Whether the watched folders can be read, and seen to be written."""
    for source in settings.folders():
        folder = root / source.folder
        what = f"folder {folder}"
        if not folder.is_dir():
            yield Finding(Verdict.WARN, what, "is not there", "it is watched as soon as it is made")
        elif not os.access(folder, os.R_OK | os.X_OK):
            advice = f"give the user {os.getuid()} the right to read and enter it"
            yield Finding(Verdict.FAIL, what, "cannot be read", advice)
        else:
            yield Finding(Verdict.OK, what, "can be read")
            yield from _foreign_files(folder)


def _foreign_files(folder: Path) -> Iterator[Finding]:
    """Seeing that another user still writes a file takes a right that ordinary users lack."""
    files = (path for path in folder.rglob("*") if path.is_file())
    file = next((path for path in files if path.stat().st_uid != os.getuid()), None)
    if file is None or _can_lease(file):
        return
    advice = "give the service CAP_LEASE, as deploy/monitor.service does"
    detail = "files of other users count as complete only after settle_seconds without a change"
    yield Finding(Verdict.WARN, f"folder {folder}", detail, advice)


def _can_lease(file: Path) -> bool:
    before = signal.signal(signal.SIGIO, signal.SIG_IGN)
    try:
        with file.open("rb") as opened:
            fcntl.fcntl(opened, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(opened, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True  # somebody writes it: that is what the lease is for
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGIO, before)
    return True


def catcher(settings: MonitorSettings, root: Path) -> Iterator[Finding]:
    """Whether mail can be kept here, where there is no server to send it to."""
    if settings.smtp.host is None:
        yield _writable("mail catcher", (root / settings.smtp.catch).parent)


def _writable(what: str, folder: Path) -> Finding:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            return Finding(Verdict.OK, f"{what} {folder}", "can be written")
    except OSError as error:
        advice = f"give the user {os.getuid()} the right to write there"
        return Finding(Verdict.FAIL, f"{what} {folder}", f"cannot be written: {error.strerror}", advice)


def inotify(settings: MonitorSettings, root: Path) -> Iterator[Finding]:
    """Whether the kernel allows as many watches as there are folders; without them new files wait for a rescan."""
    try:
        watches, instances = int(_WATCHES.read_text()), int(_INSTANCES.read_text())
    except (OSError, ValueError):
        yield Finding(Verdict.WARN, "inotify", "its limits cannot be read", "new files may wait for a rescan")
        return
    needed = sum(1 + sum(path.is_dir() for path in (root / source.folder).rglob("*")) for source in settings.folders())
    detail = f"{needed} folders to watch, {watches} watches and {instances} instances allowed to a user"
    if needed > watches * 0.8 or instances < 16:
        advice = "raise fs.inotify.max_user_watches and max_user_instances with sysctl"
        yield Finding(Verdict.WARN, "inotify", detail, advice)
    else:
        yield Finding(Verdict.OK, "inotify", detail)


def disk(root: Path) -> Iterator[Finding]:
    """Whether there is room for the state."""
    free = shutil.disk_usage(root).free
    detail = f"{free / 1e9:.1f} GB free"
    if free < FEW_BYTES:
        yield Finding(Verdict.FAIL, f"disk of {root}", detail, "make room: a full disk stops the intake")
    elif free < NEARLY_FULL:
        yield Finding(Verdict.WARN, f"disk of {root}", detail, "make room, or keep less: `retention` in monitor.yml")
    else:
        yield Finding(Verdict.OK, f"disk of {root}", detail)


def clock(now: datetime, root: Path) -> Iterator[Finding]:
    """Whether the clock can be right: it is no older than the program, and agrees with the file system's."""
    with tempfile.NamedTemporaryFile(dir=root if os.access(root, os.W_OK) else None) as file:
        apart = abs(Path(file.name).stat().st_mtime - now.timestamp())
    installed = Path(__file__).stat().st_mtime
    if now.timestamp() < installed - 86_400:
        advice = "set the clock, and keep it set (timedatectl set-ntp true)"
        yield Finding(Verdict.FAIL, "clock", f"{now:%Y-%m-%d %H:%M:%S} UTC is before the monitor was installed", advice)
    elif apart > 60:
        yield Finding(Verdict.WARN, "clock", f"{apart:.0f} s apart from the file system's", "set both by NTP")
    else:
        yield Finding(Verdict.OK, "clock", f"{now:%Y-%m-%d %H:%M:%S} UTC")


def time_zones(settings: MonitorSettings, now: datetime) -> Iterator[Finding]:
    """What time it is where digests are due and receivers are: a wrong zone shows at once."""
    named = {settings.timezone, *(settings.digest_timezone(name) for name in settings.digests)}
    for name in sorted(named | {settings.timezone_of(receiver) for receiver in settings.receivers}):
        yield Finding(Verdict.OK, f"time zone {name}", f"it is {now.astimezone(ZoneInfo(name)):%a %H:%M} there")
