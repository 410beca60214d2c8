"""What processes do: read articles, and match them. Each task is a batch, and touches nothing but the spool."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from monitor.backtest.spool import Ref, Spool
from monitor.errors import Unreadable, UnreadableReason
from monitor.matching import Engine
from monitor.model.article import Article, ArticleId, RawArticle
from monitor.reading import Read, read_all, read_text
from monitor.reading.given import Line, read_line
from monitor.rules.compiled import RuleSet
from monitor.stories import Arrival

Given = RawArticle | Line | Article
"""An article to be read, a line that is one, or one that was read before: what an archive has."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that was read and kept. `moment` is when it comes in virtual time."""

    moment: datetime
    id: ArticleId
    version: str
    correction: bool
    ref: Ref


class Seen(NamedTuple):
    """What is known of an article before its turn: its matches by each of the engines, None where there are none, and
    what stories compare, where that was asked for."""

    matches: tuple[Ref | None, ...]
    arrival: Arrival | None = None


class Worker:
    """What a process needs for its tasks. Forked processes share the engines; others build them anew."""

    def __init__(self, spool: Spool, engines: Sequence[Engine], default_language: str, now: datetime) -> None:
        self._spool = spool
        self._engines = engines
        self._language = default_language
        self._now = now

    def __reduce__(self) -> tuple[Callable[..., Worker], tuple[object, ...]]:
        rulesets = [engine.ruleset for engine in self._engines]
        return _anew, (self._spool, rulesets, self._language, self._now)

    def read(self, batch: Sequence[Given]) -> list[Entry | Unreadable]:
        """Read and keep. Whatever breaks the reader is an Unreadable, as it is live."""
        return [self._keep(found) for given in batch for found in self._read(given)]

    def match(self, batch: Sequence[Entry]) -> list[Seen]:
        """Match by every engine; what there is, is kept."""
        return [self._match(self._article(entry), entry.moment) for entry in batch]

    def match_and_compare(self, batch: Sequence[Entry]) -> list[Seen]:
        """The same, with what stories compare."""
        found = [(entry, self._article(entry)) for entry in batch]
        return [self._match(article, entry.moment)._replace(arrival=Arrival.of(article)) for entry, article in found]

    def _read(self, given: Given) -> Iterator[Article | Unreadable]:
        try:
            if isinstance(given, Article):
                yield given
            elif isinstance(given, Line):
                yield _as_published(read_line(given, default_language=self._language, now=self._now))
            else:
                yield from map(_outcome, read_all(given, default_language=self._language))
        except Unreadable as error:
            yield error
        except Exception as error:  # one hostile article must not stop the others
            name = given.place if isinstance(given, Line) else given.id.path
            yield Unreadable(UnreadableReason.INTERNAL_ERROR, f"{name}: {type(error).__name__}: {error}")

    def _keep(self, found: Article | Unreadable) -> Entry | Unreadable:
        if isinstance(found, Unreadable):
            return found
        return Entry(found.received, found.id, found.version, found.correction, self._spool.keep(found))

    def _match(self, article: Article, now: datetime) -> Seen:
        found = (engine.match(article, now=now, weaker=True) for engine in self._engines)
        return Seen(tuple(self._spool.keep(matches) if matches else None for matches in found))

    def _article(self, entry: Entry) -> Article:
        found: Article = self._spool.load(entry.ref)
        return found


def warm_up(language: str, now: datetime) -> None:
    """Load what every article needs (models of languages, lemmas), so that processes that are forked after it have it:
    half a second for each of them."""
    text = "Rebels were said to have captured the towns in the north of the country. " * 3
    Arrival.of(read_text(text, id=ArticleId("practice", "practice"), published=now, default_language=language))


def _outcome(found: Read) -> Article | Unreadable:
    if isinstance(found.outcome, Unreadable):
        return Unreadable(found.outcome.reason, f"{found.id.path}: {found.outcome.detail}")
    return _as_published(found.outcome)


def _as_published(article: Article) -> Article:
    """The article as if it had come when it was published, or when its embargo ended: nobody knows when it did."""
    return replace(article, received=max(article.published, article.embargo or article.published))


def _anew(spool: Spool, rulesets: Sequence[RuleSet], language: str, now: datetime) -> Worker:
    return Worker(spool, [Engine(ruleset) for ruleset in rulesets], language, now)
