"""`/healthz` and `/readyz`: whether the process lives, and whether it does its work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from monitor.clock import Clock
from monitor.errors import StoreUnavailable
from monitor.storage import Store

_STORE_SECONDS = 3.0


class Health:
    """`lacks` says in words what keeps the process from its work; nothing when all is well."""

    def __init__(self, store: Store, clock: Clock, lacks: Callable[[], Sequence[str]]) -> None:
        self._store = store
        self._clock = clock
        self._lacks = lacks

    async def alive(self, request: Request) -> Response:
        """The event loop answers: a process that does not should be started anew."""
        return JSONResponse({"status": "alive"})

    async def ready(self, request: Request) -> Response:
        """Whether articles that come now are taken and judged; 503 with every reason why not."""
        why = [*self._lacks(), *await self._store_lacks()]
        if why:
            return JSONResponse({"status": "not ready", "why": why}, 503, {"Retry-After": "5"})
        return JSONResponse({"status": "ready"})

    async def _store_lacks(self) -> list[str]:
        try:
            async with asyncio.timeout(_STORE_SECONDS), self._store.read() as tx:
                await tx.daemon.running(self._clock.now())
        except StoreUnavailable as error:
            return [f"the store cannot be used: {error}"]
        except TimeoutError:
            return [f"the store did not answer within {_STORE_SECONDS:g} s"]
        return []
