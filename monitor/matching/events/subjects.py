"""Who is the subject of a verb: what stands to its left, past auxiliaries, asides, relative pronouns, other verbs."""

from __future__ import annotations

from typing import NamedTuple

from monitor.matching.events.complements import complements
from monitor.matching.events.grammar import MESSAGES, MODALS, WORKINGS, Kind
from monitor.matching.events.groups import Phrases, group_start, is_name, phrases
from monitor.matching.events.sentence import Gap, SentenceWords
from monitor.matching.events.verbforms import possible

_LONGEST_ASIDE = 30
_DEEPEST = 4
_AND = ("and", "or", "&")
_NOT_DESCRIBED = Kind.AUXILIARY | Kind.ADVERB | Kind.RELATIVE | Kind.CONJUNCTION | Kind.PRONOUN
"""`men loyal to the general`."""


class VerbGroup(NamedTuple):
    """Words `[first, last)`: auxiliaries, adverbs and the verb, without the `to` before it. `be`: the auxiliary next to
    the verb is one of `be`; `finite`: some auxiliary is there; `to`: it is an infinitive."""

    first: int
    last: int
    be: bool
    finite: bool
    to: bool
    modal: bool


def verb_group(words: SentenceWords, verb: int, last: int) -> VerbGroup:
    """The verb group that ends with the verb at a word; `last` is the word after all of the verb's own words."""
    first = verb
    nearest: int | None = None
    modal = to = False
    i = verb
    while i > 0 and words.joined(i - 1):
        before = words.kinds[i - 1]
        if before & Kind.AUXILIARY:
            nearest = i - 1 if nearest is None else nearest
            modal = modal or words.low[i - 1] in MODALS
            first = i - 1
        elif before & Kind.TO and first == i and i - 1 >= 0 and not to:
            to = True
            break
        elif _is_floating(words, i - 1) or (before & Kind.TIME and not words.capital[i - 1]):
            first = i - 1
        elif not before & Kind.ADVERB or before & Kind.PREPOSITION:
            break
        i -= 1
        if before & Kind.ADVERB and not before & Kind.AUXILIARY:
            first = i
    be = nearest is not None and bool(words.kinds[nearest] & Kind.BE)
    return VerbGroup(first, last, be, nearest is not None, to, modal)


def _is_floating(words: SentenceWords, i: int) -> bool:
    """`have all fallen`, `were both taken`, `have once more overrun`, `have likely seized`."""
    if words.low[i - 1 : i + 1] == ["once", "more"]:
        return True
    return words.low[i] in ("all", "both", "each", "likely") and i > 0 and bool(words.kinds[i - 1] & Kind.AUXILIARY)


def subjects(  # noqa: PLR0911  # a list of cases
    words: SentenceWords, end: int, *, depth: int = 0
) -> list[Phrases]:
    """The subjects that the verb group which begins at a word may have, the likeliest first."""
    i = end
    while i > 0 and words.joined(i - 1) and words.kinds[i - 1] & (Kind.ADVERB | Kind.TIME):
        i -= 1
    if i == 0 or depth > _DEEPEST:
        return []
    if words.gaps[i - 1] is Gap.STRONG:
        return []
    if words.comma_after(i - 1):
        return _past_aside(words, i, depth)
    before = words.kinds[i - 1]
    if before & Kind.RELATIVE:
        return _antecedent(words, i - 1)
    if before & Kind.CONJUNCTION or words.low[i - 1] in _AND:
        return of_clause(words, i - 1)
    if before & Kind.TO:
        return _of_infinitive(words, i - 1, depth)
    if before & Kind.PREPOSITION and i < end:  # `The embassy in Mali on Tuesday urged`
        return [*before_verb(words, i - 1), *of_clause(words, i - 1)]
    if before & Kind.PREPOSITION:
        return [*_nearest(words, i - 1), *of_clause(words, i - 1)]
    if before & (Kind.PAST | Kind.VERB | Kind.REPORTING) or (
        before & Kind.PARTICIPLE_ING and group_start(words, i) == i
    ):
        return _of_verb_before(words, i, depth)
    found = before_verb(words, i)
    return [*found, *of_clause(words, i)] if _is_object(words, group_start(words, i)) else found


def _is_object(words: SentenceWords, start: int) -> bool:
    """`Citizens wishing to leave Niger were flown`, `people who answered it were`: the object of another verb. Not so
    behind `the army said`."""
    before = start - 1
    return before > 0 and words.joined(before) and words.is_verb(before) and not words.kinds[before] & Kind.REPORTING


def before_verb(words: SentenceWords, end: int) -> list[Phrases]:
    """The noun groups directly before a word: the head of the chain first (`fighters in Idlib`), then the nearest."""
    start = nearest = group_start(words, end)
    if start == end:
        return []
    in_list = False
    between: list[Phrases] = []
    for _ in range(8):
        if start == 0 or words.gaps[start - 1] is Gap.STRONG:
            break
        head = _further(words, start, in_list=in_list)
        if head is None:
            break
        in_list = in_list or words.low[start - 1] in _AND
        if start != nearest:
            between.append(phrases(words, start, end))
        start = head
    start = _past_participle(words, start)
    chain = phrases(words, start, end)
    found = [chain] if chain else []
    joined = words.low[nearest - 1] in _AND and words.capital[nearest]  # `laid down their arms and Hama surrendered`
    if nearest != start and (nearest + 1 < end or joined) and not (chain and chain[-1].end >= end):
        found.append(phrases(words, nearest, end))
    if "including" in words.low[start:end]:
        found.append(phrases(words, words.low.index("including", start) + 1, end))
    return [*found, *between] if chain and words.low[chain[0].last - 1] in WORKINGS | MESSAGES else found


def _past_participle(words: SentenceWords, start: int) -> int:
    """`Rebels backed by Rwanda captured`: of what hangs on a participle, where the group begins that it describes."""
    participle = start - 2
    if participle < 1 or not words.kinds[start - 1] & Kind.PREPOSITION or not words.joined(start - 2):
        return start
    begin = group_start(words, participle)
    described = words.kinds[participle] & Kind.PAST and words.joined(participle - 1) and begin < participle
    return begin if described and not words.kinds[participle - 1] & _NOT_DESCRIBED else start


def _further(words: SentenceWords, start: int, *, in_list: bool) -> int | None:
    """Where the group begins that the one at `start` is joined to: by a preposition, `and`, or a comma of a list."""
    joint = start - 1
    if words.comma_after(joint):
        begin = group_start(words, start) if in_list else start
        return begin if in_list and begin < start else None if not in_list else _group_before_comma(words, start)
    if not words.joined(joint):
        return None
    kind = words.kinds[joint]
    if not (kind & (Kind.PREPOSITION | Kind.TO) or words.low[joint] in _AND):
        return None
    if joint > 0 and words.kinds[joint] & Kind.PREPOSITION and not words.joined(joint - 1):
        return None
    begin = group_start(words, joint)
    return begin if begin < joint else None


def _group_before_comma(words: SentenceWords, start: int) -> int | None:
    """The item of a list before a comma; `In Mexico, soldiers and police` is no list."""
    begin = group_start(words, start)
    fronted = begin > 0 and words.kinds[begin - 1] & Kind.PREPOSITION and (begin == 1 or not words.joined(begin - 2))
    return begin if begin < start and not fronted else None


def _past_aside(words: SentenceWords, end: int, depth: int) -> list[Phrases]:
    """`The army, backed by Russia, took`: the aside between the two commas is passed over, unless it is the name
    itself (`The second city, Aleppo, fell`)."""
    first = next(
        (i for i in range(end - 2, max(-1, end - 2 - _LONGEST_ASIDE), -1) if words.comma_after(i)),
        None,
    )
    if first is None:
        return of_clause(words, end)
    found = before_verb(words, first + 1)
    opens = group_start(words, first + 1) - 1
    if opens > 0 and words.kinds[opens] & Kind.PREPOSITION and words.comma_after(opens - 1):
        # `The staff, with the envoy, John Doe, were flown out`
        return [*subjects(words, opens, depth=depth + 1), *found]
    if found and found[0][-1].end == first + 1:
        aside = phrases(words, first + 1, end)
        if len(aside) == 1 and aside[0].end == end and is_name(words, aside[0]):
            return [*found, aside]
    return [*(found or subjects(words, first + 1, depth=depth + 1)), *of_clause(words, end)]


def _antecedent(words: SentenceWords, relative: int) -> list[Phrases]:
    if relative == 0 or words.kinds[relative - 1] & Kind.REPORTING:
        return []
    found = before_verb(words, relative)
    # `fighters in Idlib who`, but `people after a fire that`: a thing is the nearest one.
    return found if words.low[relative] in ("who", "whom") else found[::-1]


def _of_infinitive(words: SentenceWords, to: int, depth: int) -> list[Phrases]:
    """`Rebels vowed to …`, `are able to …`, `the president ordered the army to …`."""
    begin = group_start(words, to)
    if begin == to - 1 > 0 and words.kinds[begin - 1] & Kind.CONJUNCTION and possible(words.low[begin]).forms:
        return subjects(words, begin, depth=depth + 1)  # `defect and claim to have …`
    near = [phrases(words, begin, to)] if begin < to else []
    i = begin if begin < to else to
    while i > 0 and words.joined(i - 1) and _leads_on(words, i - 1):
        i -= 1
    further = subjects(words, i, depth=depth + 1) if i < begin or begin == to else []
    return [*near, *further]


_COPULAS = frozenset("become becomes became remain remains".split())


def _leads_on(words: SentenceWords, i: int) -> bool:
    """Whether a word before `to …` has the same subject: `vowed to`, `are about to`, `has become the latest to`."""
    led = Kind.AUXILIARY | Kind.ADVERB | Kind.PAST | Kind.VERB | Kind.REPORTING
    return bool(words.kinds[i] & led) or words.low[i] in _COPULAS


def _of_verb_before(words: SentenceWords, end: int, depth: int) -> list[Phrases]:
    """`Rebels began capturing`, `rebels claimed to have captured`."""
    i = end - 1
    while i > 0 and words.joined(i - 1) and words.kinds[i - 1] & (Kind.AUXILIARY | Kind.ADVERB):
        i -= 1
    return subjects(words, i, depth=depth + 1)


def _nearest(words: SentenceWords, end: int) -> list[Phrases]:
    begin = group_start(words, end)
    return [phrases(words, begin, end)] if begin < end else []


def of_clause(words: SentenceWords, end: int) -> list[Phrases]:
    """The subject of the clause that a word stands in: the first noun group after its beginning."""
    i = end
    while i > 0:
        kind = words.kinds[i - 1]
        if words.gaps[i - 1] is Gap.STRONG:
            break
        if kind & Kind.RELATIVE and not (words.low[i - 1] == "that" and _is_determiner(words, i - 1)):
            found = _antecedent(words, i - 1)
            if found:
                return found
            break
        if kind & Kind.SUBORDINATOR:
            break
        i -= 1
    return _first_group(words, i, end)


def _is_determiner(words: SentenceWords, i: int) -> bool:
    return i > 0 and bool(words.kinds[i - 1] & (Kind.PREPOSITION | Kind.TO))


def _first_group(words: SentenceWords, start: int, end: int) -> list[Phrases]:
    i = start
    while i < end:
        kind = words.kinds[i]
        if kind & Kind.PREPOSITION:
            past = complements(words, i)[1]
            i = past if past > i else i + 1
        elif kind & (Kind.CONJUNCTION | Kind.ADVERB | Kind.TIME):
            i += 1
        else:
            break
    if i >= end:
        return []
    found = tuple(each for each in phrases(words, i) if each.first < end)
    return [found] if found else []
