"""How asking feeds went, on both databases."""

from __future__ import annotations

from dataclasses import replace

from monitor.model.article import ArticleId
from monitor.model.feed import FeedState
from monitor.storage import Store
from monitor.storage.rows import LedgerState, Taken
from tests.support.stored import MINUTE, NOW, raw

NEW = FeedState("wires", "https://a.test/feed", NOW)
ASKED = FeedState(
    "wires",
    "https://b.test/feed",
    NOW + MINUTE,
    title="B\x00",
    etag='"1"',
    modified="Mon, 23 Nov 2026 06:00:00 GMT",
    answered_by="https://b.test/new",
    moved="https://b.test/new",
    asked=NOW,
    answered=NOW,
    gave=NOW - MINUTE,
    entries=12,
    failures=3,
    trouble="timeout: it took more than 60 s",
    gone=True,
)


async def test_a_state_is_kept_replaced_and_forgotten(store: Store) -> None:
    async with store.begin() as tx:
        assert await tx.feeds.of("wires") == {}
        for state in (NEW, ASKED, replace(NEW, source="other")):
            await tx.feeds.save(state)
        stored = replace(ASKED, title="B\ufffd")  # what no database takes is replaced
        assert await tx.feeds.of("wires") == {NEW.url: NEW, ASKED.url: stored}
        later = replace(NEW, due=NOW + MINUTE, etag='"2"')
        await tx.feeds.save(later)
        assert (await tx.feeds.of("wires"))[NEW.url] == later
        assert await tx.feeds.troubled() == [stored]
        await tx.feeds.forget("wires", [ASKED.url])
        assert await tx.feeds.all() == [replace(NEW, source="other"), later]


async def test_the_ledger_tells_what_it_has_of_these(store: Store) -> None:
    async with store.begin() as tx:
        await tx.ledger.record([Taken(raw("a"), LedgerState.TAKEN), Taken(raw("b", "bad"), LedgerState.QUARANTINED)])
    async with store.read() as tx:
        asked = [ArticleId("wire", path) for path in ("a", "b", "c")]
        assert await tx.ledger.versions(asked) == {
            asked[0]: ("a", LedgerState.TAKEN),
            asked[1]: ("bad", LedgerState.QUARANTINED),
        }
