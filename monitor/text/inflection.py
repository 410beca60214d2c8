"""Which words are forms of one another: `captures captured capturing`, `take took taken`.

A word has one or several lemmas, since `left` may be leave or left. A word of a rule meets a word of an article when
they share one. Lemmas come from simplemma's dictionaries (54 languages), mended for English by `irregular`; what the
dictionary does not know is inflected by the regular English endings. Languages without a dictionary are not inflected.

Never joins words by their stems alone: `universe` and `university` stay apart.
"""

from __future__ import annotations

import re
from functools import lru_cache

import simplemma
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

from monitor.text.folding import fold
from monitor.text.irregular import AS_WRITTEN, BASES, UNINFLECTED

_ENDINGS = (
    (re.compile(r"(?:ies|ied)$"), ("y", "ie")),
    (re.compile(r"(?<=[sxzh])es$"), ("", "e")),
    (re.compile(r"(?<=[^aeiousy])s$|(?<=[aeo])s$|(?<=[aeo]y)s$"), ("",)),
    (re.compile(r"(?<=([bdgklmnprt]))\1(?:ed|ing)$"), ("",)),
    (re.compile(r"(?:ed|ing)$"), ("", "e")),
)
_LETTERS_LEFT = 3
_VERBAL = ("ing", "ed")


@lru_cache(maxsize=1 << 15)
def lemmas(word: str, language: str) -> frozenset[str]:
    """The folded lemmas of a word of an article, in lower case with its accents. Unknown language: the word itself."""
    folded = fold(word)
    if language not in SUPPORTED_LANGUAGES or not word.isalpha() or not folded:
        return frozenset((folded,))
    if language != "en":
        return frozenset((folded, fold(_lemma(word, language))))
    return _english(folded)


@lru_cache(maxsize=1 << 15)
def rule_lemmas(word: str, language: str) -> frozenset[str]:
    """The same of a word that a rule writes: one that is a word of its own (`wound`) is taken as that, and no more."""
    if language == "en" and word in AS_WRITTEN:
        return frozenset((word,))
    return lemmas(word, language)


@lru_cache(maxsize=1 << 14)
def is_english(word: str) -> bool:
    """Whether the English dictionary knows this folded word."""
    return bool(simplemma.is_known(word, lang="en"))


def _lemma(word: str, language: str) -> str:
    """Nouns are capitalised in some dictionaries (German), and the word may stand at a sentence's beginning."""
    lemma: str = simplemma.lemmatize(word, lang=language)
    return lemma if lemma != word else str(simplemma.lemmatize(word.capitalize(), lang=language))


def _english(word: str) -> frozenset[str]:
    if word in UNINFLECTED:
        return frozenset((word,))
    if word in BASES:
        return BASES[word]
    lemma = fold(str(simplemma.lemmatize(word, lang="en")))
    if lemma != word:
        return frozenset((lemma,))
    if is_english(word) and not word.endswith(_VERBAL):
        return frozenset((word,))
    return frozenset((word, *_stems(word)))


def _stems(word: str) -> list[str]:
    """What `word` is a regular form of. The dictionary holds nouns such as `bombing`, which are forms of a verb all
    the same: of a known word only known stems count, or `king` would be a form of `k`."""
    known = is_english(word)
    for ending, replacements in _ENDINGS:
        if found := ending.search(word):
            stems = (word[: found.start()] + replacement for replacement in replacements)
            return [stem for stem in stems if len(stem) >= _LETTERS_LEFT and (not known or is_english(stem))]
    return []
