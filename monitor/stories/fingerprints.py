"""What two copies of one text have in common, as a key that the store can look up."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from monitor.model.article import Article, Zone

SHORTEST_COPY = 60  # words; below, two companies' results in the form's own words would be "copies"

# The headline is compared by `headlines.compatible`; dateline, byline and credit name who printed it, not what it says.
_TOLD = frozenset({Zone.SUMMARY, Zone.BODY, Zone.HEADING, Zone.CAPTION})
_QUOTES = str.maketrans(
    {**dict.fromkeys("‘’‚‛′`´", "'"), **dict.fromkeys("“”„‟″«»", '"'), **dict.fromkeys("‐‑‒–—−", "-")}
)
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
# A letter of a script without spaces counts as a word: a run of them has no other measure here.
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")


def fingerprint(article: Article) -> str | None:
    """A key that is equal for articles of the same text but for white space, agency line, dateline, case and the shape
    of quotation marks; None for what is never a copy: under 60 words, or marked as a correction.

    Equal keys are not enough: the headlines must be compatible as well (`headlines.compatible`).
    """
    if article.correction:
        return None
    told = [article.text[p.start : p.end] for p in article.paragraphs if p.zone in _TOLD]
    text = fold(" ".join(told))
    if sum(1 for _ in _WORD.finditer(text)) < SHORTEST_COPY:
        return None
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()


def fold(text: str) -> str:
    """The text in one case, with straight quotation marks and hyphens, and nothing invisible."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text).translate(_QUOTES)).casefold()


def words(text: str) -> list[str]:
    """The words of a short text, as written; a letter of a script without spaces is a word."""
    return _WORD.findall(_INVISIBLE.sub("", unicodedata.normalize("NFKC", text)))
