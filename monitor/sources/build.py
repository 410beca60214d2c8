"""A source for each entry of `sources:` in the settings."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from monitor.clock import Clock
from monitor.config import FeedsSettings, FolderSettings, PushSettings, StdinSettings
from monitor.config import Source as SourceSettings
from monitor.model.article import LedgerEntry
from monitor.sources.contract import Source
from monitor.sources.feeds import FeedSource, Fetcher, Hosts, Memory
from monitor.sources.folder import FolderSource
from monitor.sources.push import PushSource
from monitor.sources.stdin import StdinSource


def open_source(
    settings: SourceSettings,
    root: Path,
    ledger: Mapping[str, LedgerEntry],
    clock: Clock,
    *,
    memory: Memory,
    hosts: Hosts,
) -> Source:
    """The source that the settings describe; paths in them are relative to `root`. `ledger`: what was taken before.

    Feeds: `memory` is what survives a restart, `hosts` what all of a process must know of whom they asked.
    """
    match settings:
        case FolderSettings():
            return FolderSource(settings.called, root / settings.folder, settings, ledger, clock)
        case FeedsSettings():
            file = root / settings.feeds
            return FeedSource(
                settings.called, file, settings, memory=memory, requests=fetcher(settings), hosts=hosts, clock=clock
            )
        case PushSettings():
            return PushSource(settings.called)
        case StdinSettings():
            descriptor = sys.__stdin__.fileno() if sys.__stdin__ else None  # closed: its number may be another file's
            return StdinSource(settings.called, settings.max_bytes, clock, descriptor)


def fetcher(settings: FeedsSettings) -> Fetcher:
    """Who asks for feeds, within the limits that are set."""
    return Fetcher(max_bytes=settings.max_bytes, seconds=settings.timeout_seconds, allow_private=settings.allow_private)
