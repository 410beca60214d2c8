"""Small articles and the zones, facts and refusals that reading makes of them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.errors import Unreadable, UnreadableReason
from monitor.model.article import Article, ArticleId, PublishedFrom, RawArticle
from monitor.reading import read, read_paragraph, read_text

RECEIVED = datetime(2024, 12, 6, 12, tzinfo=UTC)
FILE_TIME = datetime(2024, 12, 6, 10, tzinfo=UTC)
NAME = ArticleId("wire", "a.txt")


def reading(content: str | bytes, path: str = "a.txt") -> Article:
    encoded = content.encode() if isinstance(content, str) else content
    return read(RawArticle(ArticleId("wire", path), encoded, "h", RECEIVED, FILE_TIME), default_language="en")


def zones(article: Article) -> list[str]:
    return [f"{p.zone}: {article.text[p.start : p.end]}" for p in article.paragraphs]


ARTICLES = {
    "agency copy": (
        "Rebels take Hama\nBy Jane Doe and John Roe in Beirut\n"
        "BEIRUT, Dec 5 (Reuters) - Rebels took Hama on Thursday.\nThe army fled.\n"
        "(Reporting by Jane Doe; Editing by John Roe)\n",
        [
            "headline: Rebels take Hama",
            "byline: By Jane Doe and John Roe in Beirut",
            "dateline: BEIRUT, Dec 5 (Reuters) -",
            "body: Rebels took Hama on Thursday.",
            "body: The army fled.",
            "credit: (Reporting by Jane Doe; Editing by John Roe)",
        ],
    ),
    "one paragraph is body, full stop or not": ("Rebels take Hama", ["body: Rebels take Hama"]),
    "a first paragraph with a full stop is body": (
        "Rebels took Hama.\nThe army fled.",
        ["body: Rebels took Hama.", "body: The army fled."],
    ),
    "bulleted summary": (
        "Rebels take Hama\n\nKey points:\n\n- Hama fell.\n\n- The army left.\n\nRebels took Hama on Thursday.\n",
        [
            "headline: Rebels take Hama",
            "heading: Key points:",
            "summary: Hama fell.",
            "summary: The army left.",
            "body: Rebels took Hama on Thursday.",
        ],
    ),
    "summary up to a blank line": (
        "Rebels take Hama\n\nIn short:\nHama fell.\nThe army left.\nHoms is next.\nChina warns.\n\nRebels took it.\n",
        [
            "headline: Rebels take Hama",
            "heading: In short:",
            "summary: Hama fell.",
            "summary: The army left.",
            "summary: Homs is next.",
            "summary: China warns.",
            "body: Rebels took it.",
        ],
    ),
    "summary without any blank line: three lines": (
        "Rebels take Hama\nIn short:\nHama fell.\nThe army left.\nHoms is next.\nRebels took it.\nThe end came.",
        [
            "headline: Rebels take Hama",
            "heading: In short:",
            "summary: Hama fell.",
            "summary: The army left.",
            "summary: Homs is next.",
            "body: Rebels took it.",
            "body: The end came.",
        ],
    ),
    "summary on the label's line": (
        "Rebels take Hama\nSummary: Hama fell.\nRebels took it.",
        ["headline: Rebels take Hama", "summary: Summary: Hama fell.", "body: Rebels took it."],
    ),
    "a summary never takes all": (
        "Rebels take Hama\nIn short:\nHama fell.\nRebels took it.",
        ["headline: Rebels take Hama", "heading: In short:", "summary: Hama fell.", "body: Rebels took it."],
    ),
    "headings between paragraphs, questions too, lists not": (
        "Rebels take Hama\nRebels took it.\nWhat next?\nHoms may fall.\nHoms\nAleppo\nIdlib\nThe end came.\nA last line",
        [
            "headline: Rebels take Hama",
            "body: Rebels took it.",
            "heading: What next?",
            "body: Homs may fall.",
            "body: Homs",
            "body: Aleppo",
            "body: Idlib",
            "body: The end came.",
            "body: A last line",
        ],
    ),
    "hard-wrapped": (
        "Rebels take Hama\n\n"
        "Rebels have taken the strategic city of Hama, a blow to the\n"
        "government, which lost Aleppo, the second largest city of\n"
        "Syria, a week ago.\n"
        "   The army said it was leaving the city to keep its people\n"
        "out of harm.\n\n- one\n- two\n",
        [
            "headline: Rebels take Hama",
            "body: Rebels have taken the strategic city of Hama, a blow to the government, which lost Aleppo, the "
            "second largest city of Syria, a week ago.",
            "body: The army said it was leaving the city to keep its people out of harm.",
            "body: one",
            "body: two",
        ],
    ),
    "a hard-wrapped dispatch under a long headline": (
        "REBELS TAKE HAMA AND ARMY FLEES TO HOMS, SAYS WAR MONITOR\n"
        "BEIRUT, Dec 5 - Rebels have taken the strategic city of Hama, a\n"
        "blow to the government, which lost Aleppo, the second largest\n"
        "city of Syria.\n",
        [
            "headline: REBELS TAKE HAMA AND ARMY FLEES TO HOMS, SAYS WAR MONITOR",
            "dateline: BEIRUT, Dec 5 -",
            "body: Rebels have taken the strategic city of Hama, a blow to the government, which lost Aleppo, the "
            "second largest city of Syria.",
        ],
    ),
    "a hard-wrapped text with a byline, its paragraphs told by indents alone": (
        "Rebels take Hama\nBy Jane Doe and John Roe in the Syrian city of Damascus\n"
        "   Rebels have taken the strategic city of Hama, which is a blow\n"
        "to the government, which lost Aleppo to them only a week before.\n"
        "   The army said it was leaving the city to keep all its people\n"
        "out of harm.\n",
        [
            "headline: Rebels take Hama",
            "byline: By Jane Doe and John Roe in the Syrian city of Damascus",
            "body: Rebels have taken the strategic city of Hama, which is a blow to the government, which lost Aleppo "
            "to them only a week before.",
            "body: The army said it was leaving the city to keep all its people out of harm.",
        ],
    ),
    "a byline right above hard-wrapped text": (
        "By Jane Doe and John Roe in the Syrian city of Damascus\n"
        "Rebels have taken the strategic city of Hama, a blow to the\n"
        "government, which lost Aleppo, the second largest city of\n"
        "Syria.\n",
        [
            "byline: By Jane Doe and John Roe in the Syrian city of Damascus",
            "body: Rebels have taken the strategic city of Hama, a blow to the government, which lost Aleppo, the "
            "second largest city of Syria.",
        ],
    ),
    "an indented line of Markdown is a paragraph": (
        "# Rebels take Hama\n\n    Rebels took *it*.\n",
        ["headline: Rebels take Hama", "body: Rebels took it."],
    ),
    "an underlined heading is Markdown": (
        "Hama: rebels advance\n====================\n\nRebels *took* it.\n",
        ["headline: Hama: rebels advance", "body: Rebels took it."],
    ),
    "a dateline after lines that are no prose": (
        "Rebels take Hama\nUpdated 5 Dec 2024, 10:00\nJane Doe\nBEIRUT (AP) — Rebels took it.\nHOMS (AP) — They left.",
        [
            "headline: Rebels take Hama",
            "body: Updated 5 Dec 2024, 10:00",
            "heading: Jane Doe",
            "dateline: BEIRUT (AP) —",
            "body: Rebels took it.",
            "body: HOMS (AP) — They left.",
        ],
    ),
    "headlines that end oddly": (
        "At a glance: 'My memories of Hama...'\nRebels took it.",
        ["headline: At a glance: 'My memories of Hama...'", "body: Rebels took it."],
    ),
    "captions and credits": (
        "Rebels take Hama\nFILE PHOTO: A fighter in Hama.\nRebels took it.\nSource: AP\n© AFP 2024",
        [
            "headline: Rebels take Hama",
            "caption: FILE PHOTO: A fighter in Hama.",
            "body: Rebels took it.",
            "credit: Source: AP",
            "credit: © AFP 2024",
        ],
    ),
    "what may be a headline or prose is not hidden in a credit": (
        "Sources: rebels take Hama\nReporting by AFP showed the city in ruins.\nCopyright law changed.\nPhotos: no.\n"
        "Reporting by Jane Doe in Beirut; Editing by John Roe.",
        [
            "headline: Sources: rebels take Hama",
            "body: Reporting by AFP showed the city in ruins.",
            "body: Copyright law changed.",
            "caption: Photos: no.",
            "credit: Reporting by Jane Doe in Beirut; Editing by John Roe.",
        ],
    ),
    "Markdown": (
        "# Rebels take *Hama*\n\n![A fighter in Hama](x.jpg)\n\nBEIRUT (AP) — Rebels **took** [the city](https://a.org/)\n"
        "on Thursday.\n\n## What `next`\n\n* Homs\n* Damascus\n\n> A quotation.\n\n<b>Done</b> here.\n\n```\ncode\n```\n",
        [
            "headline: Rebels take Hama",
            "caption: A fighter in Hama",
            "dateline: BEIRUT (AP) —",
            "body: Rebels took the city on Thursday.",
            "heading: What next",
            "body: Homs",
            "body: Damascus",
            "body: A quotation.",
            "body: Done here.",
            "body: code",
        ],
    ),
    "front matter's title stands once": (
        "---\ntitle: Rebels take Hama\n---\nRebels take Hama\n\nRebels took it.\n",
        ["headline: Rebels take Hama", "body: Rebels took it."],
    ),
}


@pytest.mark.parametrize("case", ARTICLES)
def test_zones(case: str) -> None:
    content, expected = ARTICLES[case]
    assert zones(reading(content)) == expected


def test_front_matter_wins_over_dateline_and_credit() -> None:
    article = reading(
        "---\nsource: Der Spiegel\ndate: 2024-12-05T10:00:00+02:00\nlang: de\nurl: https://example.org/a\n---\n"
        "HAMA, Dec 4 (Reuters) - Rebels took it.\n\nReuters\n"
    )
    assert (article.source, article.language, article.url) == ("Der Spiegel", "de", "https://example.org/a")
    assert article.published == datetime(2024, 12, 5, 8, tzinfo=UTC)
    assert article.published_from is PublishedFrom.FRONT_MATTER
    assert article.place == "HAMA"


def test_dateline_tells_day_place_and_agency() -> None:
    article = reading("HAMA, Dec 4 (Reuters) - Rebels took it.\n\nAP\n")
    assert (article.source, article.place) == ("Reuters", "HAMA")
    assert article.published == datetime(2024, 12, 4, tzinfo=UTC)
    assert article.published_from is PublishedFrom.DATELINE


@pytest.mark.parametrize(
    ("last_line", "source"),
    [("Reuters/AP/AFP", "Reuters/AP/AFP"), ("Source: The Guardian", "The Guardian"), ("© AFP 2024", "AFP"),
     ("mm/sms (AFP, dpa)", "AFP, dpa"), ("(Reporting by Jane Doe)", "wire"), ("The end.", "wire")],
)  # fmt: skip
def test_credit_tells_the_source_else_the_configured_one(last_line: str, source: str) -> None:
    assert reading(f"Rebels took it.\n\n{last_line}\n").source == source


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", UnreadableReason.NO_TEXT),
        (b" \n\t\n", UnreadableReason.NO_TEXT),
        (b"***\n---\n", UnreadableReason.NO_TEXT),
        (b"%PDF-1.7 text", UnreadableReason.BINARY),
        (b"text\0text", UnreadableReason.BINARY),
    ],
)
def test_what_is_no_article_is_refused(content: bytes, reason: UnreadableReason) -> None:
    with pytest.raises(Unreadable) as refusal:
        reading(content)
    assert refusal.value.reason is reason


def test_what_the_source_refused_is_unreadable_for_its_reason() -> None:
    raw = RawArticle(NAME, b"", "h", RECEIVED, FILE_TIME, refused=("too_large", "9 MB"))
    with pytest.raises(Unreadable, match="9 MB") as refusal:
        read(raw, default_language="en")
    assert refusal.value.reason is UnreadableReason.TOO_LARGE


def test_known_text_takes_what_is_given() -> None:
    article = read_text(
        "Rebels took it.\n\nThe army fled.",
        id=NAME,
        published=RECEIVED,
        title="Hama\u00a0falls",
        source="AP",
        language="fr",
    )
    assert zones(article) == ["headline: Hama falls", "body: Rebels took it.", "body: The army fled."]
    assert (article.source, article.language, article.published) == ("AP", "fr", RECEIVED)


def test_lone_surrogates_of_json_are_no_crash() -> None:
    assert read_text("Rebels \ud800 took it.", id=NAME, published=RECEIVED).text == "Rebels \ufffd took it."


def test_a_rules_test_is_one_paragraph_of_body() -> None:
    article = read_paragraph("BEIRUT (AP) -\n\nHama falls", id=NAME, published=RECEIVED, language="en")
    assert zones(article) == ["body: BEIRUT (AP) - Hama falls"]
    assert article.language == "en"
