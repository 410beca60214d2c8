"""The store, beside whatever daemon is running on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from monitor.cli.session import Session
from monitor.storage import Store, Transaction


@asynccontextmanager
async def store(session: Session) -> AsyncIterator[Store]:
    opened = await Store.open(session.loaded.store_url)
    try:
        yield opened
    finally:
        await opened.close()


@asynccontextmanager
async def reading(session: Session) -> AsyncIterator[Transaction]:
    """One transaction that only reads."""
    async with store(session) as opened, opened.read() as tx:
        yield tx


@asynccontextmanager
async def writing(session: Session) -> AsyncIterator[Transaction]:
    """One transaction."""
    async with store(session) as opened, opened.begin() as tx:
        yield tx
