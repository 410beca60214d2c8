"""Pages like those of ten large sites: what the monitor reads of them, and what trafilatura does alone.

    python -m benchmarks.quality.pages [-v] [--unseen]

Headline: letter by letter. Date: the minute; in brackets the day, which is all that trafilatura tells. Text: F1 of the
words. Furniture: pages with words of menus, teasers or banners in their text. `-v` names what is wrong.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import mean

import trafilatura
from trafilatura.settings import Document

from benchmarks.quality.pages import SITES, UNSEEN, Page, pages
from monitor.model.article import Article, ArticleId, PublishedFrom, RawArticle, Zone
from monitor.reading import read_all

_NOW = datetime(2027, 1, 1, tzinfo=UTC)
_COUNTED = ("headline", "minute", "day", "authors", "site", "language")
_SAID = {"headline": "headline", "minute": "published", "authors": "authors", "site": "site", "language": "language"}
_GOOD = 0.98


@dataclass(frozen=True, slots=True)
class Found:
    """What a reader made of a page. `published` is to the minute, or a day."""

    headline: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()
    site: str = ""
    language: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """One page: what is right of it. `f1` is that of the words of its text, `furniture` what should not be there."""

    headline: bool
    minute: bool
    day: bool
    authors: bool
    site: bool
    language: bool
    f1: float
    furniture: tuple[str, ...]


def ours(page: Page) -> Found:
    """By the monitor's reader: its text is that of the zones between the headline and the credits."""
    raw = RawArticle(ArticleId("page", page.name), page.html.encode(), "h", _NOW, _NOW)
    found = read_all(raw, default_language="en")[0].outcome
    if not isinstance(found, Article):
        return Found()
    left_out = (Zone.HEADLINE, Zone.BYLINE, Zone.CAPTION, Zone.CREDIT)
    text = "\n".join(found.text[one.start : one.end] for one in found.paragraphs if one.zone not in left_out)
    stated = found.published_from is PublishedFrom.FRONT_MATTER
    when = f"{found.published:%Y-%m-%dT%H:%M}" if stated else ""
    return Found(found.headline, when, found.authors, found.source, found.language, text)


def alone(page: Page) -> Found:
    """By trafilatura without the monitor."""
    found = trafilatura.bare_extraction(page.html, include_comments=False, with_metadata=True)
    if not isinstance(found, Document):
        return Found()
    title = found.title or ""
    text = "\n".join(line for line in (found.text or "").split("\n") if line != title)
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Found(title, found.date or "", authors, found.sitename or "", found.language or "", text)


def judge(page: Page, found: Found) -> Judged:
    """Against what is expected."""
    return Judged(
        headline=found.headline == page.headline,
        minute=found.published == f"{page.published:%Y-%m-%dT%H:%M}",
        day=found.published[:10] == f"{page.published:%Y-%m-%d}",
        authors={name.casefold() for name in found.authors} == {name.casefold() for name in page.authors},
        site=found.site.casefold() == page.site.casefold(),
        language=found.language == page.language,
        f1=_f1(_words(page.text), _words(found.text)),
        furniture=tuple(words for words in page.never if words.casefold() in found.text.casefold()),
    )


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _f1(wanted: Counter[str], found: Counter[str]) -> float:
    both = (wanted & found).total()
    return 2 * both / (wanted.total() + found.total()) if both else 0.0


def main() -> None:
    readers = {"the monitor": ours, "trafilatura alone": alone}
    every = list(pages(UNSEEN if "--unseen" in sys.argv else SITES))
    for name, reader in readers.items():
        judged = {page.name: (page, reader(page)) for page in every}
        if "-v" in sys.argv:
            _faults(name, judged.values())
        by_site = defaultdict(list)
        for page, found in judged.values():
            by_site[page.name.split("-")[0]].append(judge(page, found))
        print(f"\n{name:<18} pages headline    date (day) authors   site language  text F1 furniture")
        for site, verdicts in by_site.items():
            _row(site, verdicts)
        _row("all", [one for verdicts in by_site.values() for one in verdicts])


def _row(name: str, verdicts: list[Judged]) -> None:
    right = [sum(getattr(one, what) for one in verdicts) for what in _COUNTED]
    f1, furniture = mean(one.f1 for one in verdicts), sum(bool(one.furniture) for one in verdicts)
    print("{:<18} {:5} {:8} {:7} ({:2}) {:7} {:6} {:8} {:8.3f} {:9}".format(name, len(verdicts), *right, f1, furniture))


def _faults(name: str, found: Iterable[tuple[Page, Found]]) -> None:
    print(f"\n== {name}")
    for page, one in found:
        verdict = judge(page, one)
        faults = [f"{what}: {getattr(one, said)!r}" for what, said in _SAID.items() if not getattr(verdict, what)]
        faults += [f"furniture: {words!r}" for words in verdict.furniture]
        if verdict.f1 < _GOOD:
            faults.append(f"text: {verdict.f1:.3f}")
        if faults:
            print(f"{page.name}: {'; '.join(faults)}")


if __name__ == "__main__":
    main()
