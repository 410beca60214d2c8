"""The door as the daemon has it: the address, what answers, and what is counted for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from monitor.clock import Clock
from monitor.config import HttpSettings, PushSettings
from monitor.errors import StoreUnavailable
from monitor.model.article import Dealt, RawArticle
from monitor.sources import Source
from monitor.sources.push import PushSource
from monitor.storage import Store
from monitor.web.articles import Desk
from monitor.web.health import Health
from monitor.web.metrics import CONTENT_TYPE, Figures, Metrics
from monitor.web.problems import later, of_exception
from monitor.web.senders import Senders
from monitor.web.server import Server


@dataclass(frozen=True, slots=True)
class Process:
    """What the door asks the process around it: what keeps it from its work, and its figures."""

    lacks: Callable[[], Sequence[str]]
    figures: Callable[[], Awaitable[Figures]]


class Door:
    """Takes the address at once, and answers while it runs. Raises NotListening."""

    def __init__(
        self,
        settings: HttpSettings,
        senders: Mapping[str, PushSettings],
        sources: Mapping[str, Source],
        *,
        store: Store,
        clock: Clock,
        process: Process,
    ) -> None:
        self._clock = clock
        self._figures = process.figures
        self._pushed = {name: one for name, one in sources.items() if isinstance(one, PushSource)}
        known = [(senders[name], source) for name, source in self._pushed.items()]
        self._desk = Desk(Senders(known), settings, store, clock)
        self._health = Health(store, clock, process.lacks)
        self._metrics = Metrics(list(sources))
        self._server = Server(settings.listen)

    @property
    def url(self) -> str:
        """Where it answers."""
        return self._server.url

    def close(self) -> None:
        """Let go of the address."""
        self._server.close()

    def hear(self, raw: RawArticle, dealt: Sequence[Dealt]) -> None:
        """What became of an article, once it is stored: whoever posted it waits for that."""
        self._metrics.note(raw, dealt, self._clock.now())
        if raw.id.source in self._pushed:
            self._pushed[raw.id.source].dealt(raw, dealt)

    def give_up(self) -> None:
        """Nothing more is stored before the end: whoever waits hears so."""
        for source in self._pushed.values():
            source.give_up()

    async def run(self, stop: asyncio.Event, grace_seconds: float) -> None:
        """Answer until `stop`; requests under way get their grace time."""
        await self._server.run(self.application(), stop, grace_seconds)

    def application(self) -> Starlette:
        """What answers where, and problem+json for everything else."""
        return Starlette(
            routes=[
                Route("/articles", self._desk.post, methods=["POST"]),
                Route("/healthz", self._health.alive, methods=["GET"]),
                Route("/readyz", self._health.ready, methods=["GET"]),
                Route("/metrics", self._measure, methods=["GET"]),
            ],
            exception_handlers={HTTPException: of_exception},
        )

    async def _measure(self, request: Request) -> Response:
        try:
            return Response(self._metrics.text(await self._figures()), headers={"Content-Type": CONTENT_TYPE})
        except StoreUnavailable as error:
            return later(503, f"the store cannot be used: {error}", 5)
