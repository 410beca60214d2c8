"""The files that people write: the last good version of each, and what is wrong with the present one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.errors import Problem, Severity
from monitor.storage import sql
from monitor.storage.rows import BrokenFile, FileKind, GoodFile
from monitor.storage.schema import broken_files, good_files


class RuleFiles:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def good(self, kind: FileKind) -> dict[str, GoodFile]:
        """The last good version of every file of a kind, by path."""
        rows = await self._connection.execute(select(good_files).where(good_files.c.kind == kind.value))
        return {row.path: GoodFile(row.path, kind, row.text, row.digest) for row in rows}

    async def save_good(self, files: Sequence[GoodFile]) -> None:
        """These versions are valid and go into service; what was wrong with earlier ones is past."""
        if not files:
            return
        insert = sql.insert(self._connection, good_files)
        changed = {name: insert.excluded[name] for name in ("kind", "text", "digest")}
        values = [{"path": one.path, "kind": one.kind.value, "text": one.text, "digest": one.digest} for one in files]
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["path"], set_=changed), values)
        await self._delete(broken_files, [one.path for one in files])

    async def broken(self) -> dict[str, BrokenFile]:
        """Every file whose present version is not in service, by path."""
        rows = await self._connection.execute(select(broken_files).order_by(broken_files.c.path))
        return {
            row.path: BrokenFile(
                row.path, FileKind(row.kind), row.digest, tuple(map(_problem, row.problems)), row.since
            )
            for row in rows
        }

    async def save_broken(self, file: BrokenFile) -> bool:
        """This version is broken. True where that is news: then its owner is to be told, in the same transaction, and
        so exactly once for each version."""
        query = select(broken_files.c.digest).where(broken_files.c.path == file.path)
        if (await self._connection.execute(query)).scalar_one_or_none() == file.digest:
            return False
        values = {
            "path": file.path,
            "kind": file.kind.value,
            "digest": file.digest,
            "problems": [asdict(problem) for problem in file.problems],
            "since": file.since,
        }
        insert = sql.insert(self._connection, broken_files)
        await self._connection.execute(insert.on_conflict_do_update(index_elements=["path"], set_=values), [values])
        return True

    async def forget(self, paths: Iterable[str]) -> None:
        """The files were removed: their last good versions go out of service too."""
        gone = list(paths)
        await self._delete(good_files, gone)
        await self._delete(broken_files, gone)

    async def _delete(self, table: Any, paths: Sequence[str]) -> None:
        for chunk in sql.chunks(paths):
            await self._connection.execute(delete(table).where(table.c.path.in_(chunk)))


def _problem(fields: Mapping[str, Any]) -> Problem:
    return Problem(**{**fields, "severity": Severity(fields["severity"])})
