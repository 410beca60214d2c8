"""Whose text an article is: ten papers that print one agency's text are one source, and so is the agency itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np

from monitor.lexicon import shipped_lists
from monitor.model.article import Article, Zone
from monitor.rules.listfiles import read_list
from monitor.stories.units import Ids, key
from monitor.text.folding import fold

_SIGNED = frozenset({Zone.DATELINE, Zone.CREDIT, Zone.BYLINE})
_OPENING, _ENDING = 160, 80  # code points in which an agency in brackets has written the text
_SITE = re.compile(r"^(?:https?://)?(?:www\.)?([^/\s]+?)(?:\.(?:com|org|net|co|info|news))?(?:\.[a-z]{2})?(?:/.*)?$")
_THE = "the "


def credited(article: Article) -> tuple[str, ...]:
    """The agencies that an article credits, as editors call them (the list `$news_agencies`): in dateline, byline or
    credit, as its source, or in brackets at its beginning or end. Not those that it only quotes."""
    names: dict[str, None] = {}
    for part in article.paragraphs:
        if part.zone in _SIGNED:
            names.update(dict.fromkeys(_named(article.text[part.start : part.end])))
    body = [part for part in article.paragraphs if part.zone is Zone.BODY]
    if body:
        start, end = body[0].start, body[-1].end
        names.update(dict.fromkeys(_in_brackets(article.text[start : min(end, start + _OPENING)])))
        names.update(dict.fromkeys(_in_brackets(article.text[max(start, end - _ENDING) : end])))
    whole = agency(article.source)
    if whole:
        names[whole] = None
    return tuple(names)


def agency(name: str) -> str | None:
    """The agency that goes by this name."""
    return _agencies().get(fold(name.strip(" .()")))


def publisher(name: str) -> str:
    """A publisher's name without what differs from one mention to the next: `The Guardian`, `www.guardian.co.uk`."""
    plain = " ".join(name.split())
    if "." in plain and " " not in plain and (site := _SITE.match(plain)):
        plain = site[1]
    return plain[len(_THE) :] if plain.lower().startswith(_THE) else plain


def _named(text: str) -> list[str]:
    return [_agencies()[fold(found[0])] for found in _written().finditer(text)]


def _in_brackets(text: str) -> list[str]:
    inside = re.findall(r"[(（\[]([^()（）\[\]]{2,60})[)）\]]", text)
    return [name for part in inside if _only_agencies(part) for name in _named(part)]


def _only_agencies(text: str) -> bool:
    """Whether a bracket holds agencies, and perhaps who worked on it (`mm/AFP`), but no sentence."""
    rest = _written().sub("", text)
    return rest != text and not re.search(r"[^\W\d_]{4,}", rest)


@cache
def agency_units() -> Ids:
    """The units of the agencies' names that are one word."""
    return np.array(sorted(key(form) for form in _agencies() if " " not in form), np.uint32)


@cache
def _agencies() -> dict[str, str]:
    listed = read_list("news_agencies.yml", shipped_lists()["news_agencies.yml"])
    return {fold(form): _called(entry.name, entry.forms) for entry in listed.entries for form in entry.forms}


def _called(name: str, forms: Sequence[str]) -> str:
    """What editors call an agency: by its letters (AFP, AP) where it goes by any."""
    return next((form for form in forms if form.isascii() and form.isupper()), name)


@cache
def _written() -> re.Pattern[str]:
    listed = read_list("news_agencies.yml", shipped_lists()["news_agencies.yml"])
    # By first letter, so that a search passes over all other letters without a try.
    by_letter: dict[str, list[str]] = {}
    for form in sorted((form for entry in listed.entries for form in entry.forms), key=len, reverse=True):
        rest, letter = re.escape(form[1:]), re.escape(form[0])
        by_letter.setdefault(letter, []).append(rf"(?<!\w{letter}){rest}(?!\w)" if form.isascii() else rest)
    return re.compile("|".join(rf"{letter}(?:{'|'.join(forms)})" for letter, forms in by_letter.items()))
