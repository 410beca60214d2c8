"""Pictures of the shipped mails for the documentation: light and dark, on a telephone and on a desk.

    python tools/pictures.py [FOLDER]

Needs Chromium (`/usr/bin/chromium`) and Pillow. Renders the sample content with the built-in templates, as a mail
would be.
"""

from __future__ import annotations

import email
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from email import policy
from pathlib import Path

from PIL import Image, ImageChops

from monitor.config import EmailReceiver, Language
from monitor.delivery.letters import Letters
from monitor.delivery.render import Frame, Templates
from monitor.delivery.sample import sample_alert, sample_digest, sample_kept_back, sample_update
from monitor.model.alert import ChangeKind, Notification, NotificationKind

CHROMIUM = "/usr/bin/chromium"
# Chromium makes no window narrower than 500 pixels, so a telephone is a frame inside the page.
FRAME = "<body style='margin:0'><iframe src='{file}' style='border:0;width:{width}px;height:{height}px'></iframe>"
HEIGHT = 3000
MARGIN = 24


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        for name, html in pages().items():
            page = Path(scratch, f"{name}.html")
            page.write_text(html, encoding="utf-8")
            for width in (375, 900):
                for dark in (False, True):
                    target = folder / f"{name}-{width}-{'dark' if dark else 'light'}.png"
                    photograph(page, target, width=width, dark=dark)
                    trim(target, width)


def pages() -> dict[str, str]:
    """The HTML parts of mails: an alert, what is told when it changes, a digest, and the digest as a reader of Arabic
    gets it."""
    letters = Letters(Templates(), "News Monitor <monitor@example.org>", Frame("en", "Europe/Paris"))
    receiver = EmailReceiver(kind="email", to=["desk@example.org"])
    arabic = EmailReceiver(kind="email", to=["desk@example.org"], language=Language.AR)
    found = {}
    changes = {"update": ChangeKind.UPDATED, "correction": ChangeKind.CORRECTED, "retraction": ChangeKind.RETRACTED}
    for name, kind, template, content, to in (
        ("alert", NotificationKind.ALERT, "default", sample_alert(), receiver),
        *(
            (name, NotificationKind.ALERT, "update", sample_update(change), receiver)
            for name, change in changes.items()
        ),
        ("digest", NotificationKind.DIGEST, "digest", sample_digest(), receiver),
        ("digest-ar", NotificationKind.DIGEST, "digest", sample_digest(), arabic),
    ):
        moment = datetime(2024, 12, 6, 6, 0, tzinfo=UTC)
        notification = Notification(
            id="sample",
            kind=kind,
            receiver="foreign-desk",
            recipient="desk@example.org",
            thread="sample",
            content=content,
            due=moment,
            created=moment,
            template=template,
        )
        kept_back = sample_kept_back() if kind is NotificationKind.DIGEST else ()
        mail = letters.render(notification, to, None, kept_back)
        part = email.message_from_bytes(mail, policy=policy.default).get_body(("html",))
        found[name] = part.get_content() if part else ""
    return found


def photograph(page: Path, target: Path, *, width: int, dark: bool) -> None:
    frame = page.with_name("frame.html")
    frame.write_text(FRAME.format(file=page.name, width=width, height=HEIGHT))
    with tempfile.TemporaryDirectory() as profile:
        command = [
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-color-profile=srgb",
        ]
        command += ["--disable-background-networking", "--disable-component-update", "--allow-file-access-from-files"]
        command += [f"--user-data-dir={profile}", f"--window-size={max(width, 500)},{HEIGHT}", f"--screenshot={target}"]
        command += [f"--blink-settings=preferredColorScheme={0 if dark else 1}", frame.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=60)


def trim(picture: Path, width: int) -> None:
    """Cut the empty rest of the window off, and store few colours: a page in a repository should be light."""
    with Image.open(picture) as whole:
        page = whole.convert("RGB").crop((0, 0, width, HEIGHT))
    ground = Image.new("RGB", page.size, page.getpixel((width - 1, HEIGHT - 1)))
    box = ImageChops.difference(page, ground).getbbox()
    bottom = min(HEIGHT, box[3] + MARGIN) if box else HEIGHT
    page.crop((0, 0, width, bottom)).quantize(220).save(picture, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images").resolve())
