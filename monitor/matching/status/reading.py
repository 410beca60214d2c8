"""A sentence read once, for all the events in it: its words, its cues, its clauses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.matching.status.clauses import ClauseReader, Clauses
from monitor.matching.status.dates import Dated, past_dates
from monitor.matching.status.table import Cues, ReadyTable, Stretch
from monitor.matching.view import ArticleView
from monitor.model.article import Span
from monitor.rules.cues import Cue, CueTable
from monitor.rules.cueschema import Reach
from monitor.text.tokens import form


@dataclass(frozen=True, slots=True)
class Reading:
    """`folded` are the words' letters, `raw` the words as written; `gaps` stand before each, and one after the last.
    Offsets are those of the article."""

    text: str
    folded: tuple[str, ...]
    raw: tuple[str, ...]
    gaps: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    cues: Cues
    clauses: Clauses
    dates: tuple[Dated, ...]

    def words_of(self, span: Span) -> tuple[int, int]:
        """The words that a stretch of the article touches."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)

    def place(self, first: int, last: int) -> Span:
        """Words `[first, last)` as a stretch of the article."""
        return Span(self.starts[first], self.ends[last - 1])


class SentenceReader:
    """Reads sentences with one language's table."""

    def __init__(self, table: CueTable) -> None:
        self._table = ReadyTable(table)
        self._nearby = ReadyTable(replace(table, cues=tuple(cue for cue in table.cues if cue.reach is Reach.NEARBY)))
        self._clauses = ClauseReader(table.boundaries)

    def nearby(self, view: ArticleView, first: int, last: int) -> tuple[tuple[Cue, Span], ...]:
        """The cues among words `[first, last)` of an article that reach into other sentences, and where they stand."""
        begin, finish = view.starts[first], view.ends[last - 1]
        starts, ends = view.starts[first:last], view.ends[first:last]
        gaps = [view.article.text[one:other] for one, other in zip([begin, *ends], [*starts, finish], strict=True)]
        stretch = Stretch(view.words[first:last], gaps, view.article.text[begin:finish], [at - begin for at in starts])
        found = self._nearby.find(stretch).found
        return tuple((each.cue, Span(starts[each.first], ends[each.last - 1])) for each in found)

    def read(self, view: ArticleView, sentence: int, first: int, last: int) -> Reading:
        """Words `[first, last)` of an article, all in one sentence."""
        text, span = view.article.text, view.sentences[sentence].span
        raw, starts, ends = view.words[first:last], view.starts[first:last], view.ends[first:last]
        begin = max(span.start, view.ends[first - 1] if first else 0)
        finish = min(span.end, view.starts[last] if last < len(view.starts) else span.end)
        gaps = [text[one:other] for one, other in zip([begin, *ends], [*starts, finish], strict=True)]
        folded = tuple(form(word).folded for word in raw)
        cues = self._table.find(Stretch(raw, gaps, text[begin:finish], [start - begin for start in starts]))
        holders = {at for each in cues.found if each.cue.reach is not Reach.CLAUSE for at in each.own}
        return Reading(
            text,
            folded,
            tuple(raw),
            tuple(gaps),
            tuple(starts),
            tuple(ends),
            cues,
            self._clauses.read(folded, gaps, holders),
            past_dates(_as_dated(raw, folded), view.article.published.date()),
        )


def _as_dated(raw: Sequence[str], folded: tuple[str, ...]) -> tuple[str, ...]:
    """The letters of the words, but for numbers that are no year: `2,000 nationals`."""
    return tuple(word if "," in word else letters for word, letters in zip(raw, folded, strict=True))
