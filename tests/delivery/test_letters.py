"""From a notification to bytes: the mail as a mail program reads it, and the body of a webhook."""

from __future__ import annotations

import email
import json
import re
from collections.abc import Callable
from copy import deepcopy
from email import policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from monitor.alerting.drill import Target, practice
from monitor.config import ConsoleReceiver, EmailReceiver, FileReceiver, Language, WebhookReceiver
from monitor.delivery.letters import Letters
from monitor.delivery.message import one_line
from monitor.delivery.render import Frame, Templates
from monitor.delivery.sample import sample_alert, sample_digest, sample_notice, sample_round_up
from monitor.model import facts
from monitor.model.alert import Notification, NotificationKind
from tests.delivery.conftest import NOW, make_notification

Make = Callable[..., Notification]
MAIL = EmailReceiver(kind="email", to=["desk@example.org"])
STANDARD = WebhookReceiver.model_validate({"kind": "webhook", "url": "https://example.org/"})
SCHEMA = Path(__file__).parents[2] / "docs/schemas/webhook.schema.json"


BUILTIN = Templates()


def letters(files: dict[str, str] | None = None, sender: str = "News Monitor <monitor@example.org>") -> Letters:
    return Letters(Templates(files) if files else BUILTIN, sender)


def read(content: bytes) -> EmailMessage:
    return email.message_from_bytes(content, policy=policy.default)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    text = part.get_content()
    assert isinstance(text, str)
    return text


def alert_with(**changes: Any) -> dict[str, Any]:
    content: Any = deepcopy(sample_alert())
    for path, value in changes.items():
        *way, last = path.split("__")
        place = content["alert"]
        for step in way:
            place = place[step]
        place[last] = value
    return dict(content)


def test_the_headers_of_a_mail(notification: Make) -> None:
    message = read(letters().render(notification(id="n-1"), MAIL))
    assert message["Subject"] == "CRITICAL: Hama captured by rebels"
    assert message["From"] == "News Monitor <monitor@example.org>"
    assert message["To"] == "foreign-desk <desk@example.org>"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == "<n-1@example.org>"
    assert message["List-Id"] == "News Monitor foreign-desk <foreign-desk.news-monitor.example.org>"
    assert message["List-Unsubscribe"] == "<mailto:monitor@example.org?subject=unsubscribe%20foreign-desk>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert (message["Importance"], message["X-Priority"]) == ("high", "1")
    assert message["X-News-Monitor-Rule"] == "city-captured"
    assert message["References"] is None
    assert message.get_content_type() == "multipart/alternative"


def test_a_thread_points_to_its_first_mail(notification: Make) -> None:
    first = "f" * 64
    content = letters().render(notification(), MAIL, first)
    assert f"\r\nIn-Reply-To: <{first}@example.org>\r\n".encode() in content
    assert f"\r\nReferences: <{first}@example.org>\r\n".encode() in content
    assert b"References" not in letters().render(notification(id=first), MAIL, first)


def test_only_a_critical_alert_is_urgent(notification: Make) -> None:
    message = read(letters().render(notification(alert_with(severity="high")), MAIL))
    assert message["Importance"] is None


def test_the_same_notification_gives_the_same_bytes(notification: Make) -> None:
    assert letters().render(notification(), MAIL) == letters().render(notification(), MAIL)


def test_both_parts_say_what_a_reader_needs(notification: Make) -> None:
    message = read(letters().render(notification(), MAIL))
    for part in (body(message, "plain"), body(message, "html")):
        for wanted in ("Hama captured by rebels", "City captured", "rebels", "Reuters/AP/AFP", "seeds/syria-hama.txt"):
            assert wanted in part
        assert "Thu 5 Dec 2024, 09:12 UTC" in part
        assert "Reported as having happened" in part
        assert "https://news.example.org/world/2024/12/05/syrian-rebels-take-hama" in part
        assert "(city-captured) matched" in " ".join(part.split())
        assert "conflict" in part
    assert "Their *capture of Hama*, which" in body(message, "plain")
    assert ">capture of Hama</mark>, which" in body(message, "html")


def test_the_text_part_fits_a_terminal(notification: Make) -> None:
    for content in (sample_alert(), sample_digest()):
        kind = NotificationKind.DIGEST if "digest" in content else NotificationKind.ALERT
        template = "digest" if "digest" in content else "default"
        message = read(letters().render(notification(content, kind=kind, template=template), MAIL))
        long = [line for line in body(message, "plain").splitlines() if len(line) > 72]
        assert all("://" in line or "unsubscribe" in line for line in long)


def test_css_is_inlined_and_dark_mode_stays(notification: Make) -> None:
    html = body(read(letters().render(notification(), MAIL)), "html")
    assert re.search(r'<h1[^>]* style="[^"]*font-size', html)
    assert "prefers-color-scheme: dark" in html
    assert 'name="color-scheme" content="light dark"' in html
    assert "http://" not in html
    assert "src=" not in html


@pytest.mark.parametrize(
    "headline",
    [
        "Hama falls\r\nBcc: everybody@example.org",
        "Hama falls\nX-Injected: yes",
        "Hama falls\u2028X-Injected: yes",
        "Hama falls\x85X-Injected: yes",
        "\x00\x1b[31mHama falls",
        "=?utf-8?q?Hama=0D=0ABcc=3A?= falls",
        "\u202eHama falls",
        "Hama " + "falls " * 500,
        "حماة تسقط في أيدي المعارضة",
        "哈马陷落" * 40,
        "\ud800 lone",
    ],
)
def test_a_hostile_headline_stays_a_headline(notification: Make, headline: str) -> None:
    content = letters().render(notification(alert_with(headline=headline)), MAIL)
    message = read(content)
    assert {"Bcc", "X-Injected"}.isdisjoint(message.keys())
    assert message["Subject"] == f"CRITICAL: {headline}" or message["Subject"] == one_line(f"CRITICAL: {headline}")
    assert not any(line.startswith((b"Bcc", b"X-Inj")) for line in content.partition(b"\r\n\r\n")[0].split(b"\r\n"))
    assert max(map(len, content.split(b"\r\n"))) < 998


def test_html_from_an_article_is_text(notification: Make) -> None:
    attack = "<script>alert(1)</script><img src=x onerror=y>{{ 7 * 7 }}"
    content = alert_with(
        headline=attack,
        article__source=attack,
        article__url="javascript:alert(1)",
        slots={attack: {"text": attack, "name": None}},
    )
    content["alert"]["proof"]["parts"] = [{"text": attack, "mark": True}]
    html = body(read(letters().render(notification(content), MAIL)), "html")
    assert "<script" not in html
    assert "<img" not in html
    assert "javascript:" not in html
    assert "{{ 7 * 7 }}" in html


@given(st.text(max_size=300), st.text(max_size=300))
@example("0" + "𐀀" * 8 + " ¡ ¡", "")
@settings(max_examples=25)
def test_any_text_gives_a_mail_that_reads_back(headline: str, source: str) -> None:
    content = letters().render(make_notification(alert_with(headline=headline, article__source=source)), MAIL)
    message = read(content)
    assert message["Subject"] == one_line(f"CRITICAL: {headline}")
    assert not message.defects
    assert message["Message-ID"] == "<n-1@example.org>"


def test_addresses_of_the_world(notification: Make) -> None:
    world = letters(sender="Новости <monitor@пример.рф>")
    message = read(world.render(notification(recipient="desk@bücher.example"), MAIL))
    assert message["To"].addresses[0].addr_spec == "desk@xn--bcher-kva.example"
    assert message["From"].addresses[0].display_name == "Новости"
    assert message["Message-ID"] == "<n-1@xn--e1afmkfd.xn--p1ai>"
    utf8 = world.render(notification(recipient="разведка@example.org"), MAIL)
    assert "разведка@example.org".encode() in utf8


def test_a_recipient_that_is_none(notification: Make) -> None:
    with pytest.raises(ValueError, match="no mail address"):
        letters().render(notification(recipient="desk"), MAIL)


def test_an_eml_file_and_the_console_need_no_recipient(notification: Make) -> None:
    message = read(letters().render(notification(recipient=""), FileReceiver(kind="file", folder="x")))
    assert message["To"] == "foreign-desk <monitor@example.org>"
    assert "unsubscribe" not in body(message, "plain")
    text = letters().render(notification(recipient=""), ConsoleReceiver(kind="console")).decode()
    assert text.startswith("CRITICAL - City captured\n")


def test_a_failing_template_is_replaced_and_says_so(notification: Make) -> None:
    files = {"mine.html.j2": "{{ alert.nothing }}", "mine.subject.j2": "Mine: {{ alert.headline }}"}
    message = read(letters(files).render(notification(template="mine"), MAIL))
    assert message["Subject"] == "Mine: Hama captured by rebels"
    html = body(message, "html")
    assert "The template “mine” failed" in html
    assert "unknown variable `nothing`" in html
    assert "capture of Hama" in html


def test_a_broken_default_does_not_stop_an_alert(notification: Make) -> None:
    files = {"default.txt.j2": "{% for x in range(10**9) %}{% endfor %}", "_words.txt.j2": "{{ nonsense"}
    message = read(letters(files).render(notification(), MAIL))
    assert "The template “default” failed" in " ".join(body(message, "plain").split())
    assert "capture of Hama" in body(message, "html")


def test_content_of_another_version_still_leaves(notification: Make) -> None:
    bare = notification({"alert": {"headline": "Hama captured", "severity": "high"}, "why": {}})
    message = read(letters().render(bare, MAIL))
    assert message["Subject"] == "HIGH: Hama captured" or "Hama captured" in message["Subject"]
    assert '"headline": "Hama captured"' in body(message, "plain")
    assert "Hama captured" in body(message, "html")
    assert json.loads(letters().render(bare, STANDARD))["id"] == "n-1"


CONTENTS: list[tuple[NotificationKind, str, Any]] = [
    (NotificationKind.ALERT, "default", sample_alert()),
    (NotificationKind.DIGEST, "digest", sample_digest()),
    (NotificationKind.NOTICE, "notice", sample_notice()),
]


@pytest.mark.parametrize(("kind", "template", "content"), CONTENTS)
def test_the_standard_body_has_the_published_schema(
    notification: Make, kind: NotificationKind, template: str, content: Any
) -> None:
    schema = json.loads(SCHEMA.read_text())
    Draft202012Validator.check_schema(schema)
    sent = json.loads(letters().render(notification(content, kind=kind, template=template), STANDARD))
    Draft202012Validator(schema).validate(sent)
    assert (sent["type"], sent["id"], sent["timestamp"]) == (kind, "n-1", NOW.isoformat())
    assert {**sent["data"], "kept_back": []} == {**content, "kept_back": []}
    del sent["data"]["why"]
    assert not Draft202012Validator(schema).is_valid(sent)


def test_the_published_schema_names_every_fact() -> None:
    for name, described in json.loads(SCHEMA.read_text())["$defs"].items():
        keys = set(getattr(facts, name).__annotations__)
        assert set(described["properties"]) - {"kept_back"} == keys, name


@pytest.mark.parametrize("name", ["slack", "teams", "discord", "mattermost"])
@pytest.mark.parametrize(("kind", "template", "content"), CONTENTS)
def test_chat_bodies_are_json_and_call_nobody(
    notification: Make, *, name: str, kind: NotificationKind, template: str, content: Any
) -> None:
    receiver = WebhookReceiver.model_validate({"kind": "webhook", "url": "https://example.org/", "body": name})
    sent = letters().render(notification(content, kind=kind, template=template), receiver).decode()
    assert isinstance(json.loads(sent), dict)
    hostile = alert_with(headline='"}, <!channel> @everyone [click](https://evil.example) \\')
    text = letters().render(notification(hostile), receiver).decode()
    assert json.loads(text)
    if name == "slack":
        # Slack reads marks in mrkdwn only; the header is plain text.
        assert "&lt;!channel&gt;" in json.loads(text)["text"]
    else:
        assert "@everyone" not in text
        assert "[click](" not in text


def test_a_rules_own_json_and_one_that_is_none(notification: Make) -> None:
    own = {"mine.json.j2": '{"h": {{ alert.headline|tojson }}}'}
    assert json.loads(letters(own).render(notification(template="mine"), STANDARD)) == {"h": "Hama captured by rebels"}
    bad = json.loads(letters({"mine.json.j2": "{ nonsense"}).render(notification(template="mine"), STANDARD))
    assert bad["data"]["alert"]["headline"] == "Hama captured by rebels"
    assert "no JSON" in bad["banner"]


def digest_mail(content: Any, receiver: EmailReceiver = MAIL, **given: Any) -> EmailMessage:
    made = make_notification(content, kind=NotificationKind.DIGEST, template="digest", alert_id=None)
    return read(letters().render(made, receiver, **given))


def texts(message: EmailMessage) -> list[str]:
    """The text part, and the HTML part without its style and preview; each on one line."""
    html = re.sub(r"(?s)<style>.*?</style>|<div class=.hidden.*?</div>|<[^>]+>", " ", body(message, "html"))
    return [" ".join(part.split()) for part in (body(message, "plain"), html)]


def test_a_digest_says_how_each_alert_stands() -> None:
    message = digest_mail(sample_digest())
    assert message["Subject"] == "Morning digest: 416 alerts, Fri 6 Dec 2024"
    for text in texts(message):
        assert "sserted, 2 sources, first Thu 10:12 AFP" in text
        assert "AFP, Reuters (+ 9 copies)" in text
        assert "Now asserted, was claimed" in text
        assert "Already mailed Thu 5 Dec 2024, 10:30 CET" in text
        assert "Late: published Thu 28 Nov 2024" in text
        assert "And 412 more, by rule: Protests 400, Cholera outbreak 12" in text
        order = ["Syria", "Hama captured", "embassy tells", "Homs captured", "Elsewhere", "forty cases"]
        places = [text.casefold().index(words.casefold()) for words in order]
        assert places == sorted(places)


def test_what_no_longer_holds_is_struck_through() -> None:
    message = digest_mail(sample_digest())
    assert re.search(r"<s[^>]*>Homs captured by rebels</s>", body(message, "html"))
    assert "* [Retracted] Homs captured by rebels" in body(message, "plain")


def test_a_message_says_what_was_kept_back() -> None:
    counts = [{"reason": "copy", "detail": "", "count": 9}, {"reason": "silenced", "detail": "by anna", "count": 3}]
    sentence = "12 more held back since the last message: 9 copies, 3 silenced by anna."
    alert = read(letters().render(make_notification(), MAIL, None, counts))  # type: ignore[arg-type]
    for message in (alert, digest_mail(sample_digest(), kept_back=counts)):
        assert all(sentence in text for text in texts(message))
    assert all("held back" not in text for text in texts(read(letters().render(make_notification(), MAIL))))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", ["Übersicht morning", "gemeldet, 2 Quellen, zuerst Do. 10:12 AFP", "Syrien", "Zurückgezogen"]),
        ("fr", ["Résumé morning", "rapporté, 2 sources, d’abord jeu. 10:12 AFP", "Syrie", "Rétracté"]),
        ("es", ["Resumen morning", "informado, 2 fuentes, primero jue 10:12 AFP", "Siria", "Retractado"]),
        ("ar", ["موجز morning", "مصدران", "سوريا", "سُحب"]),
    ],
)
def test_the_frame_is_in_the_readers_language(language: str, words: list[str]) -> None:
    message = digest_mail(sample_digest(), MAIL.model_copy(update={"language": Language(language)}))
    for text in texts(message):
        assert [word for word in words if word.casefold() not in text.casefold()] == [], text
        assert "Hama captured by rebels" in text, "the news stays in its own"
        english = ("Read the article", "To stop these mails", "more, by rule", "You get this")
        assert [word for word in english if word in text] == [], "nothing is said before the reader is known"
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in body(message, "html")


def test_times_are_in_the_readers_zone() -> None:
    london = letters()
    tokyo = MAIL.model_copy(update={"timezone": "Asia/Tokyo"})
    assert "Thu 5 Dec 2024, 18:12 JST" in texts(read(london.render(make_notification(), tokyo)))[0]
    paris = Letters(BUILTIN, "monitor@example.org", Frame("en", "Europe/Paris"))
    assert "Thu 5 Dec 2024, 10:12 CET" in texts(read(paris.render(make_notification(), MAIL)))[0]


def drill_for(receiver: WebhookReceiver | EmailReceiver, files: dict[str, str] | None = None) -> bytes:
    made = practice(Target("desk", "desk@example.org", ("route urgent",)), "drill-1", NOW)
    return letters(files).render(made, receiver)


def test_a_drill_says_that_it_is_one_whatever_templates_say() -> None:
    own = {"default.txt.j2": "WAR", "default.subject.j2": "WAR", "default.html.j2": "WAR", "slack.json.j2": '"WAR"'}
    message = read(drill_for(MAIL, own))
    assert message["Subject"] == "Practice alert: CRITICAL: Practice alert: nothing has happened"
    assert all("This is a drill. Nothing has happened" in text for text in texts(message))
    ways = "You get this because somebody has asked for a drill. What leads to desk: route urgent."
    assert all(ways in " ".join(text.split()) for text in texts(message))
    for body_of in ("standard", "slack", "teams", "discord", "mattermost"):
        sent = drill_for(STANDARD.model_copy(update={"body": body_of}), own).decode()
        assert "WAR" not in sent
        assert '"type": "drill"' in sent if body_of == "standard" else "This is a drill" in sent
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(json.loads(drill_for(STANDARD)))


def test_an_empty_digest_says_so() -> None:
    message = digest_mail({**sample_digest(), "places": [], "total": 0, "tail": []})
    assert all("Nothing happened that a rule looks for." in text for text in texts(message))


@pytest.mark.parametrize(
    ("cause", "total", "title"),
    [
        ("quiet_hours", 3, "3 alerts from quiet hours: Hama captured by rebels"),
        ("throttled", 4120, "4,120 alerts that were held back: Hama captured by rebels"),
        ("grouped", 2, "2 alerts at once: Hama captured by rebels"),
    ],
)
def test_what_leaves_together_says_why(cause: str, total: int, title: str) -> None:
    message = digest_mail({**sample_round_up(), "cause": cause, "total": total})
    assert message["Subject"] == title
