from monitor.model.alert import ReceiverHealth, ReceiverState
from monitor.storage import Store
from tests.support.stored import MINUTE, NOW, notification

FAILING = ReceiverHealth("desk", ReceiverState.FAILING, NOW, "timeout", "no answer", NOW + MINUTE)
PAUSED = ReceiverHealth("desk", ReceiverState.PAUSED, NOW, "password", "535")
WELL = ReceiverHealth("desk", ReceiverState.OK, NOW + MINUTE)


async def test_a_receiver_never_heard_of_is_well(store: Store) -> None:
    async with store.begin() as tx:
        assert await tx.receivers.health("desk", NOW) == ReceiverHealth("desk", ReceiverState.OK, NOW)
        assert await tx.receivers.all() == {}
        await tx.outbox.add([notification()])
        assert set(await tx.receivers.all()) == {"desk"}


async def test_health_is_kept_and_replaced(store: Store) -> None:
    async with store.begin() as tx:
        for health in (FAILING, PAUSED):
            await tx.receivers.set(health)
            assert await tx.receivers.health("desk", NOW) == health
        await tx.outbox.add([notification()])
        assert await tx.receivers.all() == {"desk": PAUSED}


async def test_a_success_ends_failing_but_not_a_pause(store: Store) -> None:
    async with store.begin() as tx:
        await tx.receivers.set(FAILING)
        assert await tx.receivers.recovered("desk", NOW + MINUTE)
        assert await tx.receivers.health("desk", NOW) == WELL
        await tx.receivers.set(PAUSED)
        assert not await tx.receivers.recovered("desk", NOW + MINUTE)
        assert await tx.receivers.health("desk", NOW) == PAUSED


async def test_a_person_ends_either(store: Store) -> None:
    async with store.begin() as tx:
        for health in (FAILING, PAUSED):
            await tx.receivers.set(health)
            assert await tx.receivers.resume("desk", NOW + MINUTE)
            assert await tx.receivers.health("desk", NOW) == WELL
        assert not await tx.receivers.resume("desk", NOW)
