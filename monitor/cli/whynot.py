"""Why a receiver was sent nothing of its own about an alert. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from monitor.alerting.routes import recipients
from monitor.config import MonitorSettings
from monitor.model.alert import Alert, Notification


def why_not(
    receiver: str, settings: MonitorSettings, alert: Alert, sent: Sequence[Notification], digests: Collection[str]
) -> Iterator[str]:
    """What is to be said besides the notifications that `receiver` got. `sent` are all of the alert's, whoever got
    them; `digests` collected it. Where the settings were edited since, those of now are gone by."""
    own = {one.recipient.casefold() for one in sent if one.receiver == receiver}
    elsewhere = {one.recipient.casefold(): one.receiver for one in sent if one.recipient and one.receiver != receiver}
    left_out = [each for each in recipients(settings.receivers[receiver]) if each.casefold() not in own]
    shared = [each for each in left_out if each.casefold() in elsewhere]
    yield from (f"{each} is an address of {elsewhere[each.casefold()]} too, and gets one message" for each in shared)
    if not own and not shared:
        yield _reason(receiver, settings, alert, sent, digests)


def _reason(
    receiver: str, settings: MonitorSettings, alert: Alert, sent: Sequence[Notification], digests: Collection[str]
) -> str:
    own_digests = sorted(name for name in digests if name in settings.digests and receiver in settings.digests[name].to)
    only_late = alert.late and not sent
    if own_digests:
        why = "late" if only_late else f"nothing was addressed to {receiver} at once"
        return f"{why}: only in the digest {', '.join(own_digests)}"
    if only_late:
        return f"late: nobody is interrupted, and no digest that goes to {receiver} collected it"
    return f"nothing was addressed to {receiver}: neither the rule's `notify` nor a route named it"
