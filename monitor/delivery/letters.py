"""From a notification to the bytes that are stored in the outbox and sent, whatever a user's template does.

A template that fails is replaced by the built-in one with a banner that says so; if even that fails (content from
another version), a plain list of the facts leaves. Pure: the same notification gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from monitor.config import ConsoleReceiver, Receiver, WebhookReceiver
from monitor.delivery.addresses import mailbox
from monitor.delivery.message import Envelope, Letter, build, unsubscribe_address
from monitor.delivery.render import DEFAULT_FRAME, Frame, Part, RenderFailed, Templates
from monitor.delivery.render.values import Variables, clean, plain_variables
from monitor.delivery.sample import variables
from monitor.model.alert import AlertSeverity, Notification, NotificationKind
from monitor.model.facts import KeptBackFacts


class Letters:
    """Renders notifications with one state of the templates. `sender` is the From address of `monitor.yml`, `frame` the
    language and time zone of receivers that name none."""

    def __init__(self, templates: Templates, sender: str, frame: Frame = DEFAULT_FRAME) -> None:
        self._templates = templates
        self._sender = mailbox(sender)
        self._frame = frame

    def render(
        self,
        notification: Notification,
        receiver: Receiver,
        first_in_thread: str | None = None,
        kept_back: Sequence[KeptBackFacts] = (),
    ) -> bytes:
        """The bytes to send. `first_in_thread` is the id of the recipient's first message of the thread, `kept_back`
        what was kept back from him since the last one.

        Raises ValueError where the recipient is no mail address; never for a template.
        """
        page = _Page(self._templates, notification, self._variables(notification, receiver, kept_back))
        match receiver:
            case WebhookReceiver():
                return page.body(receiver.body).encode()
            case ConsoleReceiver():
                return (page.part(Part.TEXT).rstrip() + "\n").encode()
            case _:
                return self._mail(page, first_in_thread)

    def _mail(self, page: _Page, first: str | None) -> bytes:
        notification = page.notification
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
        return build(Letter(page.part(Part.SUBJECT), page.part(Part.TEXT), page.part(Part.HTML)), envelope)

    def _variables(
        self, notification: Notification, receiver: Receiver, kept_back: Sequence[KeptBackFacts]
    ) -> Variables:
        content = notification.content
        frame = Frame(
            receiver.language or self._frame.language,
            content.get("timezone") or receiver.timezone or self._frame.timezone,
        )
        return plain_variables(
            variables(
                notification.kind,
                content,
                id=notification.id,
                created=notification.created.isoformat(),
                unsubscribe=unsubscribe_address(self._sender, notification.receiver) if notification.recipient else "",
                language=str(frame.language),
                timezone=frame.timezone,
                dir=frame.direction,
                kept_back=kept_back,
            )
        )


@dataclass(frozen=True, slots=True)
class _Page:
    """The parts of one notification, each rendered with what `given` holds."""

    templates: Templates
    notification: Notification
    given: Variables

    def body(self, wanted: str) -> str:
        """A webhook's JSON. `standard` is the notification's own template, whose default has the published schema."""
        name = self.notification.template if wanted == "standard" else wanted
        text = self.part(Part.JSON, name)
        try:
            return json.dumps(json.loads(text), ensure_ascii=False)
        except ValueError:
            return self._replaced(Part.JSON, name, "its result is no JSON")

    def part(self, part: Part, name: str | None = None) -> str:
        name = name or self.notification.template
        render = self.templates.render
        if self.notification.kind is NotificationKind.DRILL:  # a template of the user's might not say so
            render = self.templates.render_builtin
        try:
            return render(name, part, self.notification.kind, self.given)
        except RenderFailed as error:
            return self._replaced(part, name, str(error))

    def _replaced(self, part: Part, name: str, why: str) -> str:
        banner = f"The template “{name}” failed, so this is the built-in one. {why}"
        given = Variables({**self.given, "banner": clean(banner)})
        try:
            return self.templates.render_builtin(name, part, self.notification.kind, given)
        except RenderFailed as error:
            return _bare(self.notification, part, f"{banner} {error}")


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
