"""What the index gives for a rule never lacks an article that the exact evaluator would take, on either database."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.dialects import sqlite

from monitor.config import RetentionSettings
from monitor.matching import Engine
from monitor.model.article import Article, ArticleId, Zone
from monitor.rules.compiled import Rule, RuleSet
from monitor.rules.query import parse
from monitor.storage import Store
from monitor.storage.archive import _candidates
from monitor.storage.database import connect
from monitor.storage.rows import ArchivedArticle, ArchivePlace, NewArticle
from monitor.storage.schema import NOT_INDEXED, articles
from tests.matching.test_properties import WORDS
from tests.support.rules import LISTS, news, rule, terms
from tests.support.stored import DAY, NOW, SECOND

LANGUAGES = ("en", "de", "fr", "ar")
RARE = ["Kivu", "l'armée", "القاهرة", "Häuser", "東京", "co-operation-treaty", "U.N.", "3,5", "snake_case", "O'Brien"]
QUERIES = (
    "captured",
    "hama AND captured",
    "rebels NEAR/2 captured",
    "ceasefire OR evacuat*",
    "city NOT film",
    "$cities AND $armed_groups",
    "SENTENCE(takes AND city)",
    "US",
    '"captured"',
    "armée OR Haus",
    "القاهرة",
    "東京",
    "co-operation",
    "UN OR O'Brien OR snake_case",
    "/m-?23/",
    "headline:film",
    "kivu NEAR/9 rebels",
    '"rebels captured"',
    '("rebels captured" OR kivu) NEAR/2 city',
    "SENTENCE(takes AND film) OR (rebels NEAR/0 city)",
    "captured NEAR/3 evacuat* AND (US OR film)",
    "nowhere",
)


def made(number: int) -> Article:
    chance = random.Random(number)
    text = " ".join(chance.choices([*WORDS, chance.choice(RARE)], k=chance.randint(3, 30)))
    article = news((Zone.HEADLINE, text[:20]), text, language=chance.choice(LANGUAGES))
    received = NOW + timedelta(seconds=chance.randint(0, 100))
    return replace(article, id=ArticleId("wire", f"{number}.txt"), received=received, version=str(number))


ARTICLES = [made(number) for number in range(250)]


async def fill(store: Store, read: list[Article] = ARTICLES) -> None:
    for start in range(0, len(read), 60):
        async with store.begin() as tx:
            await tx.articles.add([NewArticle(one, 1, "s") for one in read[start : start + 60]])


async def sought(
    store: Store, engine: Engine, asked: Rule, before: ArchivePlace | None = None, *, versions: bool = False
) -> list[ArchivedArticle]:
    async with store.read() as tx:
        words = engine.sought(asked, await tx.archive.languages())
        return [one async for one in tx.archive.candidates(words, before=before, versions=versions)]


async def test_candidates_hold_every_match_newest_first(store: Store) -> None:
    await fill(store)
    asked = [rule(f"r{n}", query=parse(query)) for n, query in enumerate(QUERIES)]
    asked.append(rule("score", any=terms("rebels", "film"), none=terms("takes"), inflect=False))
    engine = Engine(RuleSet({each.id: each for each in asked}, LISTS))
    matched = {each.id: {one.id for one in ARTICLES if any(
        found.rule_id == each.id for found in engine.match_all(one, now=NOW))} for each in asked}  # fmt: skip
    assert sum(map(bool, matched.values())) > len(QUERIES) - 3, "or nothing is shown"
    for each in asked:
        found = await sought(store, engine, each)
        assert matched[each.id] <= {one.article.id for one in found}, each
        assert all(one.article == ARTICLES[int(one.article.version)] for one in found)
        assert [one.place for one in found] == sorted((one.place for one in found), reverse=True)
    few = await sought(store, engine, asked[QUERIES.index("kivu NEAR/9 rebels")])
    assert 0 < len(few) < len(ARTICLES) / 2, "the index leaves out what has not the words"


def two_sentences(number: int) -> Article:
    """Of every other article both words stand in one sentence."""
    text = "Rebels left. They took " + " ".join(["it"] * 30) + ". A city fell." if number % 2 else "Rebels left a city."
    return replace(
        news(text), id=ArticleId("wire", f"{number}.txt"), version=str(number), received=NOW + number * SECOND
    )


@pytest.mark.parametrize("query", ["rebels NEAR/9 city", '"left a city"', "SENTENCE(rebels AND city)"])
async def test_words_that_must_stand_together_are_asked_for_together(store: Store, query: str) -> None:
    await fill(store, [two_sentences(number) for number in range(10)])
    asked = rule(query=parse(query))
    engine = Engine(RuleSet({asked.id: asked}, {}))
    assert len(await sought(store, engine, asked)) == 5
    async with store.begin() as tx:
        await tx.upkeep.purge(NOW + DAY + 4 * SECOND, RetentionSettings(articles_days=1))
    await fill(store, [two_sentences(number) for number in range(1, 4, 2)])
    assert len(await sought(store, engine, asked)) == 3, "what was purged is in neither index"


async def as_an_earlier_version_left_it(store: Store, store_url: str) -> None:
    """The index knows words only, of all but the last article."""
    database = connect(store_url)
    async with database.writer.begin() as connection:
        if connection.dialect.name == "sqlite":
            await connection.exec_driver_sql(
                "INSERT INTO article_words_by_passage (article_words_by_passage) VALUES ('delete-all')"
            )
        else:
            await connection.exec_driver_sql("UPDATE article_words SET words = strip(words)")
        await connection.execute(update(articles).values(by_passage=False))
    await database.dispose()


async def test_passages_of_an_earlier_version_are_put_in_little_by_little(store: Store, store_url: str) -> None:
    asked = rule(query=parse("rebels NEAR/9 city"))
    engine = Engine(RuleSet({asked.id: asked}, {}))
    await fill(store, [two_sentences(number) for number in range(10)])
    await as_an_earlier_version_left_it(store, store_url)
    await fill(store, [two_sentences(10)])
    assert len(await sought(store, engine, asked)) == 11, "all that have the words"
    for done, given in ((6, 11), (4, 6), (0, 6)):
        async with store.begin() as tx:
            assert await tx.archive.index(6) == done
        assert len(await sought(store, engine, asked)) == given
    async with store.begin() as tx:
        await tx.upkeep.purge(NOW + DAY + 10 * SECOND, RetentionSettings(articles_days=1))
    assert [one.article.version for one in await sought(store, engine, asked)] == ["10"]


async def test_the_rest_of_a_long_article_is_one_passage(store: Store) -> None:
    long = news(*(f"Paragraph word{number} here." for number in range(600)))
    await fill(store, [*ARTICLES[:10], replace(long, id=ArticleId("wire", "long.txt"))])
    for query, given in (("word7 NEAR/2 here", 1), ("word599 NEAR/2 here", 1), ("word7 NEAR/2 word8", 0)):
        asked = rule(query=parse(query))
        assert len(await sought(store, Engine(RuleSet({asked.id: asked}, LISTS)), asked)) == given


@pytest.mark.parametrize("query", ["captured", "/captur/"])
async def test_pages_are_the_whole_in_pieces(store: Store, query: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.storage.archive.WINDOWS", (7, 40))
    await fill(store)
    asked = rule(query=parse(query))
    engine = Engine(RuleSet({asked.id: asked}, LISTS))
    whole = await sought(store, engine, asked)
    assert len(whole) > 60
    assert len({one.place for one in whole}) == len(whole)
    for cut in (0, 6, 7, 8, 50, len(whole) - 1):
        assert await sought(store, engine, asked, whole[cut].place) == whole[cut + 1 :]


async def test_of_several_versions_the_latest_unless_all_are_asked_for(store: Store) -> None:
    first, second = (replace(ARTICLES[0], version=name, text=ARTICLES[0].text + name) for name in ("A", "B"))
    async with store.begin() as tx:
        await tx.articles.add([NewArticle(first, 1, "s"), NewArticle(second, 2, "s")])
    asked = rule(query=parse("/./"))
    engine = Engine(RuleSet({asked.id: asked}, LISTS))
    assert [one.number for one in await sought(store, engine, asked)] == [2]
    assert {one.number for one in await sought(store, engine, asked, versions=True)} == {1, 2}


async def test_what_is_purged_is_out_of_the_index(store: Store) -> None:
    await fill(store)
    asked = rule(query=parse("captured OR rebels"))
    engine = Engine(RuleSet({asked.id: asked}, LISTS))
    cut = NOW + timedelta(seconds=50)
    kept = [one for one in await sought(store, engine, asked) if one.place.received >= cut]
    async with store.begin() as tx:
        purged = await tx.upkeep.purge(cut + DAY, RetentionSettings(articles_days=1))
    assert purged.articles == sum(one.received < cut for one in ARTICLES)
    assert await sought(store, engine, asked) == kept
    await fill(store, [replace(one, received=cut + 99 * SECOND) for one in ARTICLES if one.received < cut])
    assert {one.article.id for one in await sought(store, engine, asked)} >= {one.article.id for one in kept}


async def test_the_oldest_go_until_the_rest_is_small_enough(store: Store) -> None:
    await fill(store)
    async with store.begin() as tx:
        size = (await tx.archive.status()).bytes
        await tx.upkeep.purge(NOW, RetentionSettings(articles_size=size))
        assert (await tx.archive.status()).articles == len(ARTICLES)
        await tx.upkeep.purge(NOW, RetentionSettings(articles_size=size // 2))
        left = await tx.archive.status()
        assert size // 2 - 5_000 < left.bytes <= size // 2
        kept = [one async for one in tx.archive.between(NOW, NOW + DAY)]
        assert len(kept) == left.articles
        assert min(one.received for one in kept) >= max(one.received for one in ARTICLES if one not in kept)


async def test_what_is_not_in_the_index_yet_is_found_all_the_same(store: Store) -> None:
    await fill(store, ARTICLES[:80])
    asked = rule(query=parse("captured"))
    engine = Engine(RuleSet({asked.id: asked}, LISTS))
    before = await sought(store, engine, asked)
    async with store.begin() as tx:
        await tx.archive.reindex()
    unindexed = await sought(store, engine, asked)
    assert len(unindexed) == 80, "each may hold it"
    async with store.begin() as tx:
        assert await tx.archive.index(50) == 50
        assert await tx.archive.index(50) == 30
        assert await tx.archive.index(50) == 0
    assert await sought(store, engine, asked) == before


async def test_an_article_of_more_words_than_an_index_takes_is_always_looked_at(store: Store) -> None:
    huge = replace(news(" ".join(f"word{n}x{n * 7}" for n in range(60_000))), id=ArticleId("wire", "huge.txt"))
    await fill(store, [*ARTICLES[:10], huge])
    asked = rule(query=parse("word59999x419993"))
    found = await sought(store, Engine(RuleSet({asked.id: asked}, LISTS)), asked)
    assert [one.article for one in found] == [huge]


async def test_what_waits_for_the_index_is_found_without_a_look_at_all(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path}/state.db")
    await store.close()
    waiting = select(articles.c.seq).where(NOT_INDEXED).compile(dialect=sqlite.dialect())
    asked = "SELECT rowid AS seq FROM article_words WHERE article_words MATCH :query"
    candidates = str(_candidates("sqlite", asked).compile(dialect=sqlite.dialect()))
    with closing(sqlite3.connect(tmp_path / "state.db")) as state:
        for statement, values in ((str(waiting), ()), (candidates, ("x", *(0,) * 8))):
            plan = str(state.execute(f"EXPLAIN QUERY PLAN {statement}", values).fetchall())
            assert "ix_articles_not_indexed" in plan
