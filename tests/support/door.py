"""The door for other programs, whole but for the daemon around it: a server on loopback, a pipeline, a store."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from monitor.clock import SystemClock
from monitor.config import HttpSettings, PushSettings
from monitor.matching import Engine
from monitor.model.article import Dealt, RawArticle
from monitor.pipeline import InForce, Pipeline
from monitor.rules.compiled import RuleSet
from monitor.rules.load import load_rules
from monitor.sources import PushSource
from monitor.storage import Store
from monitor.web import Desk, Senders, Server, application
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
            hears=self._hear,
        )
        self.desk = Desk(Senders([(sender, self.source)]), HttpSettings(**http), store, SystemClock())
        self.server = Server("127.0.0.1:0")
        self.stop, self.drained, self.closed = (asyncio.Event() for _ in range(3))
        self.client = aiohttp.ClientSession(self.server.url)

    def _hear(self, raw: RawArticle, dealt: Sequence[Dealt]) -> None:
        self.source.dealt(raw, dealt)

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
    answering = asyncio.create_task(made.server.run(application(made.desk), made.closed, 5))
    flow = made.flow() if flows else None
    try:
        yield made
    finally:
        await made.client.close()
        made.stop.set()
        made.drained.set()
        made.source.give_up()
        await (flow or made.flow())
        made.closed.set()
        await asyncio.gather(taking, answering)
