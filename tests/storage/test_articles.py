import pytest

from monitor.errors import StoreConflict
from monitor.model.article import ArticleId
from monitor.storage import Store
from monitor.storage.rows import NewArticle
from tests.support.stored import MINUTE, NOW, article, kept


async def test_an_article_comes_back_as_it_was_read(store: Store) -> None:
    read = article(url="https://example.org/1", correction=True)
    async with store.begin() as tx:
        await tx.articles.add([NewArticle(read, 1, "story-1", ArticleId("wire", "first.txt"))])
    async with store.read() as tx:
        assert await tx.articles.get(read.id, 1) == read
        assert await tx.articles.get(read.id, 2) is None
        assert (await tx.articles.versions(read.id))[0].copy_of == ArticleId("wire", "first.txt")


async def test_every_version_is_kept_and_the_latest_found(store: Store) -> None:
    first, second = article(version="A"), article(version="B", source="Reuters")
    async with store.begin() as tx:
        await tx.articles.add([NewArticle(first, 1, "s"), NewArticle(second, 2, "s"), kept("other.txt")])
    async with store.read() as tx:
        assert [row.version for row in await tx.articles.versions(first.id)] == ["A", "B"]
        assert await tx.articles.latest([first.id, ArticleId("wire", "none.txt")]) == {first.id: second}
        assert [row.version for row in await tx.articles.find("A.TXT")] == ["B"]


async def test_the_same_version_twice_is_a_conflict_that_leaves_nothing_behind(store: Store) -> None:
    async with store.begin() as tx:
        await tx.articles.add([kept()])
    with pytest.raises(StoreConflict):
        async with store.begin() as tx:
            await tx.articles.add([kept("new.txt"), kept()])
    async with store.read() as tx:
        assert await tx.articles.find("new.txt") == []


async def test_articles_are_found_by_words_of_their_name_or_headline(store: Store) -> None:
    async with store.begin() as tx:
        await tx.articles.add([kept("syria/hama.txt"), kept("100%.txt", received=NOW + MINUTE)])
    async with store.read() as tx:
        assert [row.id.path for row in await tx.articles.find("syria/")] == ["syria/hama.txt"]
        assert [row.id.path for row in await tx.articles.find("CAPTURE hama")] == ["100%.txt", "syria/hama.txt"]
        assert [row.id.path for row in await tx.articles.find("0%")] == ["100%.txt"]
        assert [row.id.path for row in await tx.articles.find("wire:syria/hama.txt")] == ["syria/hama.txt"]


async def test_what_a_database_refuses_in_a_text_is_replaced(store: Store) -> None:
    strange = article(source="A\x00F\ud800P", place="Beirut\x00")
    async with store.begin() as tx:
        await tx.articles.add([NewArticle(strange, 1, "s")])
    async with store.read() as tx:
        assert (await tx.articles.versions(strange.id))[0].source == "A\ufffdF\ufffdP"
