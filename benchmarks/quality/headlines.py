"""Whether two headlines can stand over one text, decided without sketches: what copies are measured against.

Reports in set words ("Q3 profit up 5 percent …") are told apart by their headlines alone, so doubt means no: the cost
of a wrong no is a second message, the cost of a wrong yes a message that never comes.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
_COMMON = 3  # words that one headline must share with another that only extends it
_ALIKE = 0.6  # of the words of both
_TICKER = re.compile(r"<[^<>\s]{1,12}>")
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_SMALL_WORDS = frozenset(
    "a an the and or but of to in on at by for from with as after over amid is are was were be been has have had it "
    "its his her their says said say report reports sources".split()
)


def compatible(headline_a: str, headline_b: str) -> bool:
    """Whether the headlines are equal, one only adds words to the other, or they differ in nothing that could be a
    name or a number. Symmetric; white space, case, punctuation and stock symbols are not compared."""
    written_a, written_b = _written(headline_a), _written(headline_b)
    a, b = [word.casefold() for word in written_a], [word.casefold() for word in written_b]
    if a == b:
        return True
    if min(len(a), len(b)) >= _COMMON and (_runs_through(a, b) or _runs_through(b, a)):
        return True
    if len(set(a) & set(b)) < _ALIKE * len(set(a) | set(b)):
        return False
    return not (_names(written_a, apart_from=set(b)) or _names(written_b, apart_from=set(a)))


def _written(headline: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", _POSSESSIVE.sub("", _TICKER.sub(" ", headline))))


def _runs_through(shorter: list[str], longer: list[str]) -> bool:
    """Whether all words of `shorter` occur in `longer` in their order."""
    rest = iter(longer)
    return all(word in rest for word in shorter)


def _names(written: list[str], *, apart_from: set[str]) -> list[str]:
    """The words that could be a name or a number and that the other headline lacks. In capitals, in title case and
    in scripts without case every word could be."""
    own = [word for word in written if word.casefold() not in apart_from]
    return [word for word in own if word.casefold() not in _SMALL_WORDS and not (word.islower() and word.isalpha())]
