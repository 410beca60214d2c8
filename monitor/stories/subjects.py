"""Whom a headline is about: what keeps reports in the same words apart.

Two companies' results, two quakes, two cities taken are often told in one form with another name in it. Where the text
is short, the name may stand in the headline alone.
"""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np

from monitor.stories.likeness import Rarity
from monitor.stories.sketch import Mark, Sketch
from monitor.stories.sources import agency_units
from monitor.stories.units import common

_FRAME = 0.5  # of the shorter headline's terms: from here on, the two are one form with something else in it
_LEAD_FRAME = 0.6  # of the terms of the first sentences
_SHORT = 60  # words: a text that is no longer is a form as often as prose

_EVERY_DAY = 8  # of a hundred articles: too many for a name
_KNOWN = 0.25  # of a headline's subjects


class Gist:
    """What an article says first, as sets of its terms: made for as long as it is compared."""

    def __init__(self, sketch: Sketch) -> None:
        self.sketch = sketch
        self._terms, self._stored = sketch.terms, sketch.stored

    @cached_property
    def terms(self) -> frozenset[int]:
        return frozenset(self._terms.tolist())

    @cached_property
    def headline(self) -> frozenset[int]:
        return self._marked(Mark.HEADLINE, Mark.HEADLINE)

    @cached_property
    def lead(self) -> frozenset[int]:
        """Of the first sentences, the headline among them."""
        return self._marked(Mark.LEAD, Mark.LEAD)

    @cached_property
    def subjects(self) -> frozenset[int]:
        """The terms of the headline that could be whom it is about: names, and its first word."""
        among = Mark.HEADLINE | Mark.NUMBER
        telling = self._marked(among | Mark.TELLING, Mark.HEADLINE | Mark.TELLING)
        return telling | self._marked(among | Mark.FIRST, Mark.HEADLINE | Mark.FIRST)

    @cached_property
    def named_first(self) -> frozenset[int]:
        """What may be a name in the first sentences: neither an agency that told it, nor a word of every day (German
        and the scripts without capitals write these like names)."""
        return self._marked(Mark.LEAD | Mark.TELLING | Mark.NUMBER, Mark.LEAD | Mark.TELLING) - _no_names()

    def _marked(self, among: int, marks: int) -> frozenset[int]:
        """The terms that have, among some marks, these and no others."""
        return frozenset(self._terms[(self._stored & np.uint32(among)) == marks].tolist())


def substituted(a: Gist, b: Gist) -> bool:
    """Whether the headlines are one form, each with a name that the other lacks, and at least one of these is unknown
    to the other text. Of two short texts that have not one headline also: whether their first sentences are one form,
    each with a name that is unknown to the other. Symmetric."""
    if (
        _one_form(a.headline, b.headline, _FRAME)
        and not a.subjects <= b.headline
        and not b.subjects <= a.headline
        and not (knows_all(a, b) and knows_all(b, a))
    ):
        return True
    if a.headline and a.headline == b.headline:
        return False
    if max(a.sketch.words, b.sketch.words) >= _SHORT or not _one_form(a.lead, b.lead, _LEAD_FRAME):
        return False
    return not a.named_first <= b.terms and not b.named_first <= a.terms


def _one_form(a: frozenset[int], b: frozenset[int], frame: float) -> bool:
    common = len(a & b)
    return common > 0 and common >= frame * min(len(a), len(b))


def strangers(a: Gist, b: Gist, rarity: Rarity) -> bool:
    """Whether neither text knows whom the other's headline is about: as reports in set words of two companies.
    Symmetric; never so without a headline."""
    return _known(a, b, rarity) < _KNOWN and _known(b, a, rarity) < _KNOWN


def _known(a: Gist, b: Gist, rarity: Rarity) -> float:
    """How much of what the headline of `a` is about, the rarer the more, stands in the text of `b`."""
    subjects = sorted(a.subjects)
    if not subjects:
        return 1.0
    rare = rarity(np.array(subjects, np.uint32)).tolist()
    known = sum(weight for subject, weight in zip(subjects, rare, strict=True) if subject in b.terms)
    return float(known) / max(float(sum(rare)), 1e-9)


def same_subject(a: Gist, b: Gist) -> bool:
    """Whether the headlines share a name, or what each begins with. Symmetric."""
    return not a.subjects.isdisjoint(b.subjects) or a.headline == b.headline


def knows_all(a: Gist, b: Gist) -> bool:
    """Whether the text of `b` knows everybody whom the headline of `a` may be about."""
    return a.subjects <= b.terms


@cache
def _no_names() -> frozenset[int]:
    units, counts = common()
    return frozenset(agency_units().tolist()).union(units[counts >= _EVERY_DAY].tolist())
