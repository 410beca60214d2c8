"""Who may act? A common noun that the family does not know is a stranger in an actor's place; a name may be a group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from monitor.lexicon import ordinary_words
from monitor.matching.events.filling import ReadySlot, fill
from monitor.matching.events.grammar import NUMBER_WORDS, Kind
from monitor.matching.events.groups import NounPhrase, Phrases
from monitor.matching.events.sentence import SentenceWords
from monitor.text.inflection import is_english, lemmas

_CIRCUMSTANCES = frozenset(
    "light sundown lunchtime breakfast "
    "dawn daybreak sunrise noon midday midnight dusk sunset nightfall night evening morning afternoon day weekend "
    "week month year end time hour minute force surprise sea air land road rail treachery stealth arms chance mistake "
    "gunpoint default itself themselves fire".split()
)
"""`captured by nightfall, by force`: when and how, and nobody."""
_PARTS = frozenset(
    "member element remnant handful bulk majority part number couple rest all most some many several both one "
    "thousands dozens scores hundred thousand dozen score pair remainder core survivor mix mixture mob bunch half "
    "hundreds flag banner tricolour tricolor standard colour color ensign".split()
)
"""Of whom it is, acts: `dozens of rebels`, `the flag of the rebels`."""
_CROWDS = frozenset(
    "army armies horde hordes legion legions swarm swarms invasion wave waves battalion brigade".split()
)


def is_stranger(words: SentenceWords, found: Phrases) -> bool:
    """Whether the first of the noun groups names somebody or something by a common noun."""
    if not found:
        return False
    each = found[0]
    head = each.last - 1
    kind = words.kinds[head]
    if kind & (Kind.PRONOUN | Kind.TIME | Kind.DETERMINER) or words.low[head] in _CIRCUMSTANCES:
        return False
    if words.low[head][:1].isdigit():
        return not words.low[head].rstrip("amp").isdigit()
    return not _is_name(words, each)


def is_crowd(words: SentenceWords, found: Phrases, usual: ReadySlot | None) -> bool:
    """`an army of runners`, `a horde of tourists`: a figure of speech, unless those in it may act themselves."""
    if not found or usual is None:
        return False
    each = found[0]
    if words.low[each.last - 1] not in _CROWDS or not each.of:
        return False
    return is_stranger(words, each.of) and not fill(words, each.of, usual, strict=False)


def speaks_for_others(words: SentenceWords, found: Phrases, known: Iterable[ReadySlot]) -> bool:
    """`diplomats of the regime`: those that it consists of are not spoken of, as in `hundreds of rebels`."""
    if not found or not found[0].of:
        return False
    each = found[0]
    head = words.low[each.last - 1]
    if (
        head in NUMBER_WORDS
        or head in _PARTS
        or head.removesuffix("s") in _PARTS
        or words.low[each.first][:1].isdigit()
    ):
        return False
    alone = (replace(each, of=()),)
    return not any(fill(words, alone, slot, strict=False) for slot in known) and is_stranger(words, found)


def may_act(words: SentenceWords, found: Phrases) -> bool:
    """Whether a noun group that no list knows stands for a group all the same: `they`, `the PCC`."""
    if not found:
        return False
    head = found[0].last - 1
    word = words.view.words[words.at[head]]
    acronym = len(word) > 1 and word.isupper() and not words.shouted()
    return words.low[head] in ("they", "we", "their", "our") or acronym


def _is_name(words: SentenceWords, each: NounPhrase) -> bool:
    """Whether a group ends with a capital that says something: that of a sentence's first word, and those of titles,
    say nothing of ordinary words and plurals."""
    head = each.last - 1
    if not words.capital[head]:
        return False
    if (head == 0 or words.titled()) and not words.shouted():
        return not _is_common(words.low[head])
    return True


def _is_common(word: str) -> bool:
    plural = any(lemma != word and is_english(lemma) for lemma in lemmas(word, "en"))
    return plural or word in ordinary_words()
