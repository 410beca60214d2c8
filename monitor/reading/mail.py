"""E-mail and mbox: the subject is the headline, the body the article; signature, quoted history and thanks are not.

The plain part is taken where it says anything, else the HTML part. Attachments are left out, and named in a warning.
"""

from __future__ import annotations

import email
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email import policy
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from monitor.errors import Unreadable
from monitor.reading import mapped, markup, values
from monitor.reading.blocks import Block
from monitor.reading.report import Report, broken, no_article

_HEADER = re.compile(rb"(?:From [^\n]{0,200}\n)?(?:[A-Za-z][A-Za-z0-9-]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n")
_KNOWN = re.compile(rb"^(?:Received|Message-ID|MIME-Version|From|Subject|Delivered-To|Return-Path|To):", re.I | re.M)
_FEWEST_KNOWN = 3
_LONGEST_HEADER = 100_000
_MBOX = re.compile(rb"(?m)^From \S+@?\S* +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[^\n]{10,60}\n")
_SIGNATURE = re.compile(r"(?m)^(?:-- ?|_{20,}|Sent from my .{1,30}|Get Outlook for .{1,20})$")
_QUOTED = re.compile(r"(?m)^(?:>.*|On .{5,120} wrote:|-{3,} ?(?:Original|Forwarded) [Mm]essage ?-{3,}.*)\n?")
_PREFIX = re.compile(r"^(?:(?:re|fw|fwd|aw|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)


def is_mail(content: bytes) -> bool:
    """Whether it begins with the headers of a mail: at least two lines of them, three that mails have."""
    start = content[:_LONGEST_HEADER].replace(b"\r\n", b"\n").lstrip()
    header = _HEADER.match(start)
    return header is not None and len({met.lower() for met in _KNOWN.findall(header[0])}) >= _FEWEST_KNOWN


def read(content: bytes) -> Iterator[Report | Unreadable]:
    """The mail, or every mail of an mbox."""
    lines = content.replace(b"\r\n", b"\n").lstrip()
    starts = [met.start() for met in _MBOX.finditer(lines)] if lines.startswith(b"From ") else []
    if not starts:
        starts = [0]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        try:
            yield _report(_MBOX.sub(b"", lines[start:end], count=1) if lines[start:].startswith(b"From ") else
                          lines[start:end])  # fmt: skip
        except Unreadable as refusal:
            yield refusal


def _report(content: bytes) -> Report:
    try:
        message = email.message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        blocks, warnings = _body(message)
        sender = parseaddr(str(message.get("from", "")))
        subject = values.text(str(message.get("subject", "")))
        name, date = values.text(str(message.get("message-id", ""))), str(message.get("date", ""))
    except (MessageError, LookupError, ValueError, AttributeError, IndexError, TypeError, KeyError) as error:
        raise broken(f"a mail that cannot be taken apart: {error}") from None
    if not blocks:
        raise no_article("a mail without a text")
    mail = Report(
        blocks=tuple(blocks),
        title=_PREFIX.sub("", _mended(subject)) if subject else None,
        name=name,
        published=values.moment(date),
        source=values.text(sender[0]) or values.text(sender[1].rpartition("@")[2]),
        authors=values.names([sender[0]]),
        warnings=warnings,
    )
    return _of_form(message, mail)


def _of_form(message: EmailMessage, mail: Report) -> Report:
    """The article in a form that somebody filled in and a script sent as JSON; else the mail as it is."""
    part = message.get_body(("plain",))
    said = _content(part).strip() if part is not None else ""
    try:
        form = json.loads(said, strict=False) if said.startswith("{") else None
    except (ValueError, RecursionError):
        form = None
    if not isinstance(form, Mapping):
        return mail
    told = {key.lower(): next(iter(value), None) if isinstance(value, list) else value for key, value in form.items()}
    found = next(mapped.read(told, {}))
    if not isinstance(found, Report):
        return mail
    return replace(
        found, name=mail.name, published=mail.published, source=found.source or mail.source, warnings=mail.warnings
    )


def _mended(subject: str) -> str:
    """UTF-8 that its sender called Windows-1252: `Itâ€™s` → `It’s`."""
    if "â€" not in subject:
        return subject
    try:
        return subject.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return subject


def _body(message: EmailMessage) -> tuple[list[Block], tuple[str, ...]]:
    attached = [values.text(part.get_filename()) or part.get_content_type() for part in message.iter_attachments()]
    warnings = (f"mail: attachments are not read: {', '.join(attached)[:200]}",) if attached else ()
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        if part is None:
            continue
        text = _content(part)
        found = markup.of_text(_article(text)) if kind == "plain" else markup.of_html(text)
        if found:
            return found, warnings
    return [], warnings


def _content(part: MIMEPart) -> str:
    try:
        said = part.get_content()
    except (LookupError, KeyError):
        said = part.get_payload(decode=True)
    return said.decode("utf-8", errors="replace") if isinstance(said, bytes) else str(said)


def _article(text: str) -> str:
    """The text before the signature, without what it quotes of other mails."""
    text = text.replace("\r\n", "\n")
    return _QUOTED.sub("", _SIGNATURE.split(text, maxsplit=1)[0])
