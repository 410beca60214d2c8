"""The words of a rule → compiled terms: phrases, gaps, regular expressions. Knows nothing of files or lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

import re2

from monitor.rules.compiled import Gap, ListRef, Pattern, Phrase, Term, Word, WordForm

PREFIX_LETTERS = 3

_LIST_NAME = re.compile(r"\$([a-z_]+)(?:\.([a-z_]+))?")
_GAP = re.compile(r"(?:^|\s)(?:\.\.\.|…)(?=\s|$)")
_OPTIONS = re2.Options()
_OPTIONS.case_sensitive = False
_OPTIONS.log_errors = False

_UNSUPPORTED = (
    (re.compile(r"\(\?<?[=!]"), "looking ahead or behind (`(?=`, `(?!`, `(?<=`, `(?<!`)"),
    (re.compile(r"\(\?>"), "atomic groups (`(?>`)"),
    (re.compile(r"\(\?\("), "conditions (`(?(`)"),
    (re.compile(r"\(\?P="), "references to a group (`(?P=name)`)"),
    (re.compile(r"\\[1-9]|\\k"), r"references to a group (`\1`)"),
    (re.compile(r"[*+?}]\+"), "possessive repeats (`++`, `*+`)"),
)
"""What other tools' expressions hold and linear time forbids, by name."""


MOST_WAYS = 2_000
"""To write one term with the groups of a rule: two groups of fifty words are more."""


class TermFault(ValueError):
    """A term that cannot be read, and what to do about it."""

    def __init__(self, code: str, message: str, suggestion: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.suggestion = suggestion


def compile_term(written: str, *, slot: str | None = None, inflect: bool = True) -> Term:
    """The meaning of a term. Raises TermFault. With `inflect` false, each word is met in exactly the form written."""
    text = written.strip()
    if text.startswith("/"):
        return Term(written, _pattern(text), slot)
    phrases = tuple(_phrase(part, written, inflect) for part in _GAP.split(text))
    return Term(written, phrases[0] if len(phrases) == 1 else Gap(phrases), slot)


def spelled(written: str, groups: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Every way to write words among which names of groups stand: with `TELL: [tell, order]`, `TELL out` is `tell out`
    and `order out`. Raises TermFault where they are too many."""
    if written.startswith("/") or not groups:
        return iter((written,))
    each = [groups.get(word, (word,)) for word in written.split()]
    if prod(map(len, each)) > MOST_WAYS:
        raise TermFault(
            "too-long", f"more than {MOST_WAYS:,} ways to write `{written}`", "take some words out of `groups`"
        )
    return (" ".join(way) for way in product(*each))


def whole(groups: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """The groups with the earlier ones that they name taken apart. Raises TermFault."""
    made: dict[str, tuple[str, ...]] = {}
    for name, words in groups.items():
        made[name] = tuple(one for written in words for one in spelled(written, made))
        if len(made[name]) > MOST_WAYS:
            raise TermFault("too-long", f"more than {MOST_WAYS:,} words in `{name}`", "make it smaller")
    return made


def lists_of(term: Term) -> Iterator[str]:
    """The names of the lists that a term refers to."""
    if isinstance(term.what, Pattern):
        return
    phrases = term.what.parts if isinstance(term.what, Gap) else (term.what,)
    for phrase in phrases:
        for part in phrase.parts:
            if isinstance(part, ListRef):
                yield part.name
                if part.of_fact is not None:
                    yield part.of_fact


def _pattern(text: str) -> Pattern:
    expression = text[1:-1]
    if len(text) < 3 or not text.endswith("/"):
        raise TermFault("regex", f"`{text}` starts like a regular expression but has no closing `/`")
    try:
        compiled = re2.compile(expression, _OPTIONS)
    except re2.error as error:
        raise _regex_fault(text, expression, error) from None
    if compiled.search("") is not None:
        raise TermFault("regex", f"`{text}` also matches nothing at all, so it would match everywhere")
    return Pattern(expression)


def _regex_fault(text: str, expression: str, error: re2.error) -> TermFault:
    bare = re.sub(r"\\[^1-9k]", "", expression)
    for sign, name in _UNSUPPORTED:
        if sign.search(bare):
            return TermFault("regex", f"`{text}`: {name} cannot be used", "say it with `near`, `none` or `unless`")
    reason = error.args[0] if error.args else "not valid"
    reason = reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
    return TermFault("regex", f"`{text}` is not a valid regular expression: {reason}")


def _phrase(text: str, written: str, inflect: bool) -> Phrase:
    shouted = text.upper() == text  # a term of capitals only is met in capitals only, its short words too
    parts = tuple(_part(word, shouted, inflect) for word in text.split() if _is_word(word))
    if not parts:
        where = " on one side of the `...`" if _GAP.search(written) else ""
        raise TermFault("empty-term", f"`{written}` has no word{where}")
    return Phrase(parts)


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text)) or text[0] == "=" or text[-1] == "*"


def _part(word: str, shouted: bool, inflect: bool) -> Word | ListRef:
    if name := _LIST_NAME.fullmatch(word):
        return ListRef(name[1], name[2])
    if word.startswith("="):
        return _exact(word)
    if "*" in word:
        return _prefix(word)
    letters = [letter for letter in word if letter.isalpha()]
    capitals = bool(letters) and all(map(_is_capital, letters))
    cased = capitals and (shouted or len(letters) > 1)
    return Word(word, WordForm.INFLECTED if inflect else WordForm.EXACT, cased)


def _is_capital(letter: str) -> bool:
    """Scripts without case have no capitals: their words are never cased."""
    return letter.isupper() and letter.lower() != letter


def _exact(word: str) -> Word:
    text = word.removeprefix("=")
    if "*" in text:
        raise TermFault(
            "star", f"`{word}`: `=` (exactly this form) and `*` (every word that starts so) exclude each other"
        )
    if not any(map(str.isalnum, text)):
        raise TermFault("empty-term", f"`{word}` has no word after the `=`", "write `=` and the word without a space")
    return Word(text, WordForm.EXACT, any(map(_is_capital, text)))


def _prefix(word: str) -> Word:
    text = word.removesuffix("*")
    if "*" in text or not word.endswith("*"):
        raise TermFault("star", f"`{word}`: a star may stand only at the end of a word")
    letters = sum(map(str.isalnum, text))
    if letters < PREFIX_LETTERS:
        raise TermFault("star", f"`{word}` would match too much: at least {PREFIX_LETTERS} letters before the star")
    return Word(text, WordForm.PREFIX, all(map(_is_capital, filter(str.isalpha, text))) and any(map(str.isalpha, text)))
