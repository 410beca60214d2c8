"""A mail as bytes: RFC 5322 headers, a text part and an HTML part. The same letter always gives the same bytes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from typing import Any
from urllib.parse import quote

import css_inline

from monitor.delivery.addresses import Mailbox
from monitor.delivery.render.values import clean

_MAX_SUBJECT = 250


class _Unfolded(UnstructuredHeader, BaseHeader):
    """A header of one long ASCII word. The standard folding would encode the word, and no thread would be found."""

    def fold(self, *, policy: Policy[Any]) -> str:
        return f"{self.name}: {self}{policy.linesep}"


class _Subject(UnstructuredHeader, BaseHeader):
    """Free text. Standard folding can lose a space between encoded words (python/cpython#92081); the older does not."""

    def fold(self, *, policy: Policy[Any]) -> str:
        text = str(self)
        folded = Header(text, None if text.isascii() else "utf-8", maxlinelen=76, header_name=self.name)
        return f"{self.name}: {folded.encode(linesep=policy.linesep)}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", _Subject)
for _name in ("message-id", "in-reply-to", "references", "list-id", "list-unsubscribe"):
    _HEADERS.map_to_type(_name, _Unfolded)
_POLICY = EmailPolicy(linesep="\r\n", header_factory=_HEADERS)
_INLINER = css_inline.CSSInliner(keep_style_tags=False, keep_at_rules=True, load_remote_stylesheets=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a mail's headers say. `id` makes the Message-ID, the same at every attempt; `first` is the id of the first
    mail of the thread to this recipient, or None. `recipient` is None for a receiver that is no mailbox (a file)."""

    id: str
    sender: Mailbox
    recipient: Mailbox | None
    receiver: str
    date: datetime
    first: str | None = None
    urgent: bool = False
    labels: tuple[tuple[str, str], ...] = ()


def build(letter: Letter, envelope: Envelope) -> bytes:
    """The complete message, with CRLF line ends. Header values can hold neither line ends nor control characters."""
    message = EmailMessage(_POLICY)
    _address(message, letter, envelope)
    _thread(message, envelope)
    _as_list(message, envelope)
    message.set_content(letter.text)
    message.add_alternative(_INLINER.inline(letter.html), subtype="html")
    # A random boundary would make every rendering of one letter differ.
    message.set_boundary(f"=_{hashlib.sha256(envelope.id.encode()).hexdigest()[:40]}")
    return message.as_bytes(policy=_POLICY.clone(utf8=_needs_utf8(envelope)))


def unsubscribe_address(envelope_sender: Mailbox, receiver: str) -> str:
    """Where a reader asks to be taken off: a mail to the sender, since only a person can edit the receivers.

    RFC 8058's one-click form (List-Unsubscribe-Post) needs an https address, which the monitor does not have.
    """
    return f"mailto:{quote(envelope_sender.address, safe='@')}?subject={quote(f'unsubscribe {receiver}')}"


def message_id(id: str, sender: Mailbox) -> str:
    """The Message-ID of a notification: stable, so that a receiver can drop a second copy."""
    return f"<{quote(id, safe='')}@{sender.domain}>"


def one_line(text: str) -> str:
    """Text for a header: one line without control characters, and not endless."""
    # An encoded word in an article's headline would be decoded, line ends and all.
    line = " ".join(clean(text).replace("=?", "= ?").split())
    return line if len(line) <= _MAX_SUBJECT else line[: _MAX_SUBJECT - 1] + "…"


def _address(message: EmailMessage, letter: Letter, envelope: Envelope) -> None:
    message["Subject"] = one_line(letter.subject) or "(no subject)"
    message["From"] = envelope.sender.header()
    to = envelope.recipient or replace(envelope.sender, name="")
    message["To"] = to.header(envelope.receiver)
    message["Date"] = envelope.date
    message["Message-ID"] = message_id(envelope.id, envelope.sender)


def _thread(message: EmailMessage, envelope: Envelope) -> None:
    if envelope.first is None or envelope.first == envelope.id:
        return
    first = message_id(envelope.first, envelope.sender)
    message["In-Reply-To"] = first
    message["References"] = first


def _as_list(message: EmailMessage, envelope: Envelope) -> None:
    """What tells mail programs and other machines that this is an automatic message to a list."""
    message["List-Id"] = f"News Monitor {envelope.receiver} <{envelope.receiver}.news-monitor.{envelope.sender.domain}>"
    message["List-Unsubscribe"] = f"<{unsubscribe_address(envelope.sender, envelope.receiver)}>"
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    if envelope.urgent:
        message["Importance"] = "high"
        message["X-Priority"] = "1"
    for name, value in envelope.labels:
        message[f"X-News-Monitor-{name}"] = one_line(value)


def _needs_utf8(envelope: Envelope) -> bool:
    boxes = (envelope.sender, envelope.recipient)
    return not all(box is None or box.is_ascii for box in boxes)
