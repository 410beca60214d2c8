from monitor.model.article import Fingerprint, LedgerEntry, Touched
from monitor.storage import Store
from monitor.storage.rows import LedgerState, Taken
from tests.support.stored import raw


async def record(store: Store, *taken: Taken) -> list[int | None]:
    async with store.begin() as tx:
        return await tx.ledger.record(taken)


async def test_what_is_recorded_is_found_by_its_source_and_path(store: Store) -> None:
    await record(store, Taken(raw("a.txt", "one")), Taken(raw("b.txt", "two"), LedgerState.QUARANTINED))
    async with store.read() as tx:
        entries = await tx.ledger.entries("wire")
        assert await tx.ledger.entries("other") == {}
    assert {path: one.content_hash for path, one in entries.items()} == {"a.txt": "one", "b.txt": "two"}
    assert entries["a.txt"].fingerprint == raw("a.txt", "one").fingerprint


async def test_content_that_comes_back_is_a_version_of_its_own(store: Store) -> None:
    numbers = [(await record(store, Taken(raw(content=content))))[0] for content in "ABAA"]
    assert numbers == [1, 2, 3, None]


async def test_of_each_article_the_latest_content_is_known(store: Store) -> None:
    await record(store, *(Taken(raw(content=content)) for content in "AB"))
    async with store.read() as tx:
        assert await tx.ledger.content_hash(raw().id) == "B"
        assert await tx.ledger.content_hash(raw("never.txt").id) is None


async def test_versions_within_one_batch_count_on(store: Store) -> None:
    assert await record(store, *(Taken(raw(content=content)) for content in "ABBA")) == [1, 2, None, 3]
    async with store.read() as tx:
        assert (await tx.ledger.entries("wire"))["a.txt"].content_hash == "A"


async def test_the_same_content_under_a_new_fingerprint_is_no_new_version(store: Store) -> None:
    await record(store, Taken(raw()))
    saved_again = Fingerprint(9, 9, 9)
    assert await record(store, Taken(raw(fingerprint=saved_again))) == [None]
    async with store.read() as tx:
        assert (await tx.ledger.entries("wire"))["a.txt"].fingerprint == saved_again


async def test_touching_changes_the_fingerprint_of_that_content_only(store: Store) -> None:
    await record(store, Taken(raw("a.txt", "A")), Taken(raw("b.txt", "B")))
    saved_again = Fingerprint(9, 9, 9)
    async with store.begin() as tx:
        await tx.ledger.touch([Touched(raw("a.txt").id, "A", saved_again), Touched(raw("b.txt").id, "C", saved_again)])
        entries = await tx.ledger.entries("wire")
    assert entries["a.txt"] == LedgerEntry(saved_again, "A")
    assert entries["b.txt"].fingerprint != saved_again


async def test_what_was_quarantined_counts_anew_once_it_can_be_read(store: Store) -> None:
    await record(store, Taken(raw(), LedgerState.QUARANTINED))
    assert await record(store, Taken(raw())) == [2]


async def test_more_articles_than_one_statement_holds(store: Store) -> None:
    many = [Taken(raw(f"{number}.txt")) for number in range(1201)]
    assert await record(store, *many) == [1] * 1201
    assert await record(store, *many) == [None] * 1201


async def test_nothing_to_record(store: Store) -> None:
    assert await record(store) == []
