"""The index of articles by their words: SQLite's FTS5, PostgreSQL's GIN over a tsvector. Both hold the words that
`monitor.text.searchwords` gives, and in which passages of an article they stand, but not where in these.

FTS5 has a second index for that, whose rows are passages; the places of a word in a tsvector are its passages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import Article, Span
from monitor.model.sought import EVERY, Group, Key, Sought, Together, Way
from monitor.text.searchwords import SearchWords

_MOST_LETTERS = 200_000
"""Of an article with more in its words and places the index holds only that there is one: PostgreSQL takes a megabyte
in one tsvector, and a letter may need four bytes."""
MOST_PASSAGES = 255
"""The last one holds the rest. PostgreSQL keeps 256 places of a word."""
_seen = SearchWords()  # a memory only: what it gives depends on nothing but the article

_PUT = "INSERT INTO article_words (rowid, words) VALUES (:seq, :words)"
_PUT_PASSAGE = "INSERT INTO article_words_by_passage (rowid, words) VALUES (:seq, :words)"
_TAKE = "INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', :seq, :words)"
_TAKE_PASSAGE = (
    "INSERT INTO article_words_by_passage (article_words_by_passage, rowid, words) VALUES ('delete', :seq, :words)"
)
_PUT_PLACES = (
    "INSERT INTO article_words (seq, words) VALUES (:seq, CAST(:words AS tsvector))"
    " ON CONFLICT (seq) DO UPDATE SET words = excluded.words"
)
_TAKE_PLACES = "DELETE FROM article_words WHERE seq = :seq"
_CLEAR = {
    "sqlite": (
        "INSERT INTO article_words (article_words) VALUES ('delete-all')",
        "INSERT INTO article_words_by_passage (article_words_by_passage) VALUES ('delete-all')",
    ),
    "postgresql": ("DELETE FROM article_words",),
}
_FTS5 = "SELECT rowid AS seq FROM article_words WHERE article_words MATCH :query AND rowid BETWEEN :low AND :high"
_FTS5_PASSAGES = (
    "SELECT rowid >> 8 FROM article_words_by_passage WHERE article_words_by_passage MATCH :{name}"
    " AND rowid BETWEEN :low << 8 AND :high << 8 | 255"
)
_TSVECTOR = "SELECT seq FROM article_words WHERE words @@ CAST(:query AS tsquery)"
_AMONG_FEW = f"{_TSVECTOR} AND seq BETWEEN :low AND :high"
_AMONG_MANY = f"WITH hits AS MATERIALIZED ({_TSVECTOR}) SELECT seq FROM hits WHERE seq BETWEEN :low AND :high"
"""PostgreSQL counts a look at a tsvector, which is kept apart from its row, as nothing, and would look at each of them
instead of in the index: fine for a few thousand, and seconds for all."""


class Worded(NamedTuple):
    """An article's number in the archive, and its words by passage. `indexed` and `by_passage`: what of that is in
    the index."""

    seq: int
    passages: Sequence[Collection[str]]
    indexed: bool = False
    by_passage: bool = False

    @property
    def words(self) -> Collection[str]:
        return set().union(*self.passages)


class Asked(NamedTuple):
    """A query that gives the numbers of articles between `:low` and `:high`, and its other values."""

    query: str
    values: Mapping[str, str]


def words_of(article: Article) -> list[set[str]]:
    """The words of an article as the index holds them, by passage."""
    found: list[set[str]] = []
    for one in article.paragraphs:
        spans = one.sentences or (Span(one.start, one.end),)
        found += _seen.passages(map(article.quote, spans), article.language)
    if len(found) > MOST_PASSAGES:
        found[MOST_PASSAGES - 1 :] = [set().union(*found[MOST_PASSAGES - 1 :])]
    every = set().union(*found)
    size = sum(map(len, every)) + sum(map(len, found))
    return [{EVERY}] if size > _MOST_LETTERS else found


class ArticleWords:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name

    async def put(self, rows: Iterable[Worded]) -> None:
        """Put in what of these is not in the index yet."""
        rows = list(rows)
        if self.dialect == "postgresql":
            await self._each(_PUT_PLACES, [{"seq": row.seq, "words": _places(row.passages)} for row in rows])
        else:
            await self._each(_PUT, [_article(row) for row in rows if not row.indexed])
            await self._each(_PUT_PASSAGE, [each for row in rows if not row.by_passage for each in _passages(row)])

    async def take(self, rows: Iterable[Worded]) -> None:
        """Take out what of these is in the index, each with the words that it was put in with."""
        rows = list(rows)
        if self.dialect == "postgresql":
            await self._each(_TAKE_PLACES, [{"seq": row.seq} for row in rows])
        else:
            await self._each(_TAKE, [_article(row) for row in rows if row.indexed])
            await self._each(_TAKE_PASSAGE, [each for row in rows if row.by_passage for each in _passages(row)])

    async def _each(self, statement: str, values: Sequence[Mapping[str, Any]]) -> None:
        if values:
            await self._connection.execute(text(statement), values)

    async def prefer_index(self) -> None:
        """For the rest of the transaction."""
        if self.dialect == "postgresql":
            await self._connection.execute(text("SET LOCAL enable_seqscan = off"))

    async def clear(self) -> None:
        """Take all of them out."""
        for statement in _CLEAR[self.dialect]:
            await self._connection.execute(text(statement))

    def asked(self, sought: Sought, *, among_many: bool, by_passage: bool) -> Asked:
        """What is sought in the database's own language; `by_passage` where all articles are in the index so."""
        together = sought.together if by_passage else ()
        if self.dialect == "postgresql":
            query = _TSQUERY.all_of([*map(_TSQUERY.group, sought.groups), *map(_TSQUERY.together, together)])
            return Asked(_AMONG_MANY if among_many else _AMONG_FEW, {"query": query})
        values = {"query": _MATCH.all_of(map(_MATCH.group, sought.groups))}
        queries = [_FTS5]
        for number, each in enumerate(together):
            name = f"together{number}"
            values[name] = _MATCH.all_of([_MATCH.together(each)])
            queries.append(_FTS5_PASSAGES.format(name=name))
        return Asked(" INTERSECT ".join(queries), values)


class _Language(NamedTuple):
    """How an index's queries are written: a key, a beginning, and what joins them. `beside`: in one passage."""

    word: str
    beginning: str
    both: str
    beside: str
    either: str

    def all_of(self, parts: Iterable[str]) -> str:
        """All of these, or an article that is always looked at."""
        return f"{self._key(Key(EVERY))}{self.either}({self.both.join(parts)})"

    def together(self, together: Together) -> str:
        return self._one_of(f"({self.beside.join(map(self.group, groups))})" for groups in together)

    def group(self, group: Group) -> str:
        return self._one_of(map(self._way, group))

    def _way(self, way: Way) -> str:
        return f"({self.beside.join(self._one_of(sorted(map(self._key, keys))) for keys in way)})"

    def _key(self, key: Key) -> str:
        return (self.beginning if key.begins else self.word).format(key.word)

    def _one_of(self, parts: Iterable[str]) -> str:
        return f"({self.either.join(parts)})"


_MATCH = _Language('"{}"', '"{}"*', " AND ", " AND ", " OR ")
_TSQUERY = _Language("'{}'", "'{}':*", " & ", " <0> ", " | ")


def _article(row: Worded) -> dict[str, object]:
    return {"seq": row.seq, "words": " ".join(row.words)}


def _passages(row: Worded) -> Iterable[dict[str, object]]:
    return (
        {"seq": row.seq << 8 | number, "words": " ".join(words)}
        for number, words in enumerate(row.passages, start=1)
        if words
    )


def _places(passages: Sequence[Collection[str]]) -> str:
    """Words and the numbers of their passages, as a tsvector is written."""
    places: dict[str, list[str]] = {}
    for number, words in enumerate(passages, start=1):
        for word in words:
            places.setdefault(word, []).append(str(number))
    return " ".join(f"'{word}':{','.join(numbers)}" for word, numbers in places.items())
