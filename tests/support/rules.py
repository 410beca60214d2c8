"""Rules, lists and articles for tests of matching, made without reading any file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from monitor.matching import Engine
from monitor.model.article import Article, ArticleId, Paragraph, PublishedFrom, Span, Zone
from monitor.model.match import Match
from monitor.rules.compiled import (
    AtLeast,
    Conditions,
    ListEntry,
    Near,
    Rule,
    RuleSet,
    Score,
    Term,
    TermList,
)
from monitor.rules.terms import compile_term
from monitor.text.sentences import split

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

CITIES = TermList(
    name="cities",
    digest="cities",
    entries=(
        ListEntry("Hama", ("Hama", "Hamah", "حماة"), {"country": "SY", "lat": 35.13}),
        ListEntry("Aleppo", ("Aleppo",), {"country": "SY"}),
        ListEntry("York", ("York",), {"country": "GB"}),
        ListEntry("New York", ("New York", "New York City"), {"country": "US"}),
        ListEntry("Goma", ("Goma",), {"country": "CD"}),
        ListEntry("Nice", ("Nice",), {"country": "FR"}),
        ListEntry("Deir ez-Zor", ("Deir ez-Zor",), {"country": "SY"}),
    ),
    ambiguous={"Nice": ("France", "Riviera")},
)
COUNTRIES = TermList(
    name="countries",
    digest="countries",
    entries=(
        ListEntry("France", ("France", "French"), {"country": "FR"}),
        ListEntry("United Kingdom", ("United Kingdom", "UK", "Britain"), {"country": "GB"}),
        ListEntry("Syria", ("Syria", "Syrian"), {"country": "SY"}),
    ),
)
GROUPS = TermList(
    name="armed_groups",
    digest="armed_groups",
    entries=(
        ListEntry("M23", ("M23",), {}),
        ListEntry("HTS", ("Hayat Tahrir al-Sham", "HTS"), {}),
        ListEntry("rebels", ("rebel fighter", "insurgent"), {}),
    ),
)
LISTS: Mapping[str, TermList] = {each.name: each for each in (CITIES, COUNTRIES, GROUPS)}

Written = str | Term


def terms(*written: Written, inflect: bool = True) -> tuple[Term, ...]:
    """Terms as rules write them; `as` with `slot(…)`."""
    return tuple(compile_term(each, inflect=inflect) if isinstance(each, str) else each for each in written)


def slot(written: str, name: str) -> Term:
    """`{of: WRITTEN, as: NAME}`."""
    return compile_term(written, slot=name)


def groups(*items: Written | Iterable[Written]) -> tuple[tuple[Term, ...], ...]:
    """Items of `all` and `near`: a term, or several of which any will do."""
    return tuple(terms(item) if isinstance(item, (str, Term)) else terms(*item) for item in items)


def near(*items: Written | Iterable[Written], words: int = 8, ordered: bool = False) -> Near:
    return Near(groups(*items), words, ordered)


def at_least(count: int, *of: Written, distinct: bool = False) -> AtLeast:
    return AtLeast(count, terms(*of), distinct)


def score(need: float, weights: Mapping[str, float]) -> Score:
    return Score(need, tuple((terms(written)[0], weight) for written, weight in weights.items()))


def rule(id: str = "rule", *, once_per: tuple[str, ...] = (), enabled: bool = True, **conditions: Any) -> Rule:
    """A rule of these conditions (fields of `Conditions`); its digest follows from what it says."""
    made = Rule(id, id.capitalize(), f"{id}.yml", 1, "", Conditions(**conditions), once_per=once_per, enabled=enabled)
    return replace(made, digest=hashlib.sha256(repr(made).encode()).hexdigest())


def engine(*rules: Rule, lists: Mapping[str, TermList] = LISTS) -> Engine:
    return Engine(RuleSet({each.id: each for each in rules}, lists))


def news(
    *paragraphs: str | tuple[Zone, str],
    language: str = "en",
    source: str = "Reuters",
    published: datetime = NOW,
    quotes: tuple[Span, ...] = (),
) -> Article:
    """An article of these paragraphs, body unless said otherwise."""
    zoned = [(Zone.BODY, each) if isinstance(each, str) else each for each in paragraphs]
    text = "\n\n".join(body for _, body in zoned)
    laid: list[Paragraph] = []
    at = 0
    for zone, body in zoned:
        laid.append(Paragraph(zone, at, at + len(body), split(text, at, at + len(body), language)))
        at += len(body) + 2
    return Article(
        ArticleId("wire", "a.txt"),
        hashlib.sha256(text.encode()).hexdigest(),
        text,
        tuple(laid),
        quotes,
        language,
        published,
        PublishedFrom.FRONT_MATTER,
        published,
        source,
    )


def match(asked: Rule, article: Article | str, lists: Mapping[str, TermList] = LISTS) -> list[Match]:
    """The matches of one rule in an article, or in one paragraph of body."""
    made = news(article) if isinstance(article, str) else article
    return engine(asked, lists=lists).match(made, now=NOW)


def met(written: Written, text: str, *, inflect: bool = True, language: str = "en") -> list[str]:
    """What a term meets in a paragraph: the marked words of all mentions."""
    article = news(text, language=language)
    found = match(rule(any=terms(written, inflect=inflect), inflect=inflect), article)
    return [article.quote(span) for each in found for mention in each.mentions for span in mention.spans]
