import asyncio

import pytest
from sqlalchemy import select, text

from monitor.errors import StoreConflict
from monitor.model.alert import AlertState, NotificationState, Told
from monitor.storage import Store
from monitor.storage.database import connect
from monitor.storage.schema import IS_OPEN, alerts
from tests.support.stored import DAY, MINUTE, NOW, alert, notification

KEY = ("city-captured", 'slot:["Hama"]')


async def add(store: Store, *alerts: object) -> None:
    async with store.begin() as tx:
        await tx.alerts.add(alerts)  # type: ignore[arg-type]


async def test_an_open_alert_is_found_by_its_rule_and_happening(store: Store) -> None:
    await add(store, alert(), alert("alert-2", 'slot:["Homs"]'))
    async with store.begin() as tx:
        assert await tx.alerts.open_for([KEY, ("other", "x")], NOW) == {KEY: alert()}


async def test_a_second_open_alert_for_a_happening_is_a_conflict(store: Store) -> None:
    await add(store, alert())
    with pytest.raises(StoreConflict):
        await add(store, alert("alert-2"))
    await add(store, alert("alert-3", state=AlertState.CLOSED))


async def test_when_the_hold_has_ended_the_happening_is_free_again(store: Store) -> None:
    await add(store, alert(hold_until=NOW))
    async with store.begin() as tx:
        assert KEY in await tx.alerts.open_for([KEY], NOW)
        assert await tx.alerts.open_for([KEY], NOW + MINUTE) == {}
        await tx.alerts.add([alert("alert-2")])
        first = await tx.alerts.get("alert-1")
    assert first is not None
    assert first.state is AlertState.CLOSED


async def test_times_of_an_alert_only_move_forward(store: Store) -> None:
    await add(store, alert())
    async with store.begin() as tx:
        await tx.alerts.extend("alert-1", NOW + MINUTE, NOW + 3 * DAY)
        await tx.alerts.extend("alert-1", NOW - DAY, NOW + DAY)
        found = await tx.alerts.get("alert-1")
    assert found == alert(last_match=NOW + MINUTE, hold_until=NOW + 3 * DAY)


async def test_expired_alerts_are_closed_and_counted(store: Store) -> None:
    await add(store, alert(hold_until=NOW - MINUTE), alert("alert-2", "other"))
    async with store.begin() as tx:
        assert await tx.alerts.close_expired(NOW) == 1
        assert await tx.alerts.close_expired(NOW) == 0
        assert [one.id for one in await tx.alerts.list(state=AlertState.OPEN)] == ["alert-2"]
        assert await tx.alerts.get("none") is None


async def test_alerts_are_listed_newest_first(store: Store) -> None:
    await add(store, *(alert(f"a{number}", str(number), opened=NOW + number * MINUTE) for number in range(4)))
    async with store.read() as tx:
        assert [one.id for one in await tx.alerts.list(limit=3)] == ["a3", "a2", "a1"]
        assert [one.id for one in await tx.alerts.list(since=NOW + 2 * MINUTE)] == ["a3", "a2"]
        assert await tx.alerts.list(rule_id="other") == []


async def test_two_transactions_at_once_raise_one_alert(store: Store) -> None:
    async def raise_one(alert_id: str) -> bool:
        async with store.begin() as tx:
            if KEY in await tx.alerts.open_for([KEY], NOW):
                return False
            await tx.alerts.add([alert(alert_id)])
        return True

    outcomes = await asyncio.gather(*(raise_one(f"a{number}") for number in range(5)), return_exceptions=True)
    assert [outcome for outcome in outcomes if outcome is True] == [True]
    assert all(outcome in (True, False) or isinstance(outcome, StoreConflict) for outcome in outcomes)


async def test_how_far_an_alert_has_got(store: Store) -> None:
    names = ("nowhere", "suppressed", "collected", "pending", "dead", "both")
    async with store.begin() as tx:
        await tx.alerts.add([alert(name, name) for name in names])
        for name, state in (("suppressed", "suppressed"), ("pending", "pending"), ("dead", "dead"), ("both", "sent")):
            await tx.outbox.add([notification(name, alert_id=name, state=NotificationState(state))])
        await tx.outbox.add([notification("other", "hook", alert_id="pending", state=NotificationState.SUPPRESSED)])
        for name in ("collected", "both"):
            await tx.digests.add_item("morning", name, NOW, late=False)
        assert await tx.alerts.told(names) == {
            "nowhere": Told.NOBODY,
            "suppressed": Told.NOBODY,
            "collected": Told.DIGEST,
            "pending": Told.AT_ONCE,
            "dead": Told.AT_ONCE,
            "both": Told.AT_ONCE,
        }
        assert await tx.alerts.told([]) == {}


async def test_what_closed_of_a_rule_is_found_without_a_look_at_other_rules(store: Store, store_url: str) -> None:
    """By the plan that each database makes of it."""
    many = [alert(f"alert-{n}", f"h{n}", rule_id=f"rule-{n % 50}", state=AlertState.CLOSED) for n in range(3_000)]
    await add(store, *many)
    async with store.read() as tx:
        assert len(await tx.alerts.closed_of("rule-7", NOW - DAY, happening="h57")) == 1
    database = connect(store_url)
    asked = select(alerts.c.id).where(~IS_OPEN, alerts.c.rule_id == "rule-7", alerts.c.opened >= NOW - DAY)
    async with database.writer.begin() as connection:
        await connection.execute(text("ANALYZE"))
        for query in (asked, asked.where(alerts.c.happening == "h57")):
            written = query.order_by(alerts.c.opened.desc(), alerts.c.id).limit(9)
            told = written.compile(connection.engine, compile_kwargs={"literal_binds": True})
            explain = "EXPLAIN QUERY PLAN" if connection.dialect.name == "sqlite" else "EXPLAIN"
            plan = str((await connection.execute(text(f"{explain} {told}".replace(":", "\\:")))).fetchall())
            assert "ix_alerts_of_rule" in plan
    await database.dispose()
