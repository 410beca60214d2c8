"""Files as their sources delivered them, beside the articles that were read from them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import ArticleId, RawArticle
from monitor.storage import sql
from monitor.storage.schema import originals


class Originals:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep(self, raws: Sequence[RawArticle]) -> None:
        """Keep files, compressed, each content once."""
        values = [_values(raw) for raw in raws]
        if values:
            statement = sql.insert(self._connection, originals).on_conflict_do_nothing()
            await self._connection.execute(statement, values)

    async def get(self, file: ArticleId) -> bytes | None:
        """The latest content of a file that was kept."""
        same = (originals.c.source == file.source, originals.c.path == file.path)
        query = select(originals.c.content).where(*same).order_by(originals.c.received.desc()).limit(1)
        content = (await self._connection.execute(query)).scalar_one_or_none()
        return None if content is None else zlib.decompress(content)


def _values(raw: RawArticle) -> dict[str, object]:
    content = zlib.compress(raw.content)
    return {
        "source": raw.id.source,
        "path": raw.id.path,
        "content_hash": raw.content_hash,
        "received": raw.received,
        "bytes": len(content),
        "content": content,
    }
