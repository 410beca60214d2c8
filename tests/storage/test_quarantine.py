from monitor.model.article import ArticleId
from monitor.storage import Store
from tests.support.stored import MINUTE, NOW, raw

A, B = ArticleId("wire", "a.txt"), ArticleId("wire", "b.txt")


async def test_a_file_has_one_open_row_with_its_latest_reason(store: Store) -> None:
    async with store.begin() as tx:
        await tx.quarantine.add(raw(content="one"), "binary", "NUL at 7")
        await tx.quarantine.add(raw(content="two", received=NOW + MINUTE), "no_text", "")
        (row,) = await tx.quarantine.list()
        assert (row.article, row.content_hash, row.reason, row.since) == (A, "two", "no_text", NOW + MINUTE)
        assert await tx.quarantine.get(row.id) == row
        assert await tx.quarantine.get(row.id + 1) is None


async def test_a_resolved_row_stays_as_history(store: Store) -> None:
    async with store.begin() as tx:
        await tx.quarantine.add(raw(), "binary", "")
        await tx.quarantine.resolve([A, B], NOW + MINUTE)
        assert await tx.quarantine.list() == []
        assert [row.resolved for row in await tx.quarantine.list(resolved=True)] == [NOW + MINUTE]
        await tx.quarantine.add(raw(), "binary", "")
        assert len(await tx.quarantine.of(A)) == 2


async def test_a_retry_stands_until_it_is_answered(store: Store) -> None:
    async with store.begin() as tx:
        await tx.quarantine.add(raw("a.txt"), "binary", "")
        await tx.quarantine.add(raw("b.txt"), "binary", "")
        assert await tx.quarantine.retries(NOW) == []
        assert await tx.quarantine.request_retry() == 2
        assert await tx.quarantine.retries(NOW) == [A, B]
        await tx.quarantine.add(raw("a.txt"), "binary", "still")
        await tx.quarantine.resolve([B], NOW)
        assert await tx.quarantine.retries(NOW) == []
        (row,) = await tx.quarantine.list()
        assert await tx.quarantine.request_retry(row.id) == 1
        assert await tx.quarantine.request_retry(99) == 0
        assert await tx.quarantine.request_retry(but_not=["wire"]) == 0
