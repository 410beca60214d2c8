"""The index of articles by their words: SQLite's FTS5, PostgreSQL's GIN over a tsvector. Both hold the words that
`monitor.text.searchwords` gives, and neither knows where in an article they stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import ARRAY, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.model.article import Article, Span
from monitor.model.sought import EVERY, Key, Sought, Way
from monitor.text.searchwords import SearchWords

_MOST_LETTERS = 200_000
"""Of an article with more in its words the index holds only that there is one: PostgreSQL takes a megabyte in one
tsvector, and a letter may need four bytes."""
_seen = SearchWords()  # a memory only: what it gives depends on nothing but the article

_PUT = {
    "sqlite": text("INSERT INTO article_words (rowid, words) VALUES (:seq, :words)"),
    "postgresql": text("INSERT INTO article_words (seq, words) VALUES (:seq, array_to_tsvector(:words))").bindparams(
        bindparam("words", type_=ARRAY(Text))
    ),
}
_TAKE = {
    "sqlite": text("INSERT INTO article_words (article_words, rowid, words) VALUES ('delete', :seq, :words)"),
    "postgresql": text("DELETE FROM article_words WHERE seq = :seq"),
}
_CLEAR = {
    "sqlite": text("INSERT INTO article_words (article_words) VALUES ('delete-all')"),
    "postgresql": text("DELETE FROM article_words"),
}
_FTS5 = "SELECT rowid AS seq FROM article_words WHERE article_words MATCH :query AND rowid BETWEEN :low AND :high"
_TSVECTOR = "SELECT seq FROM article_words WHERE words @@ CAST(:query AS tsquery)"
FOUND = {"sqlite": _FTS5, "postgresql": f"{_TSVECTOR} AND seq BETWEEN :low AND :high"}
"""The numbers of articles that an index gives, for a `query` as `asked` writes it: from a few of them."""
FOUND_AMONG_MANY = {
    "sqlite": _FTS5,
    "postgresql": f"WITH hits AS MATERIALIZED ({_TSVECTOR}) SELECT seq FROM hits WHERE seq BETWEEN :low AND :high",
}
"""The same from many. PostgreSQL counts a look at a tsvector, which is kept apart from its row, as nothing, and would
look at each of them instead of in the index: fine for a few thousand, and seconds for all."""


class Worded(NamedTuple):
    """An article's number in the archive, and its words."""

    seq: int
    words: Collection[str]


def words_of(article: Article) -> Collection[str]:
    """The words of an article as the index holds them."""
    spans = (span for one in article.paragraphs for span in one.sentences or (Span(one.start, one.end),))
    words = _seen.of(map(article.quote, spans), article.language)
    return words if sum(map(len, words)) <= _MOST_LETTERS else (EVERY,)


class ArticleWords:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name

    async def put(self, rows: Iterable[Worded]) -> None:
        """Articles that are not in the index yet."""
        if values := [self._values(row) for row in rows]:
            await self._connection.execute(_PUT[self.dialect], values)

    async def take(self, rows: Iterable[Worded]) -> None:
        """Take articles out, each with the words that it was put in with."""
        if values := [self._values(row) for row in rows]:
            await self._connection.execute(_TAKE[self.dialect], values)

    async def prefer_index(self) -> None:
        """For the rest of the transaction."""
        if self.dialect == "postgresql":
            await self._connection.execute(text("SET LOCAL enable_seqscan = off"))

    async def clear(self) -> None:
        """Take all of them out."""
        await self._connection.execute(_CLEAR[self.dialect])

    def _values(self, row: Worded) -> dict[str, object]:
        if self.dialect == "sqlite":
            return {"seq": row.seq, "words": " ".join(row.words)}
        return {"seq": row.seq, "words": list(row.words)}

    def asked(self, sought: Sought) -> str:
        """What is sought in the index's own language."""
        keyed, conjunction, either = (_fts5, " AND ", " OR ") if self.dialect == "sqlite" else (_tsquery, " & ", " | ")

        def one_of(parts: Iterable[str]) -> str:
            return f"({either.join(parts)})"

        def way(each: Way) -> str:
            return f"({conjunction.join(one_of(sorted(map(keyed, keys))) for keys in each)})"

        groups = conjunction.join(one_of(map(way, ways)) for ways in sought)
        return f"{keyed(Key(EVERY))}{either}({groups})"


def _fts5(key: Key) -> str:
    return f'"{key.word}"{"*" if key.begins else ""}'


def _tsquery(key: Key) -> str:
    return f"'{key.word}'{':*' if key.begins else ''}"
