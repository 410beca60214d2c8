from monitor.model.alert import DeliveryOutcome
from monitor.model.article import ArticleId
from monitor.storage import Store
from tests.support import stored
from tests.support.stored import MINUTE, NOW, alert, article, kept, match, notification, raw

A, B = ArticleId("wire", "a.txt"), ArticleId("wire", "b.txt")


async def fill(store: Store) -> None:
    """Two articles match; the first raises an alert that goes to two receivers, the second is a copy."""
    async with store.begin() as tx:
        await tx.articles.add([kept("a.txt"), kept("b.txt")])
        await tx.alerts.add([alert()])
        await tx.matches.add(
            [
                match(path="a.txt"),
                match(path="b.txt", kept_back="copy"),
                match(None, rule_id="shadow", kept_back="shadow"),
            ]
        )
        await tx.matches.add([])
        await tx.outbox.add([notification("n1", alert_id="alert-1"), notification("n2", "hook", alert_id="alert-1")])
        await tx.queue.suppress({"n2": "silenced"})
        await tx.digests.add_item("morning", "alert-1", NOW, late=False)
        await stored.claim(tx, "w1", NOW, MINUTE, 1)
        await tx.queue.start_attempts("w1", ["n1"], NOW, MINUTE)


async def test_why_an_article_names_every_match_with_all_that_came_of_it(store: Store) -> None:
    await fill(store)
    async with store.read() as tx:
        found = await tx.why.article(A)
    assert found is not None
    raised, shadow = found.matches
    assert (raised.alert, raised.digests) == (alert(), ("morning",))
    assert [(one.notification.id, one.notification.reason) for one in raised.notifications] == [
        ("n1", ""),
        ("n2", "silenced"),
    ]
    assert [one.outcome for one in raised.notifications[0].deliveries] == [DeliveryOutcome.STARTED]
    assert (shadow.match.kept_back, shadow.alert, shadow.notifications) == ("shadow", None, ())
    assert raised.article.headline == article().headline


async def test_why_for_one_receiver_leaves_the_others_out(store: Store) -> None:
    await fill(store)
    async with store.read() as tx:
        found = await tx.why.article(B, receiver="hook")
    assert found is not None
    (copy,) = found.matches
    assert copy.match.kept_back == "copy"
    assert [one.notification.receiver for one in copy.notifications] == ["hook"]


async def test_why_an_alert_names_the_articles_it_rests_on(store: Store) -> None:
    await fill(store)
    async with store.read() as tx:
        found = await tx.why.alert("alert-1")
        assert await tx.why.alert("none") is None
    assert found is not None
    assert [one.article.id for one in found.matches] == [A, B]
    assert [one.notification.id for one in found.notifications] == ["n1", "n2"]
    assert found.digests == ("morning",)


async def test_why_of_a_file_that_could_not_be_read(store: Store) -> None:
    async with store.begin() as tx:
        await tx.quarantine.add(raw(), "binary", "NUL")
        found = await tx.why.article(A)
        assert await tx.why.article(B) is None
    assert found is not None
    assert [row.reason for row in found.quarantine] == ["binary"]
