"""The door for other programs, whole but for the daemon around it: a server on loopback, a pipeline, a store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import aiohttp

from monitor.clock import SystemClock
from monitor.config import HttpSettings, PushSettings
from monitor.matching import Engine
from monitor.pipeline import InForce, Pipeline
from monitor.rules.compiled import RuleSet
from monitor.rules.load import load_rules
from monitor.sources.push import PushSource
from monitor.storage import Store
from monitor.web import Door as RealDoor
from monitor.web import Figures, Process, SourceFigures
from tests.support.alerting import plain_headline, settings

TOKEN = "the-token-of-the-wire"
RULE = "title: Cholera\nid: cholera\nany: [cholera]\nnotify: [desk]\n"


class Door:
    """`client` posts as the sender `wire`. The pipeline takes nothing before `flow`."""

    def __init__(self, store: Store, **http: Any) -> None:
        self.store = store
        self.source = PushSource("wire")
        sender = PushSettings.model_validate({"push": "wire", "token": TOKEN, "max_bytes": 10_000})
        shape = settings(
            receivers={"desk": {"kind": "email", "to": ["desk@example.org"]}}, routes=[{"to": ["desk"]}],
            sources=[{"push": "wire", "token": TOKEN}],
        )  # fmt: skip
        engine = Engine(RuleSet({one.id: one for one in load_rules({"c.yml": RULE}, {}).rules["c.yml"]}, {}))
        self.pipeline = Pipeline(
            store,
            {"wire": self.source},
            lambda: InForce(shape, engine, plain_headline),
            SystemClock(),
            lambda: None,
            hears=lambda raw, dealt: self.real.hear(raw, dealt),  # noqa: PLW0108 - it is made below
        )
        self.lacks: list[str] = []
        self.real = RealDoor(
            HttpSettings(**{"listen": "127.0.0.1:0", **http}),
            {"wire": sender},
            {"wire": self.source},
            store=store,
            clock=SystemClock(),
            process=Process(lambda: self.lacks, self._figures),
        )
        self.stop, self.drained, self.closed = (asyncio.Event() for _ in range(3))
        self.client = aiohttp.ClientSession(self.real.url)

    async def _figures(self) -> Figures:
        now = SystemClock().now()
        async with self.store.read() as tx:
            states = await tx.outbox.counts()
        return Figures(
            now=now,
            version="1.2",
            sources={"wire": SourceFigures(now, self.source.waiting, 0)},
            rules=1,
            rules_off=2,
            broken_files=3,
            intake=self.pipeline.intake.qsize(),
            judged=self.pipeline.judged,
            judged_seconds=self.pipeline.judged_seconds,
            notifications=states,
            waiting_since=now - timedelta(seconds=90),
            well={"desk": False},
            alerts={"high": 4},
            quarantined=5,
            embargoed=6,
        )

    def flow(self) -> asyncio.Task[None]:
        return asyncio.create_task(self.pipeline.run(self.drained))

    async def post(
        self, body: str | bytes, key: str | None = None, token: str = TOKEN
    ) -> tuple[int, dict[str, Any], dict[str, str]]:
        """Status, answer and headers."""
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key is not None else {})
        async with self.client.post("/articles", data=body, headers=headers) as answer:
            return answer.status, await answer.json(content_type=None), dict(answer.headers)


@asynccontextmanager
async def door(store: Store, *, flows: bool = True, **http: Any) -> AsyncIterator[Door]:
    """A door that is open; at the end it is closed in order."""
    made = Door(store, **http)
    taking = asyncio.create_task(made.source.run(made.pipeline.intake.put, made.stop))
    answering = asyncio.create_task(made.real.run(made.closed, 5))
    flow = made.flow() if flows else None
    try:
        yield made
    finally:
        await made.client.close()
        made.stop.set()
        made.drained.set()
        made.real.give_up()
        await (flow or made.flow())
        made.closed.set()
        await asyncio.gather(taking, answering)
