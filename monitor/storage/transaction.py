"""One transaction, and the topics that can be read and written in it."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.storage.alerts import Alerts
from monitor.storage.archive import Archive
from monitor.storage.articles import Articles
from monitor.storage.changes import Changes
from monitor.storage.daemon import Daemon
from monitor.storage.digests import Digests
from monitor.storage.feeds import Feeds
from monitor.storage.ledger import Ledger
from monitor.storage.matches import Matches
from monitor.storage.originals import Originals
from monitor.storage.outbox import Outbox
from monitor.storage.quarantine import Quarantine
from monitor.storage.queue import Queue
from monitor.storage.receivers import Receivers
from monitor.storage.reports import Reports
from monitor.storage.rulefiles import RuleFiles
from monitor.storage.silences import Silences
from monitor.storage.stories import Stories
from monitor.storage.tallies import Tallies
from monitor.storage.upkeep import Upkeep
from monitor.storage.why import Why
from monitor.storage.windows import Windows


class Transaction:
    """Everything done through one of these is committed together. Not for use by two tasks at once."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self._connection)

    @cached_property
    def articles(self) -> Articles:
        return Articles(self._connection)

    @cached_property
    def archive(self) -> Archive:
        return Archive(self._connection)

    @cached_property
    def originals(self) -> Originals:
        return Originals(self._connection)

    @cached_property
    def stories(self) -> Stories:
        return Stories(self._connection)

    @cached_property
    def matches(self) -> Matches:
        return Matches(self._connection)

    @cached_property
    def alerts(self) -> Alerts:
        return Alerts(self._connection)

    @cached_property
    def reports(self) -> Reports:
        return Reports(self._connection)

    @cached_property
    def changes(self) -> Changes:
        return Changes(self._connection)

    @cached_property
    def windows(self) -> Windows:
        return Windows(self._connection)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self._connection)

    @cached_property
    def queue(self) -> Queue:
        return Queue(self._connection)

    @cached_property
    def tallies(self) -> Tallies:
        return Tallies(self._connection)

    @cached_property
    def receivers(self) -> Receivers:
        return Receivers(self._connection)

    @cached_property
    def feeds(self) -> Feeds:
        return Feeds(self._connection)

    @cached_property
    def silences(self) -> Silences:
        return Silences(self._connection)

    @cached_property
    def digests(self) -> Digests:
        return Digests(self._connection)

    @cached_property
    def quarantine(self) -> Quarantine:
        return Quarantine(self._connection)

    @cached_property
    def rulefiles(self) -> RuleFiles:
        return RuleFiles(self._connection)

    @cached_property
    def daemon(self) -> Daemon:
        return Daemon(self._connection)

    @cached_property
    def why(self) -> Why:
        return Why(self._connection)

    @cached_property
    def upkeep(self) -> Upkeep:
        return Upkeep(self._connection)
