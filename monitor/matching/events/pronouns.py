"""What `it` and `they` stand for: who speaks, in `the army said it had withdrawn`; else what was named before."""

from __future__ import annotations

from collections.abc import Callable, Collection

from monitor.matching.events.antecedents import antecedents, nearest
from monitor.matching.events.filling import ReadySlot
from monitor.matching.events.grammar import PEOPLE, TIMES, Kind, kind
from monitor.matching.events.groups import NounPhrase
from monitor.matching.events.placenames import on_the_map
from monitor.matching.events.pointing import CITIES, SENTENCES_BACK, SPEAKERS, THEY, THING, can_be, pointing
from monitor.matching.events.sentence import SentenceWords
from monitor.matching.events.subjects import before_verb
from monitor.matching.occurrences import Occurrence
from monitor.matching.sentencesets import holds
from monitor.matching.view import ArticleView

_BESIDE = 3
_PRONOUNS_OF_PEOPLE = THEY | SPEAKERS
_NO_THING = TIMES | CITIES | PEOPLE
_FEW_NOUNS = 1


def by_pronoun(
    words: SentenceWords,
    each: NounPhrase,
    slot: ReadySlot,
    free: Callable[[Occurrence], bool],
    told: Collection[str],
) -> Occurrence | None:
    """What `it`, `they` stand for."""
    head = words.low[each.last - 1]
    people, thing = head in _PRONOUNS_OF_PEOPLE, head in THING
    if not (people or thing) or not can_be(head, slot):
        return None
    spoke = _speaker(words, each, slot, free)
    if spoke is not None:
        return spoke
    here = [at for at in antecedents(words, each, slot, free, people=people, place=None) if _acts(words.view, at, slot)]
    chosen = nearest(words, here, told, _back_of_pronoun(words, people=people), people=people)
    far = chosen is not None and thing and not _is_close(words, each, chosen, told)
    return None if far else chosen


def _speaker(
    words: SentenceWords, each: NounPhrase, slot: ReadySlot, free: Callable[[Occurrence], bool]
) -> Occurrence | None:
    """`The army said it had withdrawn`: who speaks, where the slot asks for such."""
    said = each.first - (2 if words.low[each.first - 1] == "that" else 1)
    if said < 1 or not words.kinds[said] & Kind.REPORTING:
        return None
    for spoke in reversed(next(iter(before_verb(words, said)), ())):  # in `took the base, and the army said` the army
        within = range(words.at[spoke.first], words.at[spoke.last - 1] + 1)
        here = [at for at in slot.occurrences_in(words.view, words.number) if at.first in within and free(at)]
        if here:
            return max(here, key=lambda at: at.last - at.first)  # `Syrian army` rather than `Syrian`
    return None


def _acts(view: ArticleView, at: Occurrence, slot: ReadySlot) -> bool:
    """`Turks`, `Turkish citizens`, `the Turkish embassy` where the slot asks for such; not the `Turkish border`."""
    if not slot.names_list("governments", "peoples"):
        return True
    if at.entry is None or at.last >= len(view.words) or not view.words[at.last].islower():
        return True
    near = range(at.last, at.last + _BESIDE)
    return any(other.entry is None and other.first in near for other in slot.occurrences_in(view, at.sentence)) or bool(
        kind(view.folded[at.last])
    )


def _is_close(words: SentenceWords, each: NounPhrase, at: Occurrence, told: Collection[str]) -> bool:
    """Whether `it` can hardly stand for anything else: for what was told of, or for what has few nouns behind it."""
    if at.entry is not None and at.entry.name in told:
        return True
    if not on_the_map(at.entry):
        return True
    near = words.index.get(at.last - 1, -1)
    if _hangs_on_a_thing(words, words.index.get(at.first, 0)):
        return False
    nouns = [i for i in range(near + 1, each.first) if not words.kinds[i] and words.low[i] not in _NO_THING]
    return len(nouns) <= _FEW_NOUNS


def _hangs_on_a_thing(words: SentenceWords, i: int) -> bool:
    """`a radio station in Hama`: `it` is the station. Of `soldiers in Hama` it can be none."""
    while i > 2 and not words.kinds[i - 1] and not words.capital[i - 1] and not words.is_verb(i - 1):
        i -= 1  # `in remote Hama`
    if i < 2 or words.low[i - 1] not in ("in", "at", "near", "of", "from"):
        return False
    thing = words.low[i - 2]
    return not words.kinds[i - 2] and not words.is_verb(i - 2) and not thing.endswith("s") and thing not in _NO_THING


def _back_of_pronoun(words: SentenceWords, *, people: bool) -> int:
    """`it` stands for what the sentence before named; where that only pointed to it, for what was named before that."""
    if not people and holds(pointing(words.view), words.number - 1):
        return SENTENCES_BACK
    return 1
