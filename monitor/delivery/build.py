"""From settings to deliverers: the one place that knows which class serves which kind of receiver."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from monitor.clock import Clock
from monitor.config import ConsoleReceiver, EmailReceiver, FileReceiver, Receiver, SmtpSettings
from monitor.delivery.console import ConsoleDeliverer
from monitor.delivery.contract import Deliverer
from monitor.delivery.email import EmailDeliverer
from monitor.delivery.file import FileDeliverer
from monitor.delivery.smtp import Door, Pool
from monitor.delivery.webhook import WebhookDeliverer


def build(
    receivers: Mapping[str, Receiver], smtp: SmtpSettings, *, root: Path, console: BinaryIO, clock: Clock
) -> dict[str, Deliverer]:
    """A deliverer for each receiver, by name. Nothing is opened yet. Files that the settings name are below `root`.

    `smtp` names a host: the mail server's, or the catcher's (`Catcher.settings`). Each mail receiver has connections of
    its own; all of them share what is known of the login.
    """
    if smtp.ca_file:
        smtp = smtp.model_copy(update={"ca_file": str(root / smtp.ca_file)})
    door = Door(smtp)

    def made(receiver: Receiver) -> Deliverer:
        match receiver:
            case EmailReceiver(connections=own):
                return EmailDeliverer(smtp, Pool(door, own or smtp.connections))
            case ConsoleReceiver():
                return ConsoleDeliverer(console)
            case FileReceiver():
                return FileDeliverer(root / receiver.folder)
            case _:
                return WebhookDeliverer(receiver, clock)

    return {name: made(receiver) for name, receiver in receivers.items()}
