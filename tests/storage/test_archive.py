import json
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import Unreadable
from monitor.model.article import Article, ArticleId, PublishedFrom
from monitor.model.kept import from_json, to_json
from monitor.reading import read_text
from monitor.storage import Store, layout
from monitor.storage.rows import NewArticle
from tests.support.stored import DAY, MINUTE, NOW, SECOND, article, kept

FULL = article(
    "full.txt",
    authors=("Jane Doe", "حسن"),
    keywords=("war", "Syria"),
    urgency=2,
    edition="3",
    embargo=datetime(2024, 12, 5, 12, 0, tzinfo=UTC),
    url="https://example.org/1",
    correction=True,
    withdrawn=True,
    language="ar",
    published_from=PublishedFrom.FILE_TIME,
    received=NOW.replace(microsecond=123_457),
)


async def received(store: Store, since: datetime, until: datetime) -> list[Article]:
    async with store.read() as tx:
        return [one async for one in tx.archive.between(since, until)]


async def test_an_article_comes_back_with_all_that_was_read(store: Store) -> None:
    async with store.begin() as tx:
        await tx.articles.add([NewArticle(FULL, 1, "s")])
    assert await received(store, NOW, NOW + DAY) == [FULL]


async def test_articles_come_in_the_order_of_their_reception_whatever_that_of_their_storing(store: Store) -> None:
    rows = [kept(f"{minute:04d}.txt", received=NOW + minute * MINUTE) for minute in range(450)]
    same = [kept(f"at-{number}.txt", received=NOW + 3 * MINUTE) for number in range(450)]
    async with store.begin() as tx:
        await tx.articles.add([*rows[::-1], *same])
    found = await received(store, NOW + MINUTE, NOW + 449 * MINUTE)
    assert [one.received for one in found] == sorted(one.received for one in found)
    assert {one.id for one in found} == {one.article.id for one in (*rows[1:449], *same)}
    assert len(found) == len(rows[1:449]) + len(same), "each once"


async def test_every_version_comes(store: Store) -> None:
    first, second = article(version="A"), article(version="B", received=NOW + SECOND)
    async with store.begin() as tx:
        await tx.articles.add([NewArticle(second, 2, "s"), NewArticle(first, 1, "s")])
    assert await received(store, NOW, NOW + DAY) == [first, second]
    assert await received(store, NOW, NOW + SECOND) == [first]
    assert await received(store, NOW + DAY, NOW) == []


@settings(max_examples=60)
@given(st.text(min_size=1, max_size=400), st.text(max_size=40), st.lists(st.text(max_size=9), max_size=3).map(tuple))
def test_whatever_was_read_is_laid_out_again_exactly(text: str, title: str, words: tuple[str, ...]) -> None:
    try:
        read = read_text(text, id=ArticleId("wire", "a"), published=NOW, title=title)
    except Unreadable:
        return
    read = replace(read, keywords=words, authors=words[:1])
    assert replace(read, **layout.unpack(layout.pack(read))) == read
    assert from_json(json.loads(json.dumps(to_json(read)))) == read
