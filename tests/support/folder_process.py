"""A folder source in a process of its own: prints `path <tab> content hash <tab> reason` for each article it takes.

python -m tests.support.folder_process FOLDER [--user UID] [--settle SECONDS]
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from pathlib import Path

from monitor.clock import SystemClock
from monitor.config import FolderSettings
from monitor.model.article import RawArticle, Touched
from monitor.sources.folder import FolderSource


async def _serve(folder: Path, settle: float) -> None:
    settings = FolderSettings(folder=str(folder), rescan_seconds=3600, settle_seconds=settle)
    source = FolderSource("wire", folder, settings, {}, SystemClock())
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)

    async def put(article: RawArticle | Touched) -> None:
        reason = article.refused[0] if isinstance(article, RawArticle) and article.refused else ""
        print(article.id.path, article.content_hash, reason, sep="\t", flush=True)  # noqa: T201
        source.stored([article])

    await source.run(put, stop)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--user", type=int)
    arguments.add_argument("--settle", type=float, default=2.0)
    given = arguments.parse_args()
    if given.user is not None:
        os.setgroups([])
        os.setuid(given.user)
    asyncio.run(_serve(given.folder, given.settle))


if __name__ == "__main__":
    main()
