"""From a notification to the bytes that are stored in the outbox and sent, whatever a user's template does.

A template that fails is replaced by the built-in one with a banner that says so; if even that fails (content from
another version), a plain list of the facts leaves. Pure: the same notification gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from monitor.config import ConsoleReceiver, EmailReceiver, FileReceiver, WebhookReceiver
from monitor.delivery.addresses import mailbox
from monitor.delivery.message import Envelope, Letter, build, unsubscribe_address
from monitor.delivery.render import Part, RenderFailed, Templates
from monitor.delivery.sample import variables
from monitor.model.alert import AlertSeverity, Notification, NotificationKind

MAX_ENTRIES = 300

AnyReceiver = EmailReceiver | WebhookReceiver | ConsoleReceiver | FileReceiver


class Letters:
    """Renders notifications with one state of the templates. `sender` is the From address of `monitor.yml`."""

    def __init__(self, templates: Templates, sender: str) -> None:
        self._templates = templates
        self._sender = mailbox(sender)

    def render(self, notification: Notification, receiver: AnyReceiver, first_in_thread: str | None = None) -> bytes:
        """The bytes to send. `first_in_thread` is the id of the recipient's first notification of the thread.

        Raises ValueError where the recipient is no mail address; never for a template.
        """
        match receiver:
            case WebhookReceiver():
                return self._body(notification, receiver.body).encode()
            case ConsoleReceiver():
                return (self._part(notification, Part.TEXT).rstrip() + "\n").encode()
            case _:
                return self._mail(notification, first_in_thread)

    def _mail(self, notification: Notification, first: str | None) -> bytes:
        recipient = mailbox(notification.recipient) if notification.recipient else None
        envelope = Envelope(
            id=notification.id,
            sender=self._sender,
            recipient=recipient,
            receiver=notification.receiver,
            date=notification.created,
            first=first,
            urgent=_alert(notification).get("severity") == AlertSeverity.CRITICAL,
            labels=tuple(_labels(notification)),
        )
        letter = Letter(
            subject=self._part(notification, Part.SUBJECT),
            text=self._part(notification, Part.TEXT),
            html=self._part(notification, Part.HTML),
        )
        return build(letter, envelope)

    def _body(self, notification: Notification, body: str) -> str:
        """A webhook's JSON. `standard` is the notification's own template, whose default has the published schema."""
        name = notification.template if body == "standard" else body
        text = self._part(notification, Part.JSON, name)
        try:
            return json.dumps(json.loads(text), ensure_ascii=False)
        except ValueError:
            return self._replaced(notification, Part.JSON, name, "its result is no JSON")

    def _part(self, notification: Notification, part: Part, name: str | None = None) -> str:
        name = name or notification.template
        try:
            return self._templates.render(name, part, notification.kind, self._variables(notification, ""))
        except RenderFailed as error:
            return self._replaced(notification, part, name, str(error))

    def _replaced(self, notification: Notification, part: Part, name: str, why: str) -> str:
        banner = f"The template “{name}” failed, so this is the built-in one. {why}"
        given = self._variables(notification, banner)
        try:
            return self._templates.render_builtin(name, part, notification.kind, given)
        except RenderFailed as error:
            return _bare(notification, part, f"{banner} {error}")

    def _variables(self, notification: Notification, banner: str) -> Mapping[str, Any]:
        content, omitted = shortened(notification.content, MAX_ENTRIES)
        return variables(
            notification.kind,
            content,
            id=notification.id,
            created=notification.created.isoformat(),
            banner=banner,
            omitted=omitted,
            unsubscribe=unsubscribe_address(self._sender, notification.receiver) if notification.recipient else "",
        )


def shortened(content: Mapping[str, Any], most: int) -> tuple[Mapping[str, Any], int]:
    """A digest with its first `most` alerts, and how many were left out: mail servers refuse endless messages."""
    left = most
    omitted = 0
    if "sections" not in content:
        return content, 0
    sections = json.loads(json.dumps(content["sections"]))
    for story in (story for section in sections for rule in section["rules"] for story in rule["stories"]):
        entries = story["entries"]
        omitted += max(0, len(entries) - left)
        story["entries"] = entries[:left]
        left -= len(story["entries"])
    return {**content, "sections": [section for section in map(_filled, sections) if section["rules"]]}, omitted


def _filled(section: dict[str, Any]) -> dict[str, Any]:
    for rule in section["rules"]:
        rule["stories"] = [story for story in rule["stories"] if story["entries"]]
    return {**section, "rules": [rule for rule in section["rules"] if rule["stories"]]}


def _alert(notification: Notification) -> Mapping[str, Any]:
    alert = notification.content.get("alert", {}) if notification.kind is NotificationKind.ALERT else {}
    return alert if isinstance(alert, Mapping) else {}


def _labels(notification: Notification) -> Iterator[tuple[str, str]]:
    """Headers that mail filters can sort by."""
    yield "Kind", notification.kind
    if notification.alert_id:
        yield "Alert", notification.alert_id
    if severity := _alert(notification).get("severity"):
        yield "Severity", str(severity)
    rule = _alert(notification).get("rule")
    if isinstance(rule, Mapping) and "id" in rule:
        yield "Rule", str(rule["id"])


def _bare(notification: Notification, part: Part, why: str) -> str:
    """The facts alone: what leaves when even the built-in template cannot be rendered."""
    content = notification.content
    subject = _alert(notification).get("headline") or content.get("subject") or content.get("digest") or "News Monitor"
    match part:
        case Part.SUBJECT:
            return str(subject)
        case Part.JSON:
            return json.dumps({"type": notification.kind, "id": notification.id, "banner": why, "data": content})
        case Part.HTML:
            return f"<pre>{escape(_bare(notification, Part.TEXT, why))}</pre>"
        case _:
            return f"{subject}\n\n{why}\n\n{json.dumps(content, indent=2, ensure_ascii=False, default=str)}"
