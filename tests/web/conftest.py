"""Stores behind the door: both databases where they matter, SQLite where only HTTP does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from monitor.storage import Store
from tests.support.databases import fresh_url, postgres, store, store_url

__all__ = ["fresh_url", "lite", "postgres", "store", "store_url"]


@pytest_asyncio.fixture
async def lite(tmp_path: Path) -> AsyncIterator[Store]:
    opened = await Store.open(f"sqlite:///{tmp_path}/monitor.db")
    yield opened
    await opened.close()
