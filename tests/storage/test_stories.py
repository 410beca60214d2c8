"""Stories and the sketches of the articles in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.errors import StoreConflict
from monitor.model.article import ArticleId, Span, Zone
from monitor.storage import Store
from monitor.storage.rows import NewArticle, SketchRow, StoryRow
from tests.support.articles import PUBLISHED as NOW
from tests.support.articles import article
from tests.support.stored import MINUTE

FIRST = NewArticle(article((Zone.BODY, "Hama fell."), path="1.txt"), 1, "s", credits=("Reuters",))
TAKE = NewArticle(
    article((Zone.BODY, "Hama fell. It did."), path="2.txt"),
    1,
    "s",
    take_of=(ArticleId("wire", "1.txt"), 1),
    news=(Span(11, 18),),
)
COPY = NewArticle(article((Zone.BODY, "Hama fell."), path="3.txt"), 1, "s", copy_of=ArticleId("wire", "1.txt"))


async def keep(store: Store) -> None:
    async with store.begin() as tx:
        await tx.stories.take_turn()
        await tx.stories.add([StoryRow("s", "Hama fell", FIRST.article.id, NOW)])
        await tx.stories.add([])
        await tx.articles.add([FIRST, TAKE, COPY])
        await tx.stories.keep([sketch(1, FIRST), sketch(2, TAKE), sketch(3, COPY)])
        await tx.stories.keep([])


def sketch(seq: int, of: NewArticle) -> SketchRow:
    return SketchRow(seq, of.article.id, of.number, NOW + seq * MINUTE, bytes([seq]) * 8)


async def test_an_article_keeps_what_it_is_in_its_story(store: Store) -> None:
    await keep(store)
    async with store.read() as tx:
        (first,) = await tx.articles.versions(FIRST.article.id)
        (take,) = await tx.articles.versions(TAKE.article.id)
        (copy,) = await tx.articles.versions(COPY.article.id)
    assert (first.credits, first.take_of, first.news) == (("Reuters",), None, ())
    assert (take.take_of, take.news) == (TAKE.take_of, TAKE.news)
    assert copy.copy_of == FIRST.article.id


async def test_sketches_come_back_in_their_order_with_what_their_articles_say(store: Store) -> None:
    await keep(store)
    async with store.read() as tx:
        rows = await tx.stories.placed(0, NOW, 10)
        assert [(row.seq, row.article.path, row.sketch) for row in rows] == [
            (seq, f"{seq}.txt", bytes([seq]) * 8) for seq in (1, 2, 3)
        ]
        assert (rows[0].story_id, rows[0].credits, rows[2].copy_of) == ("s", ("Reuters",), FIRST.article.id)
        assert {row.began for row in rows} == {NOW}
        assert [row.seq for row in await tx.stories.placed(1, NOW, 10)] == [2, 3]
        assert [row.seq for row in await tx.stories.placed(0, NOW + 2 * MINUTE, 10)] == [2, 3]
        assert [row.seq for row in await tx.stories.placed(0, NOW, 1)] == [3]


async def test_two_cannot_take_the_same_turn(store: Store) -> None:
    await keep(store)
    other = replace(FIRST, article=article((Zone.BODY, "Other."), path="4.txt"))
    with pytest.raises(StoreConflict):  # noqa: PT012  # the conflict may come with the commit
        async with store.begin() as tx:
            await tx.articles.add([other])
            await tx.stories.keep([sketch(3, other)])
