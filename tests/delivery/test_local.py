"""What needs no network: the console, files, the catcher, and putting deliverers together."""

from __future__ import annotations

import asyncio
import email
import io
import mailbox
from collections.abc import Callable
from email import policy
from pathlib import Path

import pytest

from monitor.clock import SystemClock
from monitor.config import ConsoleReceiver, EmailReceiver, FileReceiver, SmtpSettings, WebhookReceiver
from monitor.delivery.build import build
from monitor.delivery.catcher import start_catcher
from monitor.delivery.console import ConsoleDeliverer
from monitor.delivery.contract import Reason
from monitor.delivery.email import EmailDeliverer
from monitor.delivery.file import FileDeliverer
from monitor.delivery.letters import Letters
from monitor.delivery.render import Templates
from monitor.delivery.smtp import Door, Pool
from monitor.delivery.webhook import WebhookDeliverer
from monitor.errors import PermanentFailure, ReceiverBroken, TemporaryFailure
from monitor.model.alert import Notification

Make = Callable[..., Notification]


async def test_the_console_writes_whole_messages(notification: Make) -> None:
    stream = io.BytesIO()
    console = ConsoleDeliverer(stream)
    await asyncio.gather(*(console.deliver(notification(rendered=f"message {n}\n".encode())) for n in range(3)))
    assert stream.getvalue().count(b"-" * 72) == 3
    assert all(finding.ok for finding in await console.check())
    stream.close()
    with pytest.raises(TemporaryFailure):
        await console.deliver(notification())
    assert not (await console.check())[0].ok


async def test_a_file_is_there_whole_and_once(notification: Make, tmp_path: Path) -> None:
    files = FileDeliverer(tmp_path / "a" / "b")
    await files.deliver(notification(id="n-1", rendered=b"first"))
    await files.deliver(notification(id="n-1", rendered=b"second"))
    assert {path.name: path.read_bytes() for path in (tmp_path / "a" / "b").iterdir()} == {"n-1.eml": b"second"}
    assert all(finding.ok for finding in await files.check())
    assert len(list((tmp_path / "a" / "b").iterdir())) == 1


@pytest.mark.parametrize("id", ["../../evil", "/etc/passwd", "..", ".", "a\0b", "x" * 900, "ä/ß"])
def test_no_id_leads_out_of_the_folder(notification: Make, tmp_path: Path, id: str) -> None:
    folder = tmp_path / "inside"
    asyncio.run(FileDeliverer(folder).deliver(notification(id=id)))
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
    (only,) = folder.iterdir()
    assert only.suffix == ".eml"


async def test_a_folder_that_is_a_file_is_broken(notification: Make, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    files = FileDeliverer(tmp_path / "taken")
    with pytest.raises(ReceiverBroken) as caught:
        await files.deliver(notification())
    assert caught.value.reason == Reason.UNWRITABLE
    assert not (await files.check())[0].ok


async def test_a_folder_that_cannot_be_made_is_tried_again(notification: Make) -> None:
    with pytest.raises(TemporaryFailure):
        await FileDeliverer(Path("/proc/none")).deliver(notification())


async def test_the_catcher_keeps_mail_that_can_be_read_again(notification: Make, tmp_path: Path) -> None:
    receiver = EmailReceiver(kind="email", to=["desk@example.org"])
    ready = notification(id="n-9", recipient="разведка@bücher.example")
    letters = Letters(Templates(), "News Monitor <monitor@localhost>")
    ready = notification(id="n-9", recipient=ready.recipient, rendered=letters.render(ready, receiver))
    catcher = await start_catcher(tmp_path / "var" / "mail")
    smtp = catcher.settings(SmtpSettings(username="u"))
    assert (smtp.host, smtp.security, smtp.username) == ("127.0.0.1", "none", None)
    sender = EmailDeliverer(smtp, Pool(Door(smtp), smtp.connections))
    await asyncio.gather(*(sender.deliver(ready) for _ in range(5)))
    (finding,) = await sender.check()
    await sender.close()
    await catcher.close()
    kept = mailbox.Maildir(tmp_path / "var" / "mail", create=False)
    assert len(kept) == 5
    message = next(iter(kept))
    assert message["Message-ID"] == "<n-9@localhost>"
    raw = next((tmp_path / "var" / "mail" / "new").iterdir()).read_bytes()
    assert b"\r\n" not in raw
    assert email.message_from_bytes(raw, policy=policy.default)["Subject"] == "CRITICAL: Hama captured by rebels"
    assert finding.ok


async def test_a_catcher_that_cannot_keep_says_so(notification: Make, tmp_path: Path) -> None:
    catcher = await start_catcher(tmp_path / "mail")
    smtp = catcher.settings(SmtpSettings())
    sender = EmailDeliverer(smtp, Pool(Door(smtp), smtp.connections))
    (tmp_path / "mail" / "tmp").rmdir()
    (tmp_path / "mail" / "tmp").write_text("in the way")
    with pytest.raises(TemporaryFailure) as caught:
        await sender.deliver(notification())
    assert caught.value.reason == Reason.MESSAGE_DEFERRED
    await sender.close()
    await catcher.close()


async def test_every_kind_of_receiver_is_built(notification: Make, tmp_path: Path) -> None:
    built = build(
        {
            "mail": EmailReceiver(kind="email", to=["a@example.org"]),
            "hook": WebhookReceiver.model_validate({"kind": "webhook", "url": "https://example.org"}),
            "console": ConsoleReceiver(kind="console"),
            "files": FileReceiver(kind="file", folder="out"),
        },
        SmtpSettings(host="127.0.0.1"),
        root=tmp_path,
        console=io.BytesIO(),
        clock=SystemClock(),
    )
    kinds = {name: type(deliverer) for name, deliverer in built.items()}
    assert kinds == {
        "mail": EmailDeliverer,
        "hook": WebhookDeliverer,
        "console": ConsoleDeliverer,
        "files": FileDeliverer,
    }
    await built["files"].deliver(notification())
    assert (tmp_path / "out" / "n-1.eml").exists()
    for deliverer in built.values():
        with pytest.raises(PermanentFailure):
            await deliverer.deliver(notification(rendered=None))
        await deliverer.close()
        await deliverer.close()
