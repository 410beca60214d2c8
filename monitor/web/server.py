"""Listens for requests on the process's own event loop, and stops in order."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Iterator

import uvicorn
from starlette.applications import Starlette

from monitor.config import address
from monitor.errors import NotListening

_MOST_CONNECTIONS = 512  # more are answered 503 at once
_IDLE_SECONDS = 15


class _InProcess(uvicorn.Server):
    """A server that leaves signals to the process that it runs in."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Server:
    """Answers as the application says, from `listen` until its `run` ends. TLS is left to a reverse proxy."""

    def __init__(self, listen: str) -> None:
        """Take the address; connections wait until `run`. Raises NotListening."""
        host, port = address(listen)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            self._socket = socket.create_server((host, port), family=family, backlog=128)
        except OSError as error:
            why = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)  # a name's: no errno
            raise NotListening(f"cannot listen on {listen}: {why}") from None

    @property
    def url(self) -> str:
        """Where it answers."""
        host, port = self._socket.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def close(self) -> None:
        """Let go of the address, where `run` did not."""
        self._socket.close()

    async def run(self, application: Starlette, stop: asyncio.Event, grace_seconds: float) -> None:
        """Answer until `stop`: then no more connections, and requests under way get their grace time."""
        config = uvicorn.Config(
            application,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_keep_alive=_IDLE_SECONDS,
            timeout_graceful_shutdown=max(1, round(grace_seconds)),
        )
        server = _InProcess(config)
        serving = asyncio.create_task(server.serve(sockets=[self._socket]))
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        server.should_exit = True
        await serving
