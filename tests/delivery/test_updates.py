"""What those who had an alert are told when it changes."""

from __future__ import annotations

import email
import json
from dataclasses import replace
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest

from monitor.config import EmailReceiver, Language, WebhookReceiver
from monitor.delivery.letters import Letters
from monitor.delivery.render import Frame, Templates, words
from monitor.delivery.render.frames import framed
from monitor.delivery.sample import sample_update
from monitor.delivery.sample_updates import UPDATES
from monitor.model.alert import ChangeKind, NotificationKind
from tests.delivery.conftest import make_notification

BUILTIN = Templates()
TOLD = "Their capture of Hama"
DENIAL = "The army denied that Hama had been captured"


def mail(content: Any, language: str = Language.EN, kind: NotificationKind = NotificationKind.ALERT) -> EmailMessage:
    receiver = EmailReceiver(kind="email", to=["desk@example.org"])
    made = Letters(BUILTIN, "monitor@example.org", Frame(language, "UTC"))
    rendered = made.render(replace(make_notification(content, template="update"), kind=kind), receiver)
    return email.message_from_bytes(rendered, policy=policy.default)


def part(message: EmailMessage, kind: str) -> str:
    found = message.get_body((kind,))
    assert found is not None
    return " ".join(str(found.get_content()).split())


@pytest.mark.parametrize(
    ("kind", "subject", "says"),
    [
        (ChangeKind.UPDATED, "UPDATE: Hama captured by HTS", "Captor: rebels → HTS"),
        (ChangeKind.CONFIRMED, "CONFIRMED: Hama captured by rebels", "claimed, not confirmed → reported as having"),
        (ChangeKind.CONTESTED, "CONTESTED: Hama captured by rebels", "One source says so, another denies it."),
        (ChangeKind.DENIED, "DENIED: Hama captured by rebels", "Nobody reports it any more, and it is denied."),
        (ChangeKind.RETRACTED, "RETRACTED: Hama captured by rebels", "The source has withdrawn its report."),
        (
            ChangeKind.CORRECTED,
            "CORRECTION: Hama captured by Syrian National Army",
            "Captor: rebels → Syrian National Army",
        ),
        (ChangeKind.CLOSED, "OVER: Hama captured by rebels", "News has come again."),
    ],
)
def test_each_change_says_what_it_is_and_what_was_told(kind: ChangeKind, subject: str, says: str) -> None:
    message = mail(sample_update(kind))
    assert message["Subject"] == subject
    text, html = part(message, "plain"), part(message, "html")
    assert says in text
    assert TOLD in text.replace("*", "")
    assert html.count('<s class="struck"') == (2 if kind is ChangeKind.RETRACTED else 0)


def test_an_update_that_is_practice_says_so() -> None:
    message = mail(sample_update(ChangeKind.DENIED), kind=NotificationKind.DRILL)
    assert message["Subject"] == "Practice alert: DENIED: Hama captured by rebels"
    assert all("This is a drill." in part(message, kind) for kind in ("plain", "html"))


def test_a_denial_is_quoted_also_where_it_came_earlier() -> None:
    content = dict(sample_update(ChangeKind.DENIED))
    content["change"] = {**content["change"], "proof": None}  # type: ignore[dict-item]
    message = mail(content)
    assert DENIAL in part(message, "plain").replace("*", "")
    assert "psychological warfare" in part(message, "html")


@pytest.mark.parametrize(
    ("causes", "says"),
    [
        (["marked_corrected"], "The source has corrected its report. It still stands, with what was put right."),
        (["marked_withdrawn"], "The source has withdrawn its report. Others still report it."),
        (["no_longer_said"], "The article’s new version no longer says so. Others still report it."),
    ],
)
def test_what_is_left_when_a_report_is_gone(causes: list[str], says: str) -> None:
    assert words.because({"kind": "corrected", "causes": causes}) == says


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", UPDATES)
def test_every_language_has_all_the_words(kind: ChangeKind, language: str) -> None:
    message = mail(sample_update(kind), language)
    assert str(message["Subject"]).partition(": ")[0]
    with framed({"language": language}):
        change: Any = sample_update(kind)["change"]
        assert words.label(change)
        assert bool(words.because(change)) is (kind is not ChangeKind.UPDATED)
        assert all(words.difference(one) for one in change["differences"])


@pytest.mark.parametrize("name", ["slack", "teams", "discord", "mattermost"])
def test_a_chat_is_told_that_it_is_a_change(name: str) -> None:
    receiver = WebhookReceiver.model_validate({"kind": "webhook", "url": "https://example.org/", "body": name})
    content = sample_update(ChangeKind.CORRECTED)
    sent = Letters(BUILTIN, "monitor@example.org").render(make_notification(content, template="update"), receiver)
    text = json.dumps(json.loads(sent), ensure_ascii=False)
    assert "CORRECTION: Hama captured by Syrian National Army" in text
    assert "Captor: rebels → Syrian National Army" in text
