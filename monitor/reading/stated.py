"""What a page says of the article on it: in JSON-LD, in Open Graph and other metadata, and above the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from monitor.reading import jsonld, values, xml
from monitor.reading.jsonld import Linked, Said
from monitor.reading.xml import Element

_SITE_BEHIND = re.compile(r"\s+[|\-–—·»]\s+[^|\-–—·»]{2,40}\Z")
_COMPANY = re.compile(r"[\s,](?:S\.?L\.?U?|S\.?A\.?S?|S\.?p\.?A|GmbH|AG|KG|Inc|LLC|Ltd|Limited|plc|B\.?V)\.?\Z")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "publisheddate", "publish-date", "publication_date", "pubdate", "parsely-pub-date", "sailthru.date",
    "dc.date.issued", "dcterms.created", "dc.date", "date", "uploaddate",
)  # fmt: skip
_EARLIEST = 1990
"""There was no web before; sites write the year 1, or 1970, where they know no date."""
_FEWEST_WORDS = 3
_BEGINNING = 40
_MOST_TIMES = 20
_BESIDE = frozenset({"aside", "nav", "footer"})
_SAME_CONTAINER = frozenset({"article", "main", "body"})
_STANDFIRST = ("p", "h2", "h3", "div", "em")


@dataclass(frozen=True, slots=True)
class Stated:
    """Of a page: its metadata by name, its JSON-LD, of it what tells of the article, and the headline's element."""

    page: Element
    meta: Mapping[str, str]
    linked: Linked
    about: Said
    headline: Element | None

    def title(self, guess: str | None) -> str | None:
        """What is printed above the article, else what the metadata say; `guess` is somebody else's."""
        if self.headline is not None:
            return xml.words(self.headline)
        said = jsonld.text(self.about.get("headline")) or values.text(self.meta.get("og:title")) or values.text(guess)
        said = said or xml.said(self.page, "title")
        return said if self.about.get("headline") or not said else _SITE_BEHIND.sub("", said)

    def published(self, guess: str | None) -> datetime | None:
        """The first time that can be; `guess` is somebody else's."""
        said = (self.about.get("datePublished"), *map(self.meta.get, _PUBLISHED), self.about.get("uploadDate"))
        times = (values.moment(one) for one in (*said, *_times(self.headline), guess))
        return next((when for when in times if when and when.year >= _EARLIEST), None)

    def source(self, guess: str | None) -> str | None:
        """The publisher as people call it: not a company by its name in the register."""
        publisher, site = self.linked.name(self.about.get("publisher")), values.text(self.meta.get("og:site_name"))
        if publisher and not (site and _COMPANY.search(publisher)):
            return publisher
        return site or values.text(guess)

    def authors(self, guess: str | None, source: str | None) -> tuple[str, ...]:
        """The names of those who wrote it; a site's own name says nothing."""
        stated = self.about.get("author")
        own = values.names(self.linked.name(one) for one in (stated if isinstance(stated, list) else [stated]))
        found = own or values.names((guess or self.meta.get("author") or "").split(";"))
        sites = {(name or "").casefold() for name in (source, self.meta.get("og:site_name"))}
        return tuple(name for name in found if name.casefold() not in sites and not name.startswith("http"))

    def keywords(self) -> tuple[str, ...]:
        said = self.about.get("keywords") or self.meta.get("keywords") or self.meta.get("news_keywords")
        return values.names(said if isinstance(said, list) else (values.text(said) or "").split(","))

    def urls(self) -> tuple[object, ...]:
        """The page's own address as it says it, best first."""
        return (_canonical(self.page), self.meta.get("og:url"), self.about.get("url"))

    def language(self) -> str | None:
        said = (self.about.get("inLanguage"), self.page.get("lang"), self.meta.get("og:locale"))
        return next(filter(None, map(values.language, said)), None)

    def standfirst(self) -> str | None:
        """The description, where it is printed on the page, too: not what is written for search engines alone."""
        said = (self.about.get("description"), self.meta.get("og:description"), self.meta.get("description"))
        wanted = {text for one in said if (text := jsonld.text(one))}
        if not wanted:
            return None
        printed = (xml.words(one) for one in self.page.iter(*_STANDFIRST) if len(one) <= 1)
        return next((text for text in printed if text in wanted), None)


def of(page: Element) -> Stated:
    """All that the page states."""
    meta = {key: value for one in page.iter("meta")
            if (key := (one.get("property") or one.get("name") or one.get("itemprop") or "").lower())
            and (value := one.get("content"))}  # fmt: skip
    linked = jsonld.read(page)
    printed = [(one, text) for one in page.iter("h1") if (text := xml.words(one))]
    titles = [
        text.casefold()
        for text in (meta.get("og:title"), xml.said(page, "title"), *(text for _, text in printed))
        if text
    ]
    urls = frozenset(map(jsonld.path, (_canonical(page), meta.get("og:url")))) - {""}
    about = linked.article(urls, frozenset(titles))
    return Stated(page, meta, linked, about, _headline(printed, about, titles))


def _headline(printed: list[tuple[Element, str]], about: Said, titles: list[str]) -> Element | None:
    """The printed heading that the metadata name; else the only one, if it is no name of a site or section."""
    stated = [jsonld.text(about.get(key)) or "" for key in ("headline", "alternativeHeadline", "name")]
    stated = [_SITE_BEHIND.sub("", one).casefold() for one in (*stated, *titles[: len(titles) - len(printed)]) if one]
    for one, text in printed:
        if not stated or any(_agree(text.casefold(), said) for said in stated):
            return one
    if len(printed) == 1 and len(printed[0][1].split()) >= _FEWEST_WORDS:
        return printed[0][0]
    return None


def _agree(printed: str, stated: str) -> bool:
    """Whether the one is the other, or most of it; a section's name before it is not."""
    return (printed in stated and 2 * len(printed) >= len(stated)) or printed[:_BEGINNING] == stated[:_BEGINNING]


def _canonical(page: Element) -> str | None:
    return next((one.get("href") for one in page.iter("link") if (one.get("rel") or "").lower() == "canonical"), None)


def _times(headline: Element | None) -> Iterator[str]:
    """The machine-readable times near the headline, the nearest first: not those of menus and teasers."""
    seen: set[str] = set()
    for around in headline.iterancestors() if headline is not None else ():
        for one in islice(around.iter("time"), _MOST_TIMES):
            said = one.get("datetime")
            if said and said not in seen and not any(outer.tag in _BESIDE for outer in one.iterancestors()):
                seen.add(said)
                yield said
        if around.tag in _SAME_CONTAINER:
            return
