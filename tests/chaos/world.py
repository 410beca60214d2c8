"""What the monitor lives in: a folder of news, settings, servers, and everything that befalls it."""

from __future__ import annotations

import mmap
import os
import random
import resource
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.hostile import TIMEOUT, Mood, Servers, hostile_servers
from tests.support.service import ROOT

RULE = """\
title: Earthquake
headline: "Quake: {{ place }}"
any: [earthquake]
all: [[{of: $towns, as: place}]]
within: sentence
alert: {once_per: [place], hold: 10m, again_if: [status, sources]}
"""
SETTINGS = """\
sources:
  - {{folder: seeds, rescan_seconds: 1}}
smtp: {{host: 127.0.0.1, port: {smtp}, security: none, timeout_seconds: {timeout}}}
receivers:
  desk: {{kind: email, to: [a@example.org, b@example.org], throttle: {{most: 6, per: 10m}}}}
  night: {{kind: email, to: [n@example.org], quiet_hours: {{from: "22:00", to: "07:00"}}}}
{hook}routes:
{hook_route}  - {{name: grouped, to: [night], group: {{by: [rule], wait: 1s, interval: 5m}}, continue: true}}
  - {{name: all, to: [desk], digest: often}}
digests:
  often: {{cron: "*/20 * * * *", to: [desk]}}
"""
HOOK = '  hook: {{kind: webhook, url: "http://127.0.0.1:{http}/", allow_private: true, timeout_seconds: {timeout}}}\n'
HOOK_ROUTE = "  - {name: hook, to: [hook], continue: true}\n"
SYLLABLES = ["ba", "do", "ki", "lu", "me", "na", "po", "ra", "su", "ta", "ve", "zo"]
TOWNS = [(a + b + c).capitalize() for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES]
BROKEN = "{{ nonsense"
WIRES = ("Reuters", "AFP", "AP")
QUAKE = """\
---
source: {wire}
---
{mark}Earth shakes in {town}

An earthquake struck {town} at dawn, officials said in report {number}.
"""
CALM = """\
---
source: {wire}
---
{mark}Earth shakes in {town}

What struck {town} at dawn was a blast, officials said in report {number}.
"""


@dataclass
class World:
    """A folder with a monitor that is started again and again. `told` are the towns that articles were written about,
    with how many; `taken_back` the files whose later version no longer says so; `killed` those that another kills."""

    root: Path
    servers: Servers
    chance: random.Random
    told: dict[str, int] = field(default_factory=dict)
    taken_back: set[str] = field(default_factory=set)
    killed: set[str] = field(default_factory=set)
    kills: int = 0
    befell: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder in ("seeds", "rules/lists", "templates"):
            (self.root / folder).mkdir(parents=True)
        (self.root / "rules/quake.yml").write_text(RULE)
        (self.root / "rules/lists/towns.txt").write_text("\n".join(TOWNS) + "\n")
        self.configure()
        self._offset = 0.0
        clock = self.root / "clock"
        clock.write_bytes(struct.pack("d", 0.0))
        with clock.open("r+b") as opened:
            self._clock = mmap.mmap(opened.fileno(), 8)
        self._zygote = subprocess.Popen(
            [sys.executable, "-m", "tests.chaos.zygote"],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(ROOT), "CHAOS_CLOCK": str(clock)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._hear("ready")

    def close(self) -> None:
        self._zygote.kill()
        self._zygote.wait()

    def configure(self, *, hook: bool = True) -> None:
        """Write the settings, with the webhook or without it."""
        ports = {"smtp": self.servers.smtp_port, "http": self.servers.http_port, "timeout": TIMEOUT}
        shape = HOOK.format(**ports) if hook else ""
        text = SETTINGS.format(**ports, hook=shape, hook_route=HOOK_ROUTE if hook else "")
        _save(self.root / "monitor.yml", text)

    def report(self) -> None:
        """An article, about a town that is new or one that was told of before."""
        known = list(self.told)
        town = self.chance.choice(known) if known and self.chance.random() < 0.3 else TOWNS[len(known)]
        self.told[town] = number = self.told.get(town, 0) + 1
        self._write(f"{town}-{number}.txt", QUAKE.format(wire=_wire(number), town=town, number=number, mark=""))

    def take_back(self) -> None:
        """A correction of something told before: a new version that no longer says so, marked or not, or a kill."""
        files = [f"{town}-{number}.txt" for town, many in self.told.items() for number in range(1, many + 1)]
        left = [each for each in files if each not in self.taken_back | self.killed]
        if not left:
            return
        file = self.chance.choice(left[-20:])
        town, number = file.removesuffix(".txt").split("-")
        about = {"wire": _wire(int(number)), "town": town, "number": number}
        if self.chance.random() < 0.3:
            self.killed.add(file)
            self._write(f"{town}-{number}.txt-kill.txt", QUAKE.format(**about, mark="KILL - "))
        else:
            self.taken_back.add(file)
            self._write(file, CALM.format(**about, mark=self.chance.choice(["", "CORRECTED: "])))

    def _write(self, name: str, text: str) -> None:
        folder = self.root / "seeds"
        if not folder.exists():  # unmounted: it comes when the folder is back
            folder = self.root / "seeds.gone"
        _save(folder / name, text)

    def set_clock(self, by: float) -> None:
        """Set the clock forward or back, while whatever runs runs."""
        self._offset += by
        self._clock[:8] = struct.pack("d", self._offset)

    @contextmanager
    def monitor(self) -> Iterator[int]:
        """A running monitor, by its process id. At the end it is killed, if it still lives."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(f"\0chaos-{os.getpid()}-{self.kills}-{time.monotonic_ns()}")
            notify.settimeout(120)
            assert self._zygote.stdin is not None
            self._zygote.stdin.write("@" + notify.getsockname()[1:].decode() + "\n")
            self._zygote.stdin.flush()
            child = int(self._hear("started"))
            self.notify = notify
            try:
                yield child
            finally:
                _kill(child)
                self._hear(f"ended {child}")

    def wait_until_ready(self) -> None:
        while "READY=1" not in self.notify.recv(4096).decode().split("\n"):
            pass

    def calm(self) -> None:
        """Undo whatever befell."""
        self.servers.mood.hostility, self.servers.mood.down = 0.0, False
        gone = self.root / "seeds.gone"
        if gone.exists():
            gone.rename(self.root / "seeds")
        (self.root / "templates/default.txt.j2").unlink(missing_ok=True)
        self.configure()

    def count(self, state: str) -> int:
        with closing(sqlite3.connect(self.root / "var/monitor.db", timeout=60)) as base:
            (many,) = base.execute("SELECT count(*) FROM notifications WHERE state = ?", (state,)).fetchone()
        return int(many)

    def _hear(self, word: str) -> str:
        """The rest of the zygote's next answer, which begins with this."""
        assert self._zygote.stdout is not None
        line = self._zygote.stdout.readline().strip()
        assert line.startswith(word), (word, line)
        return line.removeprefix(word).strip()


def _wire(number: int) -> str:
    return WIRES[number % len(WIRES)]


def _save(file: Path, text: str) -> None:
    partial = file.with_name(f".{file.name}.part")
    partial.write_text(text)
    partial.replace(file)


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def lock_database(world: World, _: int) -> None:
    """Another process writes for a while."""
    held = world.chance.uniform(0.05, 0.8)

    def hold() -> None:
        file = world.root / "var/monitor.db"
        if file.exists():
            with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as base:
                try:
                    base.execute("BEGIN IMMEDIATE")
                except sqlite3.OperationalError:
                    return
                time.sleep(held)
                base.execute("ROLLBACK")

    threading.Thread(target=hold, daemon=True).start()


def fill_disk(world: World, pid: int) -> None:
    """No file of this process can grow for a moment: what a write meets is an error, as on a full disk."""
    try:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        time.sleep(world.chance.uniform(0.05, 0.5))
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except ProcessLookupError:
        return


def unmount_folder(world: World, _: int) -> None:
    here, gone = world.root / "seeds", world.root / "seeds.gone"
    here.rename(gone) if here.exists() else gone.rename(here)


def break_template(world: World, _: int) -> None:
    file = world.root / "templates/default.txt.j2"
    if file.exists():
        file.unlink()
    else:
        _save(file, BROKEN)


def remove_receiver(world: World, _: int) -> None:
    world.configure(hook="hook" not in (world.root / "monitor.yml").read_text())


def step_clock(world: World, _: int) -> None:
    world.set_clock(world.chance.choice([-3600.0, -60.0, -1.0, 1.0, 60.0, 3600.0, 6 * 3600.0]))


def turn_servers_off(world: World, _: int) -> None:
    world.servers.mood.down = not world.servers.mood.down


def flood(world: World, _: int) -> None:
    """More at once than the throttle lets through."""
    for _each in range(12):
        world.report()


BLOWS: tuple[Callable[[World, int], None], ...] = (
    lock_database,
    fill_disk,
    unmount_folder,
    break_template,
    remove_receiver,
    step_clock,
    turn_servers_off,
    flood,
)


def round_of(world: World) -> None:
    """One life of the monitor: fed, struck, and killed at a random moment between its first breath and some seconds
    on. Some time passes until the next."""
    world.set_clock(world.chance.uniform(0, 90))
    if world.chance.random() < 0.5:
        world.servers.mood.down = False
    with world.monitor() as pid:
        lifetime = world.chance.uniform(0.0, 3.0)
        if world.chance.random() < 0.8:
            world.wait_until_ready()
            lifetime = world.chance.uniform(0.0, 1.5)
        end = time.monotonic() + lifetime
        for _ in range(world.chance.choice([0, 1, 1, 2, 3])):
            world.report()
        if world.chance.random() < 0.4:
            world.take_back()
        if world.chance.random() < 0.5:
            blow = world.chance.choice(BLOWS)
            blow(world, pid)
            world.befell[blow.__name__] = world.befell.get(blow.__name__, 0) + 1
        time.sleep(max(0.0, end - time.monotonic()))
        _kill(pid)
    world.kills += 1


def last_round(world: World, seconds: float = 300.0) -> None:
    """One undisturbed life, with hours passing, until nothing waits any more."""
    world.calm()
    for _ in range(3):
        world.report()
    with world.monitor():
        world.wait_until_ready()
        deadline = time.monotonic() + seconds
        quiet = 0
        while quiet < 4:
            assert time.monotonic() < deadline, f"{world.count('pending')} notifications still wait"
            world.set_clock(1200.0)
            time.sleep(0.5)
            quiet = quiet + 1 if world.count("pending") == 0 else 0


@contextmanager
def chaos(root: Path, seed: int) -> Iterator[World]:
    """A world and its hostile servers."""
    chance = random.Random(seed)
    with hostile_servers(Mood(random.Random(seed + 1))) as servers:
        world = World(root, servers, chance)
        try:
            yield world
        finally:
            world.close()
