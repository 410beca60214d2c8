"""The store, beside whatever daemon is running on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import click

from monitor.cli.session import Session
from monitor.storage import Store, Transaction


@asynccontextmanager
async def store(session: Session) -> AsyncIterator[Store]:
    """The store, whatever else is wrong with the settings; that something is, is said."""
    opened = await Store.open(session.store_url)
    if session.sound is None:
        now_in = "The earlier settings are in force; times here are in UTC"
        click.echo(f"{session.config} is broken: see `monitor check`. {now_in}", err=True)
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
