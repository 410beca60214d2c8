"""Where sentences begin and end.

Own code, because the libraries fail on newsroom text: sentencex 1.0 (fast, 0.06 ms for 3 kB) ends a sentence after the
French "M." and "déc.", keeps a quotation of ten sentences as one, and needs quadratic time for unpaired «; pysbd 0.3
takes 12 ms. Rules say `within: sentence`, so a sentence too long is as wrong as one too short.

Guarantees: the spans are in order, never overlap, have no white space at their ends, and cover everything that is not
white space. Linear in the text. Language-bound knowledge is in `abbreviations`.

A full stop inside a quotation ends a sentence there: "We won. We lost ten men," he said, makes two. A stop before a
small letter ends none, so text without any capitals stays in one piece.
"""

from __future__ import annotations

import re

from monitor.model.article import Span
from monitor.text.abbreviations import BY_LANGUAGE, ENGLISH, Abbreviations

# A stop with the closing marks that belong to it; French and tokenised texts put a space before the closing mark.
_STOP = re.compile(
    r"""(?P<marks>[.!?…‽؟۔።।॥。！？｡]+)
        (?P<closers>(?:["'”’»«›)\]」』”）】]|(?<![。！？｡])“|\ (?:[»”]|''|"|\))(?=\s|\Z))*)""",
    re.VERBOSE,
)
_SPACE = re.compile(r"\s*")
_OPENERS = re.compile(r"""[\s"'“„‘‚«»‹(\[¿¡「『（—–*_-]*""")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_OUTER = "\"'“”„‘’‚«»‹›([{¿¡—–*_-"
_IDEOGRAPHIC = frozenset("。！？｡")
_DAY_HALVES = frozenset({"a.m", "p.m"})
_AFTER_DAY_HALF = re.compile(r"[A-Z]{2,4}\b|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Eastern|Pacific|Central|Local")
_LONGEST_TOKEN = 24
_LONGEST_ORDINAL = 2
_LONGEST_ACRONYM = 5
_LONGEST_OPENING = 4
_GLUED = 3  # letters of the word before a stop without a space after it: "Hama fell.Rebels" ends, "U.N.Army" does not


def split(text: str, start: int, end: int, language: str) -> tuple[Span, ...]:
    """The sentences of `text[start:end]`, a paragraph, whose language is an ISO 639-1 code."""
    table = BY_LANGUAGE.get(language, ENGLISH)
    spans: list[Span] = []
    begin = _skip_space(text, start, end)
    for stop in _STOP.finditer(text, begin, end):
        if stop.start() >= begin and _ends_sentence(text, begin, stop, end, table):
            spans.append(Span(begin, stop.end()))
            begin = _skip_space(text, stop.end(), end)
    rest = len(text[begin:end].rstrip())
    if rest:
        spans.append(Span(begin, begin + rest))
    return tuple(spans)


def _skip_space(text: str, position: int, end: int) -> int:
    found = _SPACE.match(text, position, end)
    return found.end() if found else position


def _ends_sentence(text: str, begin: int, stop: re.Match[str], end: int, table: Abbreviations) -> bool:
    after = stop.end()
    if after >= end or stop["marks"][-1] in _IDEOGRAPHIC:
        return after >= end or text[after] not in "，、；："
    if not text[after].isspace():
        return stop["marks"] == "." and _is_glued(text, begin, stop.start(), after)
    ahead = _OPENERS.match(text, after, end)
    follows = ahead.end() if ahead else after
    if follows < end and (text[follows].islower() or text[follows] in ",;:)]"):
        return False
    return follows >= end or stop[0] != "." or not _is_abbreviation(text, begin, stop.start(), follows, table)


def _is_glued(text: str, begin: int, stop: int, after: int) -> bool:
    """Whether a sentence ends although no space follows: a lower-case word, the stop, a capital and a small letter."""
    word = text[max(begin, stop - _GLUED) : stop]
    return len(word) == _GLUED and word.islower() and word.isalpha() and text[after : after + 2].istitle()


def _is_abbreviation(text: str, begin: int, stop: int, follows: int, table: Abbreviations) -> bool:
    token = _token_before(text, begin, stop)
    word = token.casefold()
    following = _WORD.match(text, follows)
    next_word = following[0].casefold() if following else ""
    may_continue = next_word not in table.starters
    if word.isdecimal():
        return len(word) <= _LONGEST_ORDINAL and (
            _is_first(text, begin, stop - len(word)) or (table.ordinals and may_continue)
        )
    if "." in word:
        return _is_acronym(word) and (may_continue if word not in _DAY_HALVES else _names_time(text, follows))
    if word in table.titles or (word in table.numbered and text[follows].isdecimal()):
        return True
    if len(word) == 1 and token.isupper():
        return may_continue or len(next_word) == 1
    return word in table.other and may_continue


def _token_before(text: str, begin: int, stop: int) -> str:
    """The word that the stop touches, without brackets and quotation marks; empty where it is too long to matter."""
    window = text[max(begin, stop - _LONGEST_TOKEN) : stop]
    if not window or window[-1].isspace():
        return ""
    token = window.split()[-1].lstrip(_OUTER)
    return token if len(token) < _LONGEST_TOKEN else ""


def _is_first(text: str, begin: int, number: int) -> bool:
    """Whether the number opens the sentence: the mark of a list, as in "1. Rebels enter"."""
    return number - begin < _LONGEST_OPENING and not text[begin:number].strip(_OUTER + " ")


def _is_acronym(word: str) -> bool:
    """Whether a word with inner stops is one like U.S, z.B or EE.UU, and not a web address or 3.5."""
    return not word[-1].isdecimal() and (word[-2] == "." or len(word) <= _LONGEST_ACRONYM)


def _names_time(text: str, follows: int) -> bool:
    """Whether what follows "5 p.m." goes on telling the time: EST, Tuesday, Eastern."""
    return bool(_AFTER_DAY_HALF.match(text, follows))
