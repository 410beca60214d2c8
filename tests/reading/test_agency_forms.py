"""What agencies' files do that a format's description does not tell; each was found in a real file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model.article import Article, ArticleId, RawArticle, Zone
from monitor.reading import read_all
from monitor.text import languages
from tests.reading import test_formats as samples

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def article(content: str | bytes) -> Article:
    raw = content if isinstance(content, bytes) else content.encode()
    found = read_all(RawArticle(ArticleId("w", "a"), raw, "h", NOW, NOW), default_language="en")[0].outcome
    assert isinstance(found, Article), found
    return found


def zone(found: Article, wanted: Zone) -> list[str]:
    return [found.text[one.start : one.end] for one in found.paragraphs if one.zone is wanted]


def test_nitf_whose_note_to_editors_has_a_content_of_its_own() -> None:
    said = """<nitf><body><body.head><note><body.content><p>Not for print.</p></body.content></note><hedline><hl1>Tides</hl1>
        </hedline></body.head><body.content><p>The tides are high.</p></body.content></body></nitf>"""
    assert zone(article(said), Zone.BODY) == ["The tides are high."]


def test_nitf_whose_lines_end_in_br() -> None:
    said = """<nitf><body><body.head><hedline><hl1>RL:Ferguson returns</hl1></hedline></body.head><body.content>
        <p>   Blake Ferguson has been named to make his top grade return at <br/>centre in the Sydney trial on Saturday.</p>
        <p>   Ferguson had his first hit out for the Roosters two weeks ago in <br/>a lower grade clash in Wyong, but this is
        <br/>his first.</p><p><br/>AAP rtv</p></body.content></body></nitf>"""
    found = article(said)
    assert zone(found, Zone.BODY)[0].endswith("return at centre in the Sydney trial on Saturday.")
    assert zone(found, Zone.CREDIT) == ["AAP rtv"]


@pytest.mark.parametrize(
    ("above", "headline", "correction"),
    [
        ("1ST LEAD\r\nRebels take Hama\r\nBy Jane Doe, dpa", "Rebels take Hama", False),
        ("REFILE\n2ND LEAD\nRebels take Hama", "Rebels take Hama", True),
        ("(Achtung)\nRebels take Hama", "Rebels take Hama", False),
        ("REBELS TAKE\nHAMA AND LEAVE", "REBELS TAKE HAMA AND LEAVE", False),
        ("Rebels take Hama, the UN\nSAYS", "Rebels take Hama, the UN SAYS", False),
    ],
)
def test_iptc_7901_with_tags_over_its_headline(above: str, headline: str, correction: bool) -> None:
    found = article(
        f"\x01eca062 4 i 211   dpa 061\r\n\nSyria/\r\n\x02{above} =\r\n\n   Berlin (dpa) - Rebels captured the city.\r\n\x03051137 GMT Dez 24\r\n\x04"
    )
    assert (found.headline, found.correction) == (headline, correction)


ANPA = "\x16\x16\x01z6715\x1f-----\nr z\x13\x11 BC-BBO--Glance   02-20 0500\r\n\x02^BC-BBO--Glance,416<\r\n{}\r\n\t\x03AP-WF-02-20-16 0337GMT<\r\n\x04"


def test_anpa_of_headlines_alone() -> None:
    found = article(ANPA.format("^Top News at 11:23 p.m.<\r\n^Rebels take Hama\r\n^Army leaves"))
    assert found.text.split("\n\n") == ["Top News at 11:23 p.m.", "Rebels take Hama", "Army leaves"]
    assert found.source == "AP"


def test_anpa_with_a_summary_and_headings() -> None:
    long = "Luol Deng scored 30 points and Josh McRoberts had 19, and the Miami Heat beat Atlanta."
    found = article(
        ANPA.format(
            f"^Deng has 30<\r\n^{long}<\r\n^By CHARLES ODUM=\r\n^AP Sports Writer=\r\n\tATLANTA (AP) _ Deng won.\r\n^UP NEXT=\r\n\tHome games."
        )
    )
    assert zone(found, Zone.SUMMARY) == [long]
    assert zone(found, Zone.HEADING) == ["UP NEXT"]
    assert "Sports Writer" not in found.text


@pytest.mark.parametrize("last", ["ends", "hh/ph/ts/hd", "AAP RTV ar", "AFP sn", "/ritzau/", "(BusinessDesk)"])
def test_how_a_report_ends_is_no_prose(last: str) -> None:
    assert zone(
        article(f"Rebels take Hama\n\nRebels captured the city.\n\nThe army left.\n\n{last}\n"), Zone.CREDIT
    ) == [last]


@pytest.mark.parametrize("line", ["AAP NEWSROOM", "Rome ends", "and/or", "CNN Top Stories"])
def test_what_only_looks_like_such_an_end(line: str) -> None:
    found = article(f"Rebels take Hama\n\nRebels captured the city.\n\n{line}\n\nThe army left.\n")
    assert zone(found, Zone.CREDIT) == ([line] if line == "and/or" else [])


def test_ritzau_passes_english_press_releases_on() -> None:
    said = "The company has agreed with the government that it will build a new harbour in the north of the country before this year has come to its end."
    news = f"<RBNews><headline>PR</headline><content>&lt;p&gt;{said}&lt;/p&gt;</content></RBNews>"
    assert article(f"<?xml version='1.0'?>{news}").language == "en"


@pytest.mark.parametrize(
    ("provider", "rights", "source"),
    [
        ('<provider literal="reuters.com"/>', '<infoSource literal="Reuters"/>', "Reuters"),
        ('<provider literal="ansa.it"/>', '<copyrightHolder literal="ANSA"/>', "ANSA"),
        ('<provider literal="example.com"/>', '<copyrightHolder literal="Somebody"/>', "example.com"),
        ('<provider qcode="nprov:dpa"/>', '<copyrightHolder literal="Somebody"/>', "dpa"),
        ('<provider qcode="p:z01122"/>', '<copyrightHolder literal="Somebody"/>', "z01122"),
    ],
)
def test_the_provider_of_newsml_g2_as_people_know_it(provider: str, rights: str, source: str) -> None:
    head = f'<itemMeta><itemClass qcode="ninat:text"/>{provider}</itemMeta><contentMeta><headline>A</headline>{rights}</contentMeta>'
    found = article(f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/">{head}</newsItem>')
    assert found.source == source


def test_a_form_that_a_script_mailed_as_json() -> None:
    form = '{"Headline":["Rebels take Hama"],"Body":["Rebels captured Hama.\\n\\nThe army left."],"Timestamp":["9/14/2015\n12:06:00"]}'
    found = article(samples.MAIL.replace(samples.MAIL.partition(b"\n\n")[2], form.encode()))
    assert found.headline == "Rebels take Hama"
    assert zone(found, Zone.BODY) == ["Rebels captured Hama.", "The army left."]
    assert f"{found.published:%Y-%m-%d %H:%M}" == "2024-12-05 09:00"
    assert found.source == "Test Wire"


def test_wordpress_shortcodes() -> None:
    said = samples.RSS.replace(
        "Doctors counted ten cases.", "[dropcap]D[/dropcap]octors [sic] counted [b x=1]ten[/b] cases."
    )
    found = read_all(RawArticle(ArticleId("w", "a"), said.encode(), "h", NOW, NOW), default_language="en")[1].outcome
    assert isinstance(found, Article)
    assert found.text.endswith("Doctors [sic] counted [b x=1]ten[/b] cases.")  # one letter may be a unit or a footnote


def test_a_table_of_names_and_figures_tells_no_language() -> None:
    table = "McNeil NYM 72 271 37 95 .351 Bellinger LAD 82 295 67 102 .346 Blackmon COL 64 277 66 94 .339 " * 3
    assert languages.detect(table, "en") == "en"
