"""Articles of the past: those of files, else those that the store has kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from datetime import UTC, datetime

from monitor.backtest.work import Given
from monitor.cli import inputs
from monitor.cli.session import Session
from monitor.errors import Unreadable
from monitor.model.article import Article
from monitor.storage import Store


def given(
    session: Session, files: tuple[str, ...], since: datetime | None, until: datetime | None
) -> Iterator[Given | Unreadable]:
    """All articles of the files; without files, those of the archive that came in `[since, until)`."""
    if files:
        return inputs.opened(files, session.clock.now(), inputs.hints_of(session.settings, session.loaded.root))
    return _archived(session.store_url, since or datetime.min.replace(tzinfo=UTC), until or session.clock.now())


def _archived(url: str, since: datetime, until: datetime) -> Iterator[Article]:
    """What the store has kept, each version when it came. In a loop of its own, which goes on only when it is asked for
    more."""
    with asyncio.Runner() as runner:
        articles = _stored(url, since, until)
        try:
            while True:
                batch = runner.run(_some(articles))
                if not batch:
                    return
                yield from batch
        finally:
            runner.run(articles.aclose())


async def _some(articles: AsyncIterator[Article], most: int = 200) -> list[Article]:
    found: list[Article] = []
    async for article in articles:
        found.append(article)
        if len(found) == most:
            break
    return found


async def _stored(url: str, since: datetime, until: datetime) -> AsyncGenerator[Article, None]:
    store = await Store.open(url)
    try:
        async with store.read() as tx:
            async for article in tx.archive.between(since, until):
                yield article
    finally:
        await store.close()
