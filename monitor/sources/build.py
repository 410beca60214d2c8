"""A source for each entry of `sources:` in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from monitor.clock import Clock
from monitor.config import FolderSettings, PushSettings
from monitor.config import Source as SourceSettings
from monitor.model.article import LedgerEntry
from monitor.sources.contract import Source
from monitor.sources.folder import FolderSource
from monitor.sources.push import PushSource


def open_source(settings: SourceSettings, root: Path, ledger: Mapping[str, LedgerEntry], clock: Clock) -> Source:
    """The source that the settings describe; paths in them are relative to `root`. `ledger`: what was taken before."""
    match settings:
        case FolderSettings():
            return FolderSource(settings.called, root / settings.folder, settings, ledger, clock)
        case PushSettings():
            return PushSource(settings.called)
