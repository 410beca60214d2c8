"""A sentence turned into what did not happen: denied, not so, only an if, only a fear. For `no` tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from monitor.lexicon import ordinary_words, shipped_verbs
from monitor.matching.events.verbforms import PAST, Form, possible
from monitor.model.article import Article, Span
from monitor.rules.compiled import TermList
from monitor.text.inflection import is_english, lemmas
from monitor.text.tokens import tokenise

_AUXILIARIES = frozenset("has have had was were is are be been being".split())
_NO_SUBJECT = frozenset("the a an of to by in on at for from with and or that his her its their this these".split())
_SMALL = frozenset("the a an this that these those its their his her".split())


HOWS = ("negated", "hypothetical", "denied", "possible")


class Variant(NamedTuple):
    """What was made of a sentence, and how (one of HOWS) it did not happen."""

    how: str
    text: str


def variants(article: Article, trigger: Span | None, lists: Mapping[str, TermList]) -> Iterator[Variant]:
    """The variants of the sentence that holds `trigger`, or of the first, the plainest first."""
    sentence = _sentence(article, trigger)
    text = article.quote(sentence).rstrip(" .!")
    inside = text if is_name(text.split()[0], lists) else text[:1].lower() + text[1:]
    if trigger is not None:
        yield from _of_verb(text, trigger.start - sentence.start)
    yield Variant("denied", f"The government denied that {inside}.")
    yield Variant("hypothetical", f"If {inside}, much will change.")
    yield Variant("negated", f"It is not true that {inside}.")
    yield Variant("possible", f"There are fears that {inside}.")


def _sentence(article: Article, trigger: Span | None) -> Span:
    spans = [span for paragraph in article.paragraphs for span in paragraph.sentences]
    whole = Span(0, len(article.text))
    if trigger is None:
        return spans[0] if spans else whole
    return next((span for span in spans if span.start <= trigger.start < span.end), whole)


def is_name(word: str, lists: Mapping[str, TermList]) -> bool:
    """Whether a word at the beginning of a sentence keeps its capital."""
    small = word.lower()
    if word.isupper() and len(word) > 1:
        return True
    if small in _SMALL or small in ordinary_words():
        return False
    listed = any(word == form for each in lists.values() for entry in each.entries for form in entry.forms)
    return listed or not is_english(small)


def _of_verb(text: str, start: int) -> Iterator[Variant]:
    """With the verb itself negated, and made possible: `did not capture`, `may capture`; `was not`, `may have been`."""
    tokens = tokenise(text)
    at = next((number for number, begin in enumerate(tokens.starts) if begin >= start), None)
    if at is None:
        return
    verb = tokens.words[at].lower()
    before = tokens.words[at - 1].lower() if at else ""
    if before in _AUXILIARIES:
        first = at - 1
        while first > 0 and tokens.words[first - 1].lower() in _AUXILIARIES:
            first -= 1
        yield Variant("negated", f"{text[: tokens.ends[first]]} not{text[tokens.ends[first] :]}.")
        return
    forms = possible(verb).forms
    base = next((lemma for lemma in sorted(lemmas(verb, "en")) if lemma in shipped_verbs()), None)
    follows = tokens.words[at + 1].lower() if at + 1 < len(tokens.words) else ""
    if base is None or not before or before in _NO_SUBJECT or follows in ("", "by"):
        return
    left, right = text[: tokens.starts[at]], text[tokens.ends[at] :]
    if forms & PAST:
        yield Variant("negated", f"{left}did not {base}{right}.")
        yield Variant("possible", f"{left}may {base}{right}.")
    elif forms & Form.THIRD and possible(verb).often == "v":
        yield Variant("negated", f"{left}does not {base}{right}.")
