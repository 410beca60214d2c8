"""HTML pages: fifty like those of ten large sites, against what is expected of each and trafilatura alone; and single
things that pages do."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from statistics import mean

import pytest

from benchmarks.quality.pages import UNSEEN, Page, pages
from benchmarks.quality.pages.__main__ import alone, judge, ours
from monitor.model.article import Article, ArticleId, RawArticle, Zone
from monitor.reading import read_all

NOW = datetime(2026, 11, 28, tzinfo=UTC)
PAGES = list(pages())
ONLY_THE_DAY = {"ap-5"}  # its minute stands in words alone
PROSE = [
    f"Rebels captured the town number {number} on Thursday, said the army, which had left it." for number in range(6)
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_of_a_large_site(page: Page) -> None:
    found = ours(page)
    verdict = judge(page, found)
    assert found.headline == page.headline
    assert found.published == f"{page.published:%Y-%m-%dT%H:%M}" or (page.name in ONLY_THE_DAY and verdict.day)
    assert verdict.language
    assert verdict.f1 > 0.75


def test_no_worse_than_trafilatura_alone() -> None:
    assert len(PAGES) == 50
    own, others = ([judge(page, reader(page)) for page in PAGES] for reader in (ours, alone))
    assert mean(one.f1 for one in own) > mean(one.f1 for one in others)
    assert sum(bool(one.furniture) for one in own) < sum(bool(one.furniture) for one in others)
    assert sum(one.headline for one in own) > sum(one.headline for one in others)


def test_nor_on_pages_of_other_sites() -> None:
    own, others = ([judge(page, reader(page)) for page in pages(UNSEEN)] for reader in (ours, alone))
    assert mean(one.f1 for one in own) > mean(one.f1 for one in others)
    assert all(one.headline and one.day and one.f1 > 0.5 for one in own)


def article(head: str, body: str) -> Article:
    page = f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{body}</body></html>'
    found = read_all(RawArticle(ArticleId("w", "a"), page.encode(), "h", NOW, NOW), default_language="en")[0].outcome
    assert isinstance(found, Article), found
    return found


def paragraphs(texts: list[str] = PROSE) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def ld(said: str) -> str:
    return f'<script type="application/ld+json">{said}</script>'


@pytest.mark.parametrize(
    "name",
    [
        "paywall",
        "comments",
        "teaser-content",
        "newsletter",
        "related-articles",
        "ad",
        "social-share",
        "teaser",
        "sr-only",
    ],
)
def test_the_text_itself_is_no_furniture_whatever_it_is_called(name: str) -> None:
    found = article("", f'<h1>Rebels take Hama</h1><div class="{name}"><div>{paragraphs()}</div></div>')
    assert all(text in found.text for text in PROSE)


@pytest.mark.parametrize(
    "box",
    [
        '<div class="newsletter-signup"><p>Our letter to you: subscribe now and never miss a thing again.</p></div>',
        '<div id="story-ad-2-wrapper"><p>Buy our very good shoes today</p></div>',
        '<section data-testid="RelatedLinks"><h3>Related</h3><p>Something else happened elsewhere, too.</p></section>',
        '<div class="c-Paywall"><p>The rest of this text is for subscribers: become one of them today.</p></div>',
        '<div role="complementary"><p>Ten things that you did not know about cats.</p></div>',
        "<p>Skip to content</p>",
    ],
)
def test_what_stands_around_it_is(box: str) -> None:
    found = article(
        "", f"<h1>Rebels take Hama</h1><article>{paragraphs(PROSE[:3])}{box}{paragraphs(PROSE[3:])}</article>"
    )
    assert [found.text[one.start : one.end] for one in found.paragraphs if one.zone is Zone.BODY] == PROSE


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        ('{"@type": "NewsArticle", "headline": "A &#8216;quiet&#8217; day"}', "A ‘quiet’ day"),
        ('{"@type": "NewsArticle", "headline": "A comma too many",}', "A comma too many"),
        ('<!--{"@type": "NewsArticle", "headline": "In a comment"}-->', "In a comment"),
        ('//<![CDATA[\n{"@type": "NewsArticle", "headline": "In CDATA"}\n//]]>', "In CDATA"),
        ('{"@type": "NewsArticle", "headline": "A line\nbreak"}', "A line break"),
        ('{"@type": "VideoObject", "name": "A video", "headline": "A video"}', "A video"),
        ('{"@graph": [{"@type": "WebPage"}, {"@type": ["Article", "Thing"], "headline": "In a graph"}]}', "In a graph"),
    ],
)  # fmt: skip
def test_json_ld_as_sites_write_it(said: str, headline: str) -> None:
    assert article(ld(said), f"<article>{paragraphs()}</article>").headline == headline


def test_json_ld_of_white_space_or_commas_takes_no_time() -> None:
    start = time.process_time()
    for junk in (" ", ",", "-->", "//", "{"):
        article(ld(junk * 150_000), paragraphs())
    assert time.process_time() - start < 10  # it was minutes


def test_of_several_articles_in_json_ld_the_one_of_this_page_counts() -> None:
    other = ld(
        '{"@type": "NewsArticle", "headline": "Cats", "url": "https://x.org/cats", "datePublished": "2020-01-01"}'
    )
    own = ld(
        '{"@type": "NewsArticle", "headline": "Dogs", "url": "https://x.org/dogs/?a=b", "datePublished": "2026-05-05"}'
    )
    canonical = '<link rel="canonical" href="https://www.x.org/dogs">'
    assert article(canonical + other + own, paragraphs()).headline == "Dogs"
    assert article(canonical + other + "<title>Of dogs</title>", paragraphs()).headline == "Of dogs"


def test_publisher_and_authors_by_reference() -> None:
    said = ld(
        '{"@graph": [{"@type": "Organization", "@id": "#o", "name": "Test Wire"}, {"@type": "Person", "@id": "#p", "name": "Jane Doe"},'
        '{"@type": "NewsArticle", "headline": "Dogs", "publisher": {"@id": "#o"}, "author": [{"@id": "#p"}, {"@id": "#o"}]}]}'
    )
    found = article(said, paragraphs())
    assert (found.source, found.authors) == ("Test Wire", ("Jane Doe",))


@pytest.mark.parametrize(
    ("head", "body", "published"),
    [
        (ld('{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z", "dateModified": "2026-05-05"}')
         + '<meta property="article:published_time" content="2026-05-04T10:00:00Z">', "<h1>Dogs</h1>", "2026-05-04T10:00"),
        ('<meta name="DC.date.issued" content="2026-05-04T10:00:00+02:00">', "<h1>Dogs</h1>", "2026-05-04T08:00"),
        ("", '<nav><time datetime="2026-11-01T00:00Z">now</time></nav><main><h1>Dogs</h1><time datetime="2026-05-04T10:00Z">May</time>',
         "2026-05-04T10:00"),
    ],
)  # fmt: skip
def test_when_it_was_published(head: str, body: str, published: str) -> None:
    assert f"{article(head, body + paragraphs()).published:%Y-%m-%dT%H:%M}" == published


def test_the_description_is_the_summary_where_it_is_printed() -> None:
    head = '<meta name="description" content="The town had held out for years.">'
    printed = article(
        head, f"<h1>Rebels take Hama</h1><h2>The town had held out for years.</h2><article>{paragraphs()}</article>"
    )
    assert [one.zone for one in printed.paragraphs][:2] == [Zone.HEADLINE, Zone.SUMMARY]
    hidden = article(head, f"<h1>Rebels take Hama</h1><article>{paragraphs()}</article>")
    assert "held out" not in hidden.text


def test_what_is_printed_is_the_headline_and_no_site_or_section_is() -> None:
    head = '<title>Town falls | Test Wire</title><meta property="og:title" content="Town falls">'
    assert (
        article(head, f"<article><h1>Rebels take Hama at last</h1>{paragraphs()}</article>").headline
        == "Rebels take Hama at last"
    )
    assert article(head, f"<h1>Test Wire</h1><article>{paragraphs()}</article>").headline == "Town falls"


def test_kickers_above_the_headline_are_no_text() -> None:
    found = article("", f"<article><p>Guest essay</p><h1>Rebels take Hama</h1>{paragraphs()}</article>")
    assert "Guest essay" not in found.text
