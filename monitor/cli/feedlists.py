"""The lists of feeds that sources have, as the commands see them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from monitor.cli.session import Session
from monitor.config import FeedsSettings
from monitor.errors import Unreadable, UnreadableReason
from monitor.sources.build import fetcher
from monitor.sources.feeds import Fetcher, listing, opml
from monitor.sources.feeds.opml import Feed, Listed, NoList


@dataclass(frozen=True, slots=True)
class FeedList:
    """A source's list of feeds."""

    settings: FeedsSettings
    file: Path

    @property
    def name(self) -> str:
        return self.settings.called

    @property
    def fields(self) -> Mapping[str, str]:
        return self.settings.hints.fields

    def feeds(self) -> Listed:
        """What is listed; a list that is not there yet is empty."""
        found = listing.load(self.file) if self.file.exists() else Listed(())
        if isinstance(found, Listed):
            return found
        raise Unreadable(UnreadableReason.BROKEN, f"{self.file}: {found.reason}")

    def is_there(self) -> bool:
        """Whether there is a list; that there is none yet is said, and is no failure."""
        if self.file.exists():
            return True
        click.echo(f"{self.file}: no feed was added yet", err=True)
        return False

    def told(self) -> Listed:
        """What is listed; what is wrong with the list is said."""
        found = self.feeds() if self.is_there() else Listed(())
        for fault in found.faults:
            click.echo(f"{self.file}: {fault}", err=True)
        return found

    def add(self, *feeds: Feed) -> int:
        """How many were not listed yet."""
        before = len(self.feeds().feeds)
        with changing(self.file):
            listing.edit(self.file, lambda text: opml.add(text, feeds))
        return len(self.feeds().feeds) - before

    @asynccontextmanager
    async def requests(self) -> AsyncIterator[Fetcher]:
        made = fetcher(self.settings)
        try:
            yield made
        finally:
            await made.close()


def lists(session: Session, name: str | None) -> list[FeedList]:
    """The lists of all sources that have one, or of the source of that name."""
    every = [one for one in session.settings.sources if isinstance(one, FeedsSettings)]
    if not every:
        raise click.UsageError("no source has a list of feeds: add `- feeds: feeds.opml` to `sources` in monitor.yml")
    chosen = [one for one in every if name in (None, one.called)]
    if not chosen:
        raise click.UsageError(f"no source of feeds is named {name}; there is {', '.join(one.called for one in every)}")
    return [FeedList(one, session.loaded.root / one.feeds) for one in chosen]


def chosen_list(session: Session, name: str | None) -> FeedList:
    """The one that is meant: it must be named where there are several."""
    every = lists(session, name)
    if len(every) > 1:
        raise click.UsageError(f"say which list with --source: {', '.join(one.name for one in every)}")
    return every[0]


@contextmanager
def changing(file: Path) -> Iterator[None]:
    """A list that cannot be read or written ends the command, with what is wrong."""
    try:
        yield
    except (OSError, NoList) as error:
        raise Unreadable(UnreadableReason.BROKEN, f"{file}: {error}") from None
