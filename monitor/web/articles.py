"""`POST /articles`: a body of any format that is read becomes an article; the answer comes after the commit.

Accepted means stored. A sender that got no answer repeats its request: with the same key, or without one the same body,
it is the same article, and the answer is the same.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from monitor.clock import Clock
from monitor.config import HttpSettings
from monitor.errors import StoreUnavailable
from monitor.model.article import ArticleId, Dealt, RawArticle
from monitor.sources.push import Closed, NotStored, OtherContent
from monitor.storage import Store
from monitor.web import keys
from monitor.web.problems import later, problem
from monitor.web.senders import Sender, Senders

log: structlog.stdlib.BoundLogger = structlog.get_logger()

_BUSY_SECONDS, _DOWN_SECONDS = 1, 5


class TooLarge(Exception):
    """The body has more bytes than its sender may give."""


class Desk:
    """Takes what is posted, from one of its senders at a time as many as `most_waiting`."""

    def __init__(self, senders: Senders, settings: HttpSettings, store: Store, clock: Clock) -> None:
        self._senders = senders
        self._settings = settings
        self._store = store
        self._clock = clock
        self._open = 0

    async def post(self, request: Request) -> Response:
        """The answer to one request. Its body is only read for a known sender, and while few others wait."""
        sender = self._senders.of(request.headers.get("authorization"))
        if sender is None:
            return problem(
                401, "the token of a `push` source is needed", {"WWW-Authenticate": 'Bearer realm="News Monitor"'}
            )
        if self._open >= self._settings.most_waiting:
            return later(429, f"{self._open} articles wait to be stored", _BUSY_SECONDS)
        self._open += 1
        try:
            return await self._take(request, sender)
        finally:
            self._open -= 1

    async def _take(self, request: Request, sender: Sender) -> Response:
        try:
            key = keys.parse(request.headers.get("idempotency-key"))
            async with asyncio.timeout(self._settings.body_seconds):
                content = await _body(request, sender.max_bytes)
        except keys.BadKey as error:
            return problem(400, str(error))
        except TooLarge:
            return problem(413, f"an article may have {sender.max_bytes} bytes", max_bytes=sender.max_bytes)
        except TimeoutError:
            return problem(408, f"the article was not there after {self._settings.body_seconds:g} s")
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        if not content.strip():
            return problem(400, "there is no body")
        return await self._give(sender, self._raw(sender.source.name, key, content))

    def _raw(self, source: str, key: str | None, content: bytes) -> RawArticle:
        """Named by its key or its content; what names itself goes by that name."""
        now, content_hash = self._clock.now(), hashlib.sha256(content).hexdigest()
        path = f"key/{key}" if key else f"sha256/{content_hash}"
        return RawArticle(ArticleId(source, path), content, content_hash, now, now, named_within=True)

    async def _give(self, sender: Sender, raw: RawArticle) -> Response:
        try:
            async with self._store.read() as tx:
                before = await tx.ledger.content_hash(raw.id)
            if before in (None, raw.content_hash):
                return _answer(await sender.source.give(raw))
            return _reused()
        except OtherContent:
            return _reused()
        except (NotStored, StoreUnavailable):
            return later(503, "the store cannot be used now: nothing was taken", _DOWN_SECONDS)
        except Closed:
            return later(503, "the monitor stops, or has only begun to start", _DOWN_SECONDS)


async def _body(request: Request, most: int) -> bytes:
    """Raises TooLarge before more than `most` bytes are in memory."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise TooLarge
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise TooLarge
        parts.append(part)
    return b"".join(parts)


def _reused() -> Response:
    return problem(422, "this Idempotency-Key was used for another body")


def _answer(outcome: Sequence[Dealt]) -> Response:
    kept = [{"id": one.id.path} for one in outcome if one.refusal is None]
    refusals = [(one.id.path, one.refusal) for one in outcome if one.refusal is not None]
    held = [{"id": path, "until": why.until.isoformat()} for path, why in refusals if why.until]
    refused = [
        {"id": path, "reason": why.reason.value, "detail": why.detail} for path, why in refusals if not why.until
    ]
    if kept or held:
        return JSONResponse({"articles": kept, "held": held, "refused": refused}, 201 if kept else 202)
    detail = "; ".join(f"{one['reason']}: {one['detail']}" for one in refused[:3]) or "there is no article in it"
    return problem(422, detail, refused=refused)
