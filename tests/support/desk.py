"""A configuration in a folder of its own, and the command line called in it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import CliRunner, Result

from monitor.cli import commands
from monitor.storage import Store, Transaction

T = TypeVar("T")

SETTINGS = """\
sources:
  - folder: seeds
receivers:
  desk:
    kind: email
    to: [desk@example.org, night@example.org]
  box:
    kind: file
    folder: outbox
routes:
  - to: [desk]
    digest: morning
digests:
  morning: {cron: "0 7 * * *", timezone: Europe/Paris, to: [box]}
"""
RULE = """\
title: Cholera outbreak
any: [cholera, acute watery diarrhoea]
all: [[outbreak, cases, deaths]]
unless: [Love in the Time of Cholera]
within: sentence
tests:
  yes:
    - The ministry confirmed twelve new cases of cholera in the camp.
  no:
    - Her book club is reading "Love in the Time of Cholera", a story of two deaths.
"""


@dataclass
class Desk:
    """A folder with settings and a rule. Calling it runs a command of `monitor` on them."""

    root: Path

    def __call__(self, *arguments: str, input: str | None = None) -> Result:
        config = str(self.root / "monitor.yml")
        return CliRunner().invoke(commands, ["--config", config, *arguments], input=input, prog_name="monitor")

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def stored(self, work: Callable[[Transaction], Awaitable[T]]) -> T:
        """Do something in the store of this configuration, as a daemon would."""

        async def body() -> T:
            store = await Store.open(f"sqlite:///{self.root}/var/monitor.db")
            try:
                async with store.begin() as tx:
                    return await work(tx)
            finally:
                await store.close()

        return asyncio.run(body())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.write("monitor.yml", SETTINGS)
    made.write("rules/cholera.yml", RULE)
    return made
