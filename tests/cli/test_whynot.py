"""Why a receiver was sent nothing of its own."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.cli.whynot import why_not
from monitor.config import MonitorSettings
from monitor.model.alert import Notification
from monitor.storage import Transaction
from tests.support.desk import Desk
from tests.support.stored import MINUTE, alert, kept, match, notification

SETTINGS = MonitorSettings.model_validate({
    "sources": [{"folder": "seeds"}],
    "receivers": {
        "desk": {"kind": "email", "to": ["A@example.org", "b@example.org"]},
        "night": {"kind": "email", "to": ["a@example.org"]},
        "box": {"kind": "file", "folder": "out"},
    },
    "routes": [{"to": ["desk"]}],
    "digests": {
        "morning": {"cron": "0 7 * * *", "to": ["desk", "box"]},
        "evening": {"cron": "0 19 * * *", "to": ["night"]},
    },
})  # fmt: skip
TO_NIGHT = notification("n1", "night")
TO_DESK = notification("n2", "desk", recipient="b@example.org")
TO_BOX = notification("n3", "box", recipient="")
A_IS_SHARED = "A@example.org is an address of night too, and gets one message"
NOT_NAMED = "nothing was addressed to desk: neither the rule's `notify` nor a route named it"


@pytest.mark.parametrize(
    ("late", "sent", "digests", "said"),
    [
        (False, [], [], [NOT_NAMED]),
        (False, [TO_BOX], ["evening", "gone"], [NOT_NAMED]),
        (False, [TO_NIGHT], [], [A_IS_SHARED]),
        (False, [TO_NIGHT, TO_DESK], ["morning"], [A_IS_SHARED]),
        (False, [TO_DESK], [], []),
        (True, [], ["evening", "morning"], ["late: only in the digest morning"]),
        (True, [], ["evening"], ["late: nobody is interrupted, and no digest that goes to desk collected it"]),
        (False, [TO_BOX], ["morning"], ["nothing was addressed to desk at once: only in the digest morning"]),
        (True, [TO_BOX], ["evening"], [NOT_NAMED]),
    ],
)
def test_why_a_receiver_got_nothing(late: bool, sent: list[Notification], digests: list[str], said: list[str]) -> None:
    assert list(why_not("desk", SETTINGS, alert(late=late), sent, digests)) == said


def test_late_news_in_a_digest_is_said_to_be_that(desk: Desk) -> None:
    async def late(tx: Transaction) -> None:
        now = datetime.now(UTC)
        await tx.articles.add([kept("syria.txt")])
        await tx.alerts.add([alert(late=True, opened=now, last_match=now, hold_until=now + 60 * MINUTE)])
        await tx.matches.add([match(path="syria.txt")])
        await tx.digests.add_item("morning", "alert-1", now, late=True)

    desk.stored(late)
    for what in ("syria.txt", "alert-1"):
        assert "late: only in the digest morning" in desk("why", what, "--receiver", "box").stdout
        assert "no digest that goes to desk" in desk("why", what, "--receiver", "desk").stdout


def test_a_shared_address_is_said_to_be_that(desk: Desk) -> None:
    async def shared(tx: Transaction) -> None:
        await tx.articles.add([kept("syria.txt")])
        await tx.alerts.add([alert()])
        await tx.matches.add([match(path="syria.txt")])
        await tx.outbox.add([notification("n1", "night", recipient="desk@example.org", alert_id="alert-1")])

    desk.stored(shared)
    told = desk("why", "syria.txt", "--receiver", "desk").stdout
    assert "desk@example.org is an address of night too" in told
    assert "to night" not in told
