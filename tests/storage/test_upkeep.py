from datetime import datetime, timedelta

import pytest

from monitor.config import RetentionSettings
from monitor.model.alert import AlertState, DigestWindow
from monitor.model.article import ArticleId
from monitor.storage import Store
from monitor.storage.rows import Purged, StoryRow, Taken
from tests.support import stored
from tests.support.stored import DAY, MINUTE, NOW, alert, kept, match, notification, raw, sent

RETENTION = RetentionSettings(articles_days=10, deliveries_days=20)
LATER = NOW + 30 * DAY
A = ArticleId("wire", "a.txt")


async def fill(store: Store, state: AlertState = AlertState.CLOSED, *, settled: bool = True) -> None:
    """An article with its alert and its notification."""
    async with store.begin() as tx:
        await tx.ledger.record([Taken(raw())])
        await tx.stories.add([StoryRow("story-1", "Hama", A, NOW)])
        await tx.articles.add([kept()])
        await tx.alerts.add([alert(state=state)])
        await tx.matches.add([match()])
        await tx.outbox.add([notification(alert_id="alert-1")])
        await stored.claim(tx, "w1", NOW, MINUTE, 1)
        attempts = await tx.queue.start_attempts("w1", ["n1"], NOW, MINUTE)
        if settled:
            await tx.outbox.settle([sent(attempts["n1"])])


async def purge(store: Store, now: datetime = LATER) -> Purged:
    async with store.begin() as tx:
        return await tx.upkeep.purge(now, RETENTION)


async def test_what_is_old_and_settled_goes(store: Store) -> None:
    await fill(store)
    assert await purge(store) == Purged(articles=1, matches=1, alerts=1, notifications=1)
    async with store.read() as tx:
        assert await tx.why.article(A) is None
        assert await tx.stories.get("story-1") is None
        assert set(await tx.ledger.entries("wire")) == {"a.txt"}, "or the file would come again"


@pytest.mark.parametrize(("days", "articles", "notifications"), [(9, 0, 0), (11, 1, 0), (21, 1, 1)])
async def test_each_kind_has_its_time(store: Store, days: int, articles: int, notifications: int) -> None:
    await fill(store)
    purged = await purge(store, NOW + timedelta(days=days))
    assert (purged.articles, purged.notifications, purged.alerts) == (articles, notifications, notifications)


async def test_an_open_alert_keeps_what_it_rests_on(store: Store) -> None:
    await fill(store, AlertState.OPEN)
    assert await purge(store) == Purged(0, 0, 0, 0)
    async with store.read() as tx:
        assert await tx.stories.get("story-1") is not None


async def test_a_pending_notification_keeps_what_it_tells_of(store: Store) -> None:
    await fill(store, settled=False)
    assert await purge(store) == Purged(0, 0, 0, 0)


async def test_an_alert_stays_until_the_window_of_its_digest_is_closed(store: Store) -> None:
    await fill(store)
    async with store.begin() as tx:
        await tx.digests.open_window(DigestWindow("morning", NOW - DAY, NOW + DAY))
        await tx.digests.add_item("morning", "alert-1", NOW, late=False)
    assert await purge(store) == Purged(0, 0, 0, 0)
    async with store.begin() as tx:
        await tx.digests.close_window("morning", NOW - DAY, NOW + DAY)
    assert (await purge(store)).alerts == 1
    async with store.read() as tx:
        assert await tx.digests.last_window("morning") is not None, "the next one starts where it ended"
