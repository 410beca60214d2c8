"""Each format on a small sample of our own: what is read, and what is named as something else."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.errors import Unreadable, UnreadableReason
from monitor.model.article import Article, ArticleId, Hints, RawArticle, Zone
from monitor.reading import Read, read, read_all

NOW = datetime(2024, 12, 6, 12, tzinfo=UTC)
G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="3" xml:lang="en-GB">
<itemMeta><itemClass qcode="ninat:{kind}"/><provider qcode="nprov:TST"><name>Test Wire</name></provider>
<versionCreated>2024-12-05T10:30:00+02:00</versionCreated>{embargo}<pubStatus qcode="stat:{state}"/>{signal}</itemMeta>
<contentMeta><urgency>2</urgency><located qcode="c:1"><name>Hama</name></located><by>By Jane Doe</by>
<creator><name>Jane Doe</name></creator><subject><name>war</name></subject><headline>Rebels take Hama</headline>
<description role="drol:summary">The city fell at dawn.</description></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body>
<p>Rebels <b>captured</b> Hama on Thursday.</p><h2>Retreat</h2><p>The army said it had left. It gave no reason.</p>
</body></html></inlineXML></contentSet></newsItem>"""
NITF = """<?xml version="1.0"?><nitf><head><docdata management-status="{state}"><doc-id id-string="n1"/>
<urgency ed-urg="3"/><date.issue norm="20241205T083000Z"/><date.release norm="{release}"/></docdata></head>
<body xml:lang="en"><body.head><hedline><hl1>Rebels take Hama</hl1></hedline>
<byline>By JANE DOE<byttl>Test Writer</byttl></byline><distributor>Test Wire</distributor>
<dateline><location>HAMA</location></dateline></body.head><body.content>
<p>HAMA, Syria (AP) — Rebels captured Hama on Thursday.</p><media><media-caption>A tank.</media-caption></media>
<p>The army said it had left.</p></body.content></body></nitf>"""
NEWSML = """<?xml version="1.0" encoding="iso-8859-1"?><NewsML Version="1.2"><NewsItem><Identification><NewsIdentifier>
<RevisionId>2</RevisionId><PublicIdentifier>urn:newsml:x:1</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><ThisRevisionCreated>20241205T083000Z</ThisRevisionCreated><Status FormalName="{state}"/>
<Urgency FormalName="4"/></NewsManagement><NewsComponent><NewsLines><HeadLine>La ville de Hama est tombée</HeadLine>
<DateLine>Beyrouth, 5 déc 2024 (AFP)</DateLine></NewsLines><AdministrativeMetadata><Provider><Party FormalName="AFP"/>
</Provider></AdministrativeMetadata><DescriptiveMetadata><Language FormalName="fr"/></DescriptiveMetadata>
<ContentItem><MediaType FormalName="{medium}"/><DataContent><p>Les rebelles ont pris la ville de Hama jeudi.</p>
<p>L'armée s'est retirée.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""
IPTC = (
    b"\x01eca062 4 i 211 ccccb   dpa 061\r\n\nSyria-conflict/\r\n\x02CORRECTION: Rebels take Hama =\r\n\n"
    b"   Berlin (dpa) - Rebels captured the strategic city of Hama on\r\nThursday, the army said in a short statement that\r\n"
    b"gave no reason for the retreat of its troops to the\r\nsouth.\r\n\n# dpa NOTEBOOK\r\n\x03051137 GMT Dez 24\r\n\x7f\x04"
)
ANPA = (
    b"\x16\x16\x01W2870_asian\nu i\x11\x13 BC-ML--Syria 12-05 0100\n\x02^BC-ML--Syria,100<\n^Rebels take Hama<\n^By JANE DOE=\n"
    b"^Associated Press=\n\tHAMA, Syria (AP) _ Rebels captured Hama on Thursday.\n \n\tThe army left.\n\t\x03AP-WF-12-05-24 0745GMT<\n\x04"
)
MAIL = b"""Received: from a by b; Thu, 5 Dec 2024 10:00:00 +0100
Message-ID: <1@example.org>
Date: Thu, 5 Dec 2024 10:00:00 +0100
From: Test Wire <desk@example.org>
To: us@example.org
Subject: Fwd: =?utf-8?q?Rebels_take_Hama_=E2=80=93_army?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Rebels captured Hama on Thursday.

The army said it had left.

> an older mail
--\x20
Jane Doe, Test Wire
"""
RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Test Wire</title><language>en-us</language>
<item><guid>a</guid><title>Rebels take &lt;b&gt;Hama&lt;/b&gt;</title><link>https://example.org/a</link>
<pubDate>Thu, 05 Dec 2024 10:00:00 GMT</pubDate><category>war</category>
<description>&lt;p&gt;Rebels captured Hama.&lt;/p&gt;&lt;p&gt;The army left.&lt;/p&gt;</description></item>
<item><guid>b</guid><title>Cholera in Tartus</title><description>Doctors counted ten cases.</description></item>
</channel></rss>"""
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Test Wire",
    "language": "en",
    "items": [
        {"id": "a", "url": "https://example.org/a", "title": "Rebels take Hama", "date_published": "2024-12-05T10:00:00Z",
         "content_html": "<p>Rebels captured Hama.</p>", "authors": [{"name": "Jane Doe"}], "tags": ["war"]},
        {"id": "b", "content_text": "Doctors counted ten cases."},
    ],
}  # fmt: skip
NINJS_1 = {
    "uri": "urn:x:1", "type": "text", "versioncreated": "2024-12-05T10:00:00Z", "version": "2", "urgency": 3,
    "headline": "Rebels take Hama", "body_html": "<p>Rebels captured Hama.</p><p>The army left.</p>", "language": "en",
    "byline": "By Jane Doe", "source": "TST", "located": "Hama", "description_text": "The city fell.",
    "keywords": ["war"], "pubstatus": "usable",
}  # fmt: skip
NINJS_3 = {
    "uri": "urn:x:1", "type": "text", "versionCreated": "2024-12-05T10:00:00Z", "language": "en-GB", "by": "Jane Doe",
    "headlines": [{"role": "short", "value": "Hama"}, {"role": "main", "value": "Rebels take Hama"}],
    "bodies": [{"role": "text", "contentType": "text/plain", "value": "Rebels captured Hama.\n\nThe army left."}],
    "infoSources": [{"name": "TST"}],
}  # fmt: skip
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Rebels take Hama | Test Wire</title>
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "Rebels take Hama", "datePublished": "2024-12-05T10:00:00+02:00", "author": [{"name": "Jane Doe"}],
"publisher": {"name": "Test Wire"}}</script><link rel="canonical" href="https://example.org/hama"></head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Rebels take Hama</h1>
<p>Rebels captured the strategic city of Hama on Thursday, days after they had taken Aleppo in the north.</p>
<p>The army said in a statement that it had left the city to spare the lives of the people who live there.</p>
<h2>A retreat</h2><p>Residents said that the last soldiers had gone before dawn, and left their tanks behind them.</p>
</article><footer>© Test Wire. All rights reserved. Terms of use.</footer></body></html>"""


def outcomes(content: str | bytes | object, path: str = "a", **hints: Any) -> list[Read]:
    if not isinstance(content, str | bytes):
        content = json.dumps(content)
    encoded = content.encode() if isinstance(content, str) else content
    raw = RawArticle(ArticleId("wire", path), encoded, "h", NOW, NOW, hints=Hints(**hints))
    return read_all(raw, default_language="en")


def only(content: str | bytes | object) -> Article:
    [found] = outcomes(content)
    assert isinstance(found.outcome, Article), found.outcome
    return found.outcome


def refused(content: str | bytes | object) -> str:
    [found] = outcomes(content)
    assert isinstance(found.outcome, Unreadable), found.outcome
    return str(found.outcome)


def zone(article: Article, wanted: Zone) -> list[str]:
    return [article.text[one.start : one.end] for one in article.paragraphs if one.zone is wanted]


def g2(kind: str = "text", state: str = "usable", embargo: str = "", signal: str = "") -> str:
    return G2.format(kind=kind, state=state, embargo=embargo, signal=signal)


def test_newsml_g2() -> None:
    article = only(g2())
    assert article.headline == "Rebels take Hama"
    assert zone(article, Zone.BODY) == [
        "Rebels captured Hama on Thursday.",
        "The army said it had left. It gave no reason.",
    ]
    assert zone(article, Zone.HEADING) == ["Retreat"]
    assert zone(article, Zone.SUMMARY) == ["The city fell at dawn."]
    assert zone(article, Zone.BYLINE) == ["By Jane Doe"]
    assert article.published == datetime(2024, 12, 5, 8, 30, tzinfo=UTC)
    assert (article.language, article.source, article.place) == ("en", "Test Wire", "Hama")
    assert (article.urgency, article.edition, article.keywords) == (2, "3", ("war",))
    assert article.authors == ("Jane Doe", "By Jane Doe")
    assert not article.correction


def test_newsml_g2_says_what_it_takes_back_and_what_must_wait() -> None:
    killed = only(g2(state="canceled"))
    assert killed.correction
    assert killed.withdrawn
    corrected = only(g2(signal='<signal qcode="sig:correction"/>'))
    assert corrected.correction
    assert not corrected.withdrawn
    held = only(g2(embargo="<embargoed>2024-12-07T00:00:00Z</embargoed>"))
    assert held.embargo == datetime(2024, 12, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (g2(kind="picture"), "a picture (NewsML-G2)"),
        (g2(kind="video"), "a video (NewsML-G2)"),
        ('<?xml version="1.0"?><planningItem xmlns="x"/>', "a planning item (NewsML-G2)"),
        ('<?xml version="1.0"?><conceptItem xmlns="x"/>', "a concept (NewsML-G2)"),
        (NEWSML.format(state="Usable", medium="Photo").encode("latin-1"), "a picture (NewsML 1)"),
        (NINJS_1 | {"type": "picture"}, "a picture (ninjs)"),
        (NINJS_3 | {"type": "event"}, "an event (ninjs)"),
        ({"colour": "red", "size": 3}, "JSON of another kind (keys: colour, size)"),
        ('<?xml version="1.0"?><invoice><sum>3</sum></invoice>', "XML of another kind (`invoice`)"),
        ('<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "a feed without items"),
    ],
)
def test_what_is_no_article_is_named(content: object, what: str) -> None:
    assert refused(content).startswith(f"no_article: it is {what}")


def test_nitf() -> None:
    article = only(NITF.format(state="usable", release="20241207T000000Z"))
    assert article.headline == "Rebels take Hama"
    assert zone(article, Zone.BYLINE) == ["By JANE DOE Test Writer"]
    assert zone(article, Zone.DATELINE) == ["HAMA, Syria (AP) —"]
    assert zone(article, Zone.BODY) == ["Rebels captured Hama on Thursday.", "The army said it had left."]
    assert zone(article, Zone.CAPTION) == ["A tank."]
    assert article.published == datetime(2024, 12, 5, 8, 30, tzinfo=UTC)
    assert article.embargo == datetime(2024, 12, 7, tzinfo=UTC)
    assert (article.source, article.language, article.urgency) == ("Test Wire", "en", 3)
    assert only(NITF.format(state="canceled", release="")).withdrawn


def test_lines_broken_by_br_or_set_as_a_teleprinter_would_are_one_paragraph() -> None:
    lines = "Rebels captured the strategic city of Hama on <br/>Thursday, days after they had taken Aleppo in the <br/>"
    lines += "north, and the army said in a statement that it <br/>had left the city to spare the lives of those there."
    article = only(f"<nitf><body><body.content><p>{lines}</p></body.content></body></nitf>")
    assert len(article.paragraphs) == 1


def test_newsml_1() -> None:
    article = only(NEWSML.format(state="Usable", medium="Text").encode("latin-1"))
    assert article.headline == "La ville de Hama est tombée"
    assert zone(article, Zone.DATELINE) == ["Beyrouth, 5 déc 2024 (AFP) -"]
    assert zone(article, Zone.BODY) == ["Les rebelles ont pris la ville de Hama jeudi.", "L'armée s'est retirée."]
    assert (article.language, article.source, article.place) == ("fr", "AFP", "Beyrouth")
    assert (article.urgency, article.edition) == (4, "2")
    assert only(NEWSML.format(state="Canceled", medium="Text").encode("latin-1")).withdrawn


def test_xml_that_is_utf_8_is_read_so_whatever_it_declares() -> None:
    article = only(NEWSML.format(state="Usable", medium="Text").encode("utf-8"))
    assert article.headline == "La ville de Hama est tombée"


def test_iptc_7901() -> None:
    article = only(IPTC)
    assert article.headline == "CORRECTION: Rebels take Hama"
    assert zone(article, Zone.DATELINE) == ["Berlin (dpa) -"]
    assert [len(body.split()) for body in zone(article, Zone.BODY)] == [29]
    assert article.published == datetime(2024, 12, 5, 11, 37, tzinfo=UTC)
    assert (article.source, article.urgency, article.keywords) == ("dpa", 4, ("Syria-conflict",))
    assert article.correction


def test_anpa_1312() -> None:
    article = only(ANPA)
    assert article.headline == "Rebels take Hama"
    assert zone(article, Zone.BYLINE) == ["By JANE DOE"]
    assert zone(article, Zone.BODY) == ["Rebels captured Hama on Thursday.", "The army left."]
    assert article.published == datetime(2024, 12, 5, 7, 45, tzinfo=UTC)
    assert (article.source, article.place, article.urgency) == ("AP", "HAMA, Syria", 3)


def test_mail() -> None:
    article = only(MAIL)
    assert article.headline == "Rebels take Hama – army"
    assert zone(article, Zone.BODY) == ["Rebels captured Hama on Thursday.", "The army said it had left."]
    assert article.published == datetime(2024, 12, 5, 9, tzinfo=UTC)
    assert article.source == "Test Wire"


def test_mbox_holds_several() -> None:
    line = b"From desk@example.org Thu Dec  5 10:00:00 2024\n"
    found = outcomes(line + MAIL + b"\n" + line + MAIL.replace(b"<1@", b"<2@"))
    assert [one.id.path for one in found] == ["a!/<1@example.org>", "a!/<2@example.org>"]
    assert all(isinstance(one.outcome, Article) for one in found)


def test_text_that_looks_a_little_like_another_format_is_text() -> None:
    for text in ("From Hama: rebels advance\n\nThe army left.", "Note: one\nTo: all\n\nThe army left.",
                 "[Update 2] Rebels take Hama\n\nThe army left.", "<b>Rebels</b> take Hama, army says\n\nThe army left."):  # fmt: skip
        assert "The army left." in only(text).text


def test_feeds() -> None:
    first, second = (one.outcome for one in outcomes(RSS))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert first.headline == "Rebels take Hama"
    assert zone(first, Zone.BODY) == ["Rebels captured Hama.", "The army left."]
    assert (first.url, first.language, first.source) == ("https://example.org/a", "en", "Test Wire")
    assert first.published == datetime(2024, 12, 5, 10, tzinfo=UTC)
    assert first.keywords == ("war",)
    assert second.headline == "Cholera in Tartus"
    assert first.version != second.version


def test_json_feed() -> None:
    first, second = (one.outcome for one in outcomes(JSON_FEED))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.headline, first.url, first.source) == ("Rebels take Hama", "https://example.org/a", "Test Wire")
    assert first.authors == ("Jane Doe",)
    assert zone(second, Zone.BODY) == ["Doctors counted ten cases."]


@pytest.mark.parametrize("item", [NINJS_1, NINJS_3, {"data": {"items": [{"item": NINJS_1}]}}])
def test_ninjs(item: object) -> None:
    article = only(item)
    assert article.headline == "Rebels take Hama"
    assert zone(article, Zone.BODY) == ["Rebels captured Hama.", "The army left."]
    assert article.published == datetime(2024, 12, 5, 10, tzinfo=UTC)
    assert (article.language, article.source) == ("en", "TST")


def test_ninjs_kills_embargoes_and_doubts() -> None:
    killed = only({"uri": "urn:x:1", "pubstatus": "canceled", "versioncreated": "2024-12-05T10:00:00Z"})
    assert killed.withdrawn
    assert killed.headline == "Withdrawn: urn:x:1"
    assert only(NINJS_1 | {"embargoed": "2024-12-07T00:00:00Z"}).embargo == datetime(2024, 12, 7, tzinfo=UTC)
    doubts = only(
        NINJS_1 | {"pubstatus": "cancelled?", "associations": [{"name": "x"}], "versioncreated": "soon"}
    ).warnings
    assert len(doubts) == 3


def test_json_of_ones_own_by_usual_names_and_by_a_map() -> None:
    article = only(
        {"title": "Rebels take Hama", "text": "Rebels captured Hama.", "date": "2024-12-05", "tags": ["war"]}
    )
    assert (article.headline, article.keywords) == ("Rebels take Hama", ("war",))
    fields = {"text": "story.0.body", "title": "story.0.head"}
    [found] = outcomes({"story": [{"head": "Rebels take Hama", "body": "<p>One.</p><p>Two.</p>"}]}, fields=fields)
    assert isinstance(found.outcome, Article)
    assert zone(found.outcome, Zone.BODY) == ["One.", "Two."]
    [missing] = outcomes({"story": []}, fields=fields)
    assert "no text" in str(missing.outcome) or "without a text at `story.0.body`" in str(missing.outcome)


def test_json_lines_refuse_only_what_is_broken() -> None:
    lines = '{"id": "1", "text": "Rebels captured Hama."}\n{"id": \n{"id": "3", "text": "The army left."}\n'
    found = outcomes(lines)
    assert [isinstance(one.outcome, Article) for one in found] == [True, False, True]
    assert [one.id.path for one in found] == ["a!/1", "a!/2", "a!/3"]


def test_html_page() -> None:
    article = only(PAGE)
    assert article.headline == "Rebels take Hama"
    assert len(zone(article, Zone.BODY)) == 3
    assert zone(article, Zone.HEADING) == ["A retreat"]
    assert "rights" not in article.text
    assert article.published == datetime(2024, 12, 5, 8, tzinfo=UTC)
    assert (article.source, article.url, article.authors) == ("Test Wire", "https://example.org/hama", ("Jane Doe",))


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def tarred(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return stream.getvalue()


@pytest.mark.parametrize("pack", [zipped, tarred, lambda **files: gzip.compress(tarred(**files))])
def test_archives_hold_articles_of_every_format(pack: object) -> None:
    content = pack(one=b"Rebels take Hama\n\nThe army left.", two=g2().encode(), three=b"\x89PNG...")  # type: ignore[operator]
    found = outcomes(content)
    assert [one.id.path for one in found] == ["a!/one", "a!/two", "a!/three"]
    assert [isinstance(one.outcome, Article) for one in found] == [True, True, False]


def test_an_archive_with_one_file_is_that_file() -> None:
    [found] = outcomes(gzip.compress(b"Rebels take Hama\n\nThe army left."))
    assert found.id.path == "a"


def bomb() -> bytes:
    return zipped(a=b"\0" * 150_000_000)


def nested() -> bytes:
    content = b"Rebels take Hama. The army left."
    for _ in range(6):
        content = gzip.compress(content)
    return content


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bomb(), UnreadableReason.TOO_LARGE),
        (nested(), UnreadableReason.TOO_LARGE),
        (zipped(a=b"text of an article " * 99)[:-30], UnreadableReason.BROKEN),
        (gzip.compress(b"text of an article " * 99)[:-12], UnreadableReason.BROKEN),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><nitf><body>&a;</body></nitf>', UnreadableReason.BROKEN),
        (b'<?xml version="1.0"?><nitf><body><p>Rebels', UnreadableReason.BROKEN),
        (b'{"uri": "urn:x:1", "headline": "Reb', UnreadableReason.BROKEN),
        (b'{"a":' * 100_000, UnreadableReason.BROKEN),
        (b"[" * 100_000 + b"]" * 100_000, UnreadableReason.BROKEN),
    ],
    ids=[
        "bomb",
        "nested",
        "zip cut off",
        "gzip cut off",
        "entities",
        "XML cut off",
        "JSON cut off",
        "objects",
        "lists",
    ],
)
def test_what_is_hostile_or_damaged_is_refused(content: bytes, reason: UnreadableReason) -> None:
    [found] = outcomes(content)
    assert isinstance(found.outcome, Unreadable)
    assert found.outcome.reason is reason


def test_read_wants_exactly_one_article() -> None:
    with pytest.raises(Unreadable, match="it holds 2 articles"):
        read(RawArticle(ArticleId("wire", "a"), RSS.encode(), "h", NOW, NOW), default_language="en")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2024-12-05 10:00", "2024-12-05T05:00+00:00"),  # no zone: the source's
        ("2024-07-05 10:00", "2024-07-05T04:30+00:00"),
        ("2024-12-05", "2024-12-04T19:00+00:00"),
        ("2024-12-05T10:00:00Z", "2024-12-05T10:00+00:00"),
        ("2024-12-05 10:00 +02:00", "2024-12-05T08:00+00:00"),
        ("Thu, 05 Dec 2024 10:00:00 GMT", "2024-12-05T10:00+00:00"),
    ],
)
@pytest.mark.parametrize("form", ["json", "front matter"])
def test_times_without_a_zone_are_by_the_clocks_of_the_source(said: str, expected: str, form: str) -> None:
    zone = ZoneInfo("Asia/Karachi") if "07-05" not in said else timezone(timedelta(hours=5, minutes=30))
    item = {"text": "Rebels captured Hama.", "published": said}
    content: object = item if form == "json" else f"---\ndate: {said}\n---\n\nRebels captured Hama.\n"
    [found] = outcomes(content, zone=zone)
    assert isinstance(found.outcome, Article)
    assert found.outcome.published.isoformat(timespec="minutes") == expected


LETTER = "From: a@example.org\nTo: b@example.org\nSubject: Hama\n\nRebels captured Hama on Monday, they said."


@pytest.mark.parametrize(
    ("form", "content", "headline"),
    [
        (None, LETTER, "Hama"),
        ("text", LETTER, "From: a@example.org"),
        (
            "text",
            '{"title": "Hama", "text": "Rebels captured it."}',
            '{"title": "Hama", "text": "Rebels captured it."}',
        ),
        ("markdown", "# Rebels *take* Hama\n\nThey captured it on Monday.", "Rebels take Hama"),
        ("text", "# Rebels *take* Hama\n\nThey captured it on Monday.", "# Rebels *take* Hama"),
        ("html", "<p>Rebels captured Hama on Monday, said the people who live in the city.</p>", ""),
    ],
)
def test_a_source_can_say_what_its_articles_are(form: str | None, content: str, headline: str) -> None:
    [found] = outcomes(content, format=form)
    assert isinstance(found.outcome, Article), found.outcome
    assert found.outcome.headline == headline or not headline
    assert form != "html" or "<p>" not in found.outcome.text


@pytest.mark.parametrize("form", ["json", "iptc7901"])
def test_what_is_not_what_its_source_says_is_broken(form: str) -> None:
    [found] = outcomes("Rebels captured Hama on Monday.", format=form)
    assert isinstance(found.outcome, Unreadable)
    assert found.outcome.reason == "broken"
