"""What terms mean to one another: does every place that one meets hold the other, too? Errs to the side of "no"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from monitor.lexicon import ordinary_words
from monitor.rules.compiled import ListRef, Pattern, Phrase, Term, Word, WordForm
from monitor.rules.terms import PREFIX_LETTERS
from monitor.text.folding import fold
from monitor.text.inflection import lemmas, rule_lemmas
from monitor.text.irregular import BASES
from monitor.text.patterns import CompiledPattern, mark

_LANGUAGE = "en"
COMMON = frozenset(
    "a an and are as at be but by for from had has have in is it its not of on said say that the this to was which "
    "will with".split()
)
"""Words that stand in six of ten news articles and more, most of them in nearly all."""
_WIDE = 40
_BLAND = (
    "The committee met on Tuesday to discuss the budget for next year.",
    "Shares rose 2 percent after the bank published its results.",
    "She won the final in two sets and thanked her coach.",
    "Officials said the bridge would stay closed until the weekend.",
)
"""Sentences that have nothing to do with one another: what a regular expression meets in each, it meets everywhere."""


def covers(wide: Term, narrow: Term, *, inflect: bool) -> bool:
    """Whether each occurrence of `narrow` holds one of `wide`."""
    if not isinstance(wide.what, Phrase) or not isinstance(narrow.what, Phrase):
        return wide.what == narrow.what
    return phrase_within(wide.what, narrow.what, inflect=inflect)


def phrase_within(part: Phrase, whole: Phrase, *, inflect: bool) -> bool:
    """Whether a phrase is met wherever the other is."""
    lengths = range(len(whole.parts) - len(part.parts) + 1)
    size = len(part.parts)
    return any(_each(part.parts, whole.parts[start : start + size], inflect=inflect) for start in lengths)


def _each(wide: Sequence[Word | ListRef], narrow: Sequence[Word | ListRef], *, inflect: bool) -> bool:
    return all(_part(w, n, inflect=inflect) for w, n in zip(wide, narrow, strict=True))


def _part(wide: Word | ListRef, narrow: Word | ListRef, *, inflect: bool) -> bool:
    if isinstance(wide, ListRef) or isinstance(narrow, ListRef):
        return wide == narrow
    if wide.cased and not (narrow.cased and wide.text == narrow.text):
        return False
    if wide.cased or wide == narrow:
        return True
    if "-" in wide.text or "-" in narrow.text or narrow.cased:
        return False
    return _word(wide, narrow, inflect=inflect)


def _word(wide: Word, narrow: Word, *, inflect: bool) -> bool:
    first, second = fold(wide.text), fold(narrow.text)
    if wide.form is WordForm.PREFIX:
        regular = narrow.form is not WordForm.INFLECTED or not inflect or second not in _with_irregular_forms()
        return second.startswith(first) and regular and len(second) > len(first)
    if narrow.form is WordForm.PREFIX:
        return False
    if wide.form is WordForm.EXACT or not inflect:
        return first == second and (narrow.form is WordForm.EXACT or not inflect)
    if narrow.form is WordForm.EXACT:
        return not lemmas(second, _LANGUAGE).isdisjoint(rule_lemmas(first, _LANGUAGE))
    return rule_lemmas(second, _LANGUAGE) <= rule_lemmas(first, _LANGUAGE)


@cache
def _with_irregular_forms() -> frozenset[str]:
    return frozenset(base for bases in BASES.values() for base in bases)


def meets(term: Term) -> str:
    """A key that every term which this one covers has among its `met_by`."""
    if not isinstance(term.what, Phrase):
        return term.written
    return max((_own_key(part) for part in term.what.parts), key=len)


def met_by(term: Term) -> set[str]:
    """The keys of all terms that may cover this one."""
    if not isinstance(term.what, Phrase):
        return {term.written}
    return {key for part in term.what.parts for key in _keys(part)}


def _own_key(part: Word | ListRef) -> str:
    if isinstance(part, ListRef):
        return f"${part.name}"
    if part.form is WordForm.PREFIX:
        return f"{fold(part.text)}*"
    return min(rule_lemmas(fold(part.text), _LANGUAGE))


def _keys(part: Word | ListRef) -> Iterator[str]:
    yield _own_key(part)
    if isinstance(part, Word):
        text = fold(part.text)
        yield from (f"{text[:length]}*" for length in range(PREFIX_LETTERS, len(text) + 1))
        yield from lemmas(text, _LANGUAGE)


def is_common(term: Term) -> bool:
    """Whether nearly every English article holds the term."""
    match term.what:
        case Phrase((Word(text, form, cased),)):
            return not cased and form is not WordForm.PREFIX and fold(text) in COMMON
        case Pattern(expression):
            return _meets_everything(expression)
    return False


@cache
def _meets_everything(expression: str) -> bool:
    pattern = CompiledPattern(expression)
    return all(any(True for _ in pattern.search(text, mark(text))) for text in _BLAND)


def met_by_prefix(term: Term) -> list[str]:
    """The ordinary words that a prefix meets, where these are so many that it says little."""
    match term.what:
        case Phrase((Word(text, WordForm.PREFIX, cased),)) if not cased:
            met = [word for word in _ordinary() if word.startswith(fold(text))]
            return met if len(met) > _WIDE else []
    return []


@cache
def _ordinary() -> tuple[str, ...]:
    return tuple(sorted(ordinary_words()))
