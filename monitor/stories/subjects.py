"""Whom a headline is about: what keeps reports in the same words apart.

Two companies' results, two quakes, two cities taken are often told in one form with another name in it. Where the text
is short, the name may stand in the headline alone.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from monitor.stories.likeness import Rarity
from monitor.stories.sketch import Mark, Sketch
from monitor.stories.sources import agency_units
from monitor.stories.units import Ids, common

_FRAME = 0.5  # of the shorter headline's terms: from here on, the two are one form with something else in it
_LEAD_FRAME = 0.6  # of the terms of the first sentences
_SHORT = 60  # words: a text that is no longer is a form as often as prose

_EVERY_DAY = 8  # of a hundred articles: too many for a name
_KNOWN = 0.25  # of a headline's subjects


def substituted(a: Sketch, b: Sketch) -> bool:
    """Whether the headlines are one form, each with a name that the other lacks, and at least one of these is unknown
    to the other text. Of two short texts that have not one headline also: whether their first sentences are one form,
    each with a name that is unknown to the other. Symmetric."""
    heads_a, heads_b = a.marked(Mark.HEADLINE), b.marked(Mark.HEADLINE)
    if _one_form(heads_a, heads_b, _FRAME):
        other_a, other_b = np.setdiff1d(_subjects(a), heads_b), np.setdiff1d(_subjects(b), heads_a)
        if other_a.size and other_b.size and not (knows_all(a, b) and knows_all(b, a)):
            return True
    if heads_a.size and np.array_equal(np.sort(heads_a), np.sort(heads_b)):
        return False
    if max(a.words, b.words) >= _SHORT or not _one_form(a.marked(Mark.LEAD), b.marked(Mark.LEAD), _LEAD_FRAME):
        return False
    return bool(np.setdiff1d(_in_lead(a), b.terms).size and np.setdiff1d(_in_lead(b), a.terms).size)


def _one_form(a: Ids, b: Ids, frame: float) -> bool:
    common = np.intersect1d(a, b).size
    return common > 0 and common >= frame * min(a.size, b.size)


def strangers(a: Sketch, b: Sketch, rarity: Rarity) -> bool:
    """Whether neither text knows whom the other's headline is about: as reports in set words of two companies.
    Symmetric; never so without a headline."""
    return _known(a, b, rarity) < _KNOWN and _known(b, a, rarity) < _KNOWN


def _known(a: Sketch, b: Sketch, rarity: Rarity) -> float:
    """How much of what the headline of `a` is about, the rarer the more, stands in the text of `b`."""
    subjects = _subjects(a)
    if not subjects.size:
        return 1.0
    rare = rarity(subjects)
    return float(rare[np.isin(subjects, b.terms)].sum()) / max(float(rare.sum()), 1e-9)


def same_subject(a: Sketch, b: Sketch) -> bool:
    """Whether the headlines share a name, or what each begins with. Symmetric."""
    shared = np.intersect1d(_subjects(a), _subjects(b))
    return bool(shared.size) or np.array_equal(a.marked(Mark.HEADLINE), b.marked(Mark.HEADLINE))


def knows_all(a: Sketch, b: Sketch) -> bool:
    """Whether the text of `b` knows everybody whom the headline of `a` may be about."""
    return not _own(a, b).size


def _own(a: Sketch, b: Sketch) -> Ids:
    """Whom the headline of `a` may be about, and the text of `b` does not know."""
    return np.setdiff1d(_subjects(a), b.terms)


def _subjects(sketch: Sketch) -> Ids:
    """The terms of the headline that could be whom it is about: names, and its first word."""
    mark = sketch.marks
    number = (mark & np.uint32(Mark.NUMBER)) > 0
    could_be = ((mark & np.uint32(Mark.TELLING | Mark.FIRST)) > 0) & ~number
    return sketch.terms[could_be & ((mark & np.uint32(Mark.HEADLINE)) > 0)]


def _in_lead(sketch: Sketch) -> Ids:
    """What may be a name in the first sentences: neither an agency that told it, nor a word of every day (German and
    the scripts without capitals write these like names)."""
    named = sketch.marks & np.uint32(Mark.LEAD | Mark.TELLING | Mark.NUMBER)
    terms = sketch.terms[named == (Mark.LEAD | Mark.TELLING)]
    telling: Ids = terms[~np.isin(terms, _no_names())]
    return telling


@cache
def _no_names() -> Ids:
    units, counts = common()
    return np.concatenate([agency_units(), units[counts >= _EVERY_DAY]])
