"""Who stands where around an action, in each of its voices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from monitor.matching.events.complements import Complement, complements, fronted
from monitor.matching.events.grammar import MEANS, PLACES, TIMES, Kind
from monitor.matching.events.groups import NounPhrase, Phrases, group_end, group_start, phrases
from monitor.matching.events.requests import Asked, addressed, asked_for, order_at, speakers
from monitor.matching.events.sentence import Gap, SentenceWords
from monitor.matching.events.subjects import VerbGroup, before_verb, of_clause, subjects, verb_group
from monitor.matching.events.verbforms import Form, form_of, possible, unchanging
from monitor.rules.actions import BEFORE, OBJECT, POSSESSIVE, SPEAKER, SUBJECT, Infinitive, Noun, Positions, Verb, Voice
from monitor.rules.compiled import Role

_LIGHT_REACH = 4
_PLACED = ("in", "at", "near", "outside", "inside", "across")
"""Prepositions that say where, unless the family says otherwise."""
_BESIDE = 2
_NEWLY = frozenset("newly freshly just".split())


@dataclass(frozen=True, slots=True)
class Standing:
    """Noun groups, and the slots that they may fill. `instead`: other groups, should none of these fit. `loose`: they
    may as well be about something else (the words before a noun). `governed`: they stand behind a preposition of the
    action's own. `must`: where they fit in none, this is not the action (`told them to leave their homes`)."""

    roles: tuple[Role, ...]
    phrases: Phrases
    instead: tuple[Phrases, ...] = ()
    loose: bool = False
    governed: bool = False
    must: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of an action: its words `[first, last)`, and who stands around it. `lone`: it counts also where no
    slot is filled."""

    words: SentenceWords
    first: int
    last: int
    standing: tuple[Standing, ...]
    needs: frozenset[Role]
    lone: bool


@dataclass(frozen=True, slots=True)
class MetVerb:
    """A verb of a family in a sentence: the word that is inflected and its dictionary form (None: a form of `be` that
    is left out), the words `[first, last)` after which its object stands, and what stands inside."""

    head: int
    base: str | None
    first: int
    last: int
    inside: tuple[tuple[Role, Phrases], ...] = ()
    between: Phrases = ()


def verb_frames(words: SentenceWords, met: MetVerb, verb: Verb) -> Iterator[Frame]:
    """The readings of a verb, the likeliest first."""
    if verb.only_with and verb.only_with.isdisjoint(_beside(words, met)):
        return
    if verb.voice is Voice.ORDER:
        yield from _order(words, met, verb)
        return
    if met.base is None:
        yield from _state(words, met, verb)
        return
    group = verb_group(words, met.head, met.last)
    if not _NEWLY.isdisjoint(words.low[group.first : met.head]) and not group.finite:
        if form_of(words.low[met.head], met.base) & Form.PARTICIPLE:  # `in newly captured Hama`
            yield from _passive(words, met, verb, group, [phrases(words, met.last)] if met.last < len(words) else [])
        return
    form = _form(words, met, met.base, group)
    if form & Form.PARTICIPLE and group.be:
        if verb.voice is not Voice.ACTIVE:
            yield from _passive(words, met, verb, group, subjects(words, group.first))
    elif form & Form.PARTICIPLE and not group.finite and not group.to and met.base != words.low[met.head]:
        yield from _bare(words, met, verb, form, group)
    elif verb.voice is not Voice.PASSIVE and _is_verb(words, met, form, group):
        yield from _active(words, met, verb, group)


def _form(words: SentenceWords, met: MetVerb, base: str, group: VerbGroup) -> int:
    """The forms that the verb has in its sentence; none where the word is another, such as a noun."""
    word = words.low[met.head]
    form = form_of(word, base)
    if possible(word).forms and not words.kinds[met.head] & Kind.AUXILIARY:
        form &= words.verbs[met.head]
    if form and word == base and not group.be and (unchanging(word) or _objects(words, met.last)):
        return form & ~Form.PARTICIPLE | Form.BASE  # `rebels overrun Hama`: what has an object is no participle
    return form


def _beside(words: SentenceWords, met: MetVerb) -> list[str]:
    return words.low[max(0, met.head - _BESIDE) : met.last + 1]


def _order(words: SentenceWords, met: MetVerb, verb: Verb) -> Iterator[Frame]:
    """`Citizens should leave, the embassy said`; `US to staff: get out`."""
    first = order_at(words, met.head) if met.base in (words.low[met.head], None) else None
    if first is None or (met.base is None and first == met.head):
        return
    left = [addressed(words, first)] if first == met.head else [*subjects(words, first), *of_clause(words, first)]
    objects = met.between or (_objects(words, met.last) if OBJECT in verb.positions else ())
    end = objects[-1].end if objects and objects[0].first >= met.last else met.last
    standing = [*_stand(verb.positions, SUBJECT, left), *_stand(verb.positions, SPEAKER, speakers(words, first, end))]
    if objects:
        standing.append(Standing(verb.positions[OBJECT], objects, must=True))
    standing += [*_complemented(verb.positions, complements(words, end)[0]), *_placed(words, verb.positions)]
    yield Frame(words, first, met.last, tuple(standing), verb.needs, lone=True)


def _is_verb(words: SentenceWords, met: MetVerb, form: int, group: VerbGroup) -> bool:
    """`capture` and `falls` can be nouns: they are, after a determiner or a preposition."""
    if not form:
        return False
    if group.finite or group.to:
        return True
    before = _before(words, group.first)
    if form & (Form.BASE | Form.THIRD):
        owned = group.first > 0 and words.owns[group.first - 1]
        return not owned and not before & (Kind.DETERMINER | Kind.PREPOSITION)
    return not before & Kind.DETERMINER or bool(before & Kind.RELATIVE)


def _has_object(words: SentenceWords, start: int) -> bool:
    """Whether something follows a verb that is no time: `fell ill`, `surrendered a lead`; but `fell two days later`."""
    i = start
    while (
        i < len(words)
        and words.joined(i - 1)
        and words.kinds[i] & (Kind.ADVERB | Kind.DETERMINER)
        and not (words.kinds[i] & Kind.PREPOSITION)
    ):
        i += 1
    if i >= len(words) or not words.joined(i - 1) or words.breaks(i):
        return i < len(words) and i > start and bool(words.kinds[i - 1] & Kind.DETERMINER)
    return words.low[group_end(words, i, len(words)) - 1].removesuffix("s") not in TIMES


def _before(words: SentenceWords, i: int) -> int:
    return words.kinds[i - 1] if i > 0 and words.joined(i - 1) else 0


def _bare(words: SentenceWords, met: MetVerb, verb: Verb, form: int, group: VerbGroup) -> Iterator[Frame]:
    """`captured` without an auxiliary: past, or passive (`Hama captured by rebels`; `the city, captured
    overnight,`)."""
    before = _before(words, group.first)
    relative = bool(before & Kind.RELATIVE)
    if not relative and (before & (Kind.DETERMINER | Kind.PREPOSITION) or _is_adjective(words, group)):
        return
    objects = met.between or _objects(words, met.last)
    has_object = bool(objects) or OBJECT not in verb.positions
    has_object = has_object or (bool(verb.infinitive) and met.last < len(words) and words.low[met.last] == "that")
    fallen = OBJECT not in verb.positions and not form & Form.PAST  # `Hama fallen`: headlines leave `has` out
    if (form & Form.PAST or fallen) and has_object and verb.voice is not Voice.PASSIVE:
        yield from _active(words, met, verb, group)
    elif verb.voice is not Voice.ACTIVE and not relative and not (objects and _has_object(words, met.last)):
        yield from _passive(words, met, verb, group, _reduced(words, group, met.last))
    if (
        form & Form.PAST
        and not has_object
        and verb.voice is not Voice.PASSIVE
        and (relative or _has_relative(words, group))
    ):
        yield from _active(words, met, verb, group)


def _has_relative(words: SentenceWords, group: VerbGroup) -> bool:
    return bool(_relative_object(words, group))


def _is_adjective(words: SentenceWords, group: VerbGroup) -> bool:
    """`freed captured soldiers`: after another verb."""
    return bool(_before(words, group.first) & Kind.PAST) and not words.joined(group.first - 1)


def _reduced(words: SentenceWords, group: VerbGroup, last: int) -> list[Phrases]:
    """What a participle without an auxiliary is said of: the noun group before it, or after the comma that follows; of
    a second participle (`was stormed and taken`) that of the first."""
    if _before(words, group.first) & Kind.CONJUNCTION:
        first = _first_participle(words, group.first - 1)
        return subjects(words, verb_group(words, first, first + 1).first) if first is not None else []
    if group.first > 0 and words.gaps[group.first - 1] is not Gap.STRONG:
        return before_verb(words, group.first)
    comma = next((i for i in range(last, min(last + 20, len(words))) if words.comma_after(i)), None)
    return [phrases(words, comma + 1)] if comma is not None and comma + 1 < len(words) else []


def _first_participle(words: SentenceWords, conjunction: int) -> int | None:
    """Of `was besieged, shelled and taken` the first."""
    found, i = None, conjunction - 1
    while i >= 0 and (words.kinds[i] & (Kind.ADVERB | Kind.CONJUNCTION) or words.is_verb(i)):
        found = i if words.is_verb(i) else found
        i -= 1
        if i >= 0 and words.gaps[i] > Gap.COMMA:
            break
    return found


def _objects(words: SentenceWords, start: int, limit: int | None = None) -> Phrases:
    """The object after a verb: past adverbs, and past a second verb (`captured, then lost, Hama`)."""
    i = start
    if limit is not None and words.low[i] == "that":
        return phrases(words, i + 1, limit)
    while i < len(words) and words.joined(i - 1) and words.kinds[i] & Kind.ADVERB:
        i += 1
    if i >= len(words) or words.gaps[i - 1] is Gap.STRONG:
        return ()
    if words.comma_after(i - 1) or words.low[i] in ("and", "or", "but", "then"):
        past = _past_second_verb(words, i)
        return phrases(words, past) if past is not None and past < len(words) else ()
    return phrases(words, i, limit)


def _past_second_verb(words: SentenceWords, start: int) -> int | None:
    i = start
    while i < len(words) and words.kinds[i] & (Kind.CONJUNCTION | Kind.ADVERB | Kind.TIME):
        i += 1
    if i >= len(words) or not (words.is_verb(i) or words.low[i] in ("lost", "held", "left")):
        return None
    i += 1
    while i < len(words) and words.kinds[i] & Kind.ADVERB:
        i += 1
    return i


def _relative_object(words: SentenceWords, group: VerbGroup) -> Phrases:
    """`Hama, which rebels captured on Thursday`: the object stands before the pronoun. `the mayor of Hama, which …`:
    what is no person is what stands nearest."""
    begin = group_start(words, group.first)
    if begin in (0, group.first) or not words.kinds[begin - 1] & Kind.RELATIVE:
        return ()
    if begin == 1 or words.kinds[begin - 2] & Kind.REPORTING:
        return ()
    found = before_verb(words, begin - 1)
    if not found or words.low[begin - 1] in ("who", "whom"):
        return found[0] if found else ()
    nearest = found[-1][-1]
    return nearest.of if nearest.of and words.low[nearest.last - 1] not in PLACES else (nearest,)


def _active(words: SentenceWords, met: MetVerb, verb: Verb, group: VerbGroup) -> Iterator[Frame]:
    if verb.alone and _has_object(words, met.last):
        return
    left = subjects(words, group.first)
    if words.low[met.head].endswith("ing") and not group.be:
        whole = of_clause(words, group.first)
        after_comma = group.first > 0 and words.comma_after(group.first - 1)
        left = [*whole, *left] if after_comma else [*left, *whole]
        if not left and _before(words, group.first) & (Kind.SUBORDINATOR | Kind.PREPOSITION):
            left = _besides_times(words, of_clause(words, group.first - 1))  # `rebels moved on after taking Hama`
    if left and left[0] and words.low[left[0][0].first] in ("i", "we"):  # `“We have told them,” the minister said`
        left += speakers(words, group.first, met.last)
    finite = group.finite or group.to or words.low[met.head].endswith("ing") or _joins(words, group)
    if not left and not finite:
        return
    asked = asked_for(words, verb.infinitive, met.last, group.first) if verb.infinitive else None
    if verb.infinitive and asked is None:
        return
    limit = asked.first if asked and not asked.before else None
    objects = met.between or (_objects(words, met.last, limit) if OBJECT in verb.positions or verb.infinitive else ())
    if not objects and OBJECT in verb.positions:
        objects = _relative_object(words, group)
    end = objects[-1].end if objects and objects[0].first >= met.last else met.last
    peeled: Phrases = ()
    if objects and "of" in verb.positions:
        objects, peeled = _peeled(objects)
    if not left and words.low[met.head].endswith("ing"):
        left = _after_comma(words, end)
    standing = [*_stand(verb.positions, SUBJECT, left), *_stand(verb.positions, OBJECT, [objects], governed=True)]
    standing += _complemented(verb.positions, tuple(Complement("of", each) for each in (peeled,) if each))
    standing += _within_subject(words, verb, left, group)
    if verb.infinitive and asked:
        standing += _asked_standing(words, verb.infinitive, asked)
    yield from _framed(words, met, verb, standing, end, objects)


def _within_subject(words: SentenceWords, verb: Verb, left: list[Phrases], group: VerbGroup) -> Iterator[Standing]:
    """`A hospital in Kandahar was stormed`; `ties with Qatar were cut`. Officials *at* the embassy do nothing to it."""
    end = left[0][-1].end if left and left[0] else group.first
    if end < group.first and words.joined(end - 1):
        found = (each for each in complements(words, end)[0] if each.phrases[-1].end <= group.first)
        yield from _complemented(verb.positions, tuple(each for each in found if each.preposition != "at"))


def _besides_times(words: SentenceWords, found: list[Phrases]) -> list[Phrases]:
    """`Hours after taking Hama, rebels …`: no hours take it."""
    return [each for each in found if words.low[each[0].last - 1].removesuffix("s") not in TIMES]


def _peeled(objects: Phrases) -> tuple[Phrases, Phrases]:
    """`cleared the city of Hama of rebels`: the innermost `of` belongs to the verb."""
    last = objects[-1]
    if not last.of:
        return objects, ()
    inner, found = _peeled(last.of)
    if found:
        return (*objects[:-1], replace(last, of=inner)), found
    return (*objects[:-1], replace(last, of=())), last.of


def _joins(words: SentenceWords, group: VerbGroup) -> bool:
    """`…, and told its staff`: a verb that goes on after what was too much to read."""
    return group.first > 0 and words.low[group.first - 1] in ("and", "then", "but")


def _after_comma(words: SentenceWords, end: int) -> list[Phrases]:
    """`After capturing Hama, rebels …`."""
    comma = next((i for i in range(end - 1, min(end + 12, len(words) - 1)) if words.comma_after(i)), None)
    return [phrases(words, comma + 1)] if comma is not None else []


def _passive(words: SentenceWords, met: MetVerb, verb: Verb, group: VerbGroup, left: list[Phrases]) -> Iterator[Frame]:
    asked = asked_for(words, verb.infinitive, met.last, met.first) if verb.infinitive else None
    if verb.infinitive and asked is None:
        return
    standing = list(_stand(verb.positions, OBJECT, left))
    found, _ = complements(words, met.last)
    if "by" not in verb.positions and SUBJECT in verb.positions:
        by = (each.phrases for each in found if each.preposition == "by" and not _is_means(words, each.phrases))
        standing += [Standing(verb.positions[SUBJECT], each) for each in by]
    standing += [*_complemented(verb.positions, found), *_within_subject(words, verb, left, group)]
    if verb.infinitive and asked:
        standing += _asked_standing(words, verb.infinitive, asked)
    standing += _placed(words, verb.positions)
    yield Frame(words, met.first, met.last, tuple(standing), verb.needs, lone=True)


def _is_means(words: SentenceWords, found: Phrases) -> bool:
    """`evacuated by road`: by what, not by whom."""
    each = found[0]
    return each.last == each.first + 1 and words.low[each.first] in MEANS


def _framed(  # noqa: PLR0917  # one call, three voices
    words: SentenceWords, met: MetVerb, verb: Verb, standing: list[Standing], end: int, objects: Phrases
) -> Iterator[Frame]:
    inside = [Standing((role,), found) for role, found in met.inside]
    found = complements(words, end)[0]
    standing += [*inside, *_complemented(verb.positions, found), *_placed(words, verb.positions)]
    yield Frame(
        words, met.first, met.last, tuple(standing), verb.needs, lone=bool(objects) or OBJECT not in verb.positions
    )


def _state(words: SentenceWords, met: MetVerb, verb: Verb) -> Iterator[Frame]:
    """`Hama is in rebel hands`, `Hama in rebel hands`."""
    group = verb_group(words, met.first, met.last)
    left = subjects(words, group.first) if group.finite else before_verb(words, group.first)
    if not group.finite and left and left[0] and words.kinds[left[0][0].first] & Kind.DETERMINER:
        return  # only headlines leave `is` out, and they have no articles: `a commander in charge of Hama`
    if group.finite and _before(words, group.first) & Kind.RELATIVE and words.low[group.first - 1] != "who":
        return  # `Hama, which is in rebel hands`: told by the way, as known
    objects = _objects(words, met.last) if OBJECT in verb.positions else ()
    end = objects[-1].end if objects else met.last
    standing = [*_stand(verb.positions, SUBJECT, left), *_stand(verb.positions, OBJECT, [objects], governed=True)]
    yield from _framed(words, met, verb, standing, end, objects)


def _stand(positions: Positions, place: str, found: list[Phrases], *, governed: bool = False) -> Iterator[Standing]:
    groups = [each for each in found if each]
    if groups and place in positions:
        yield Standing(positions[place], groups[0], tuple(groups[1:]), governed=governed)


def _complemented(positions: Positions, found: tuple[Complement, ...]) -> Iterator[Standing]:
    for each in found:
        if each.preposition in positions:
            yield Standing(positions[each.preposition], each.phrases, governed=True)
        elif each.preposition in _PLACED:
            yield Standing((Role.PLACE,), each.phrases, governed=True)


def _placed(words: SentenceWords, positions: Positions) -> Iterator[Standing]:
    """What the sentence begins with: `In Hama, …`, `On the advice of its embassy, …`."""
    yield from _complemented(positions, fronted(words))


def _asked_standing(words: SentenceWords, infinitive: Infinitive, asked: Asked) -> list[Standing]:
    """Who stands around what is asked: `to leave Syria`, `to get out of Syria`."""
    objects = _objects(words, asked.last) if OBJECT in infinitive.positions else ()
    found = complements(words, objects[-1].end if objects else asked.last)[0]
    standing = _complemented(infinitive.positions, found)
    if not objects:
        inside = phrases(words, asked.first + 1, asked.last - 1) if asked.last - asked.first > 2 else ()
        around = Standing(infinitive.positions[OBJECT], inside) if inside and OBJECT in infinitive.positions else None
        return [*([around] if around else []), *standing]
    return [Standing(infinitive.positions[OBJECT], objects, must=True), *standing]


def noun_frames(words: SentenceWords, first: int, last: int, noun: Noun, light: list[MetVerb]) -> Iterator[Frame]:
    """The reading of a noun: `the capture of Hama by rebels`, `Hama's capture`, `the rebel takeover of Bukavu`."""
    if _is_used_as_verb(words, first, last):
        return
    start = group_start(words, first + 1)
    start = min(start, first)
    found, end = complements(words, last) if last < len(words) else ((), last)
    filled = {role for each in found if each.preposition == "of" for role in noun.positions.get("of", ())}
    before = (*_owner(words, start, first, noun), *_modifier(words, start, first, noun))
    standing = [replace(each, roles=tuple(role for role in each.roles if role not in filled)) for each in before]
    standing += _complemented(noun.positions, found)
    for each in light:
        standing += _carried(words, each, noun, start, max(end, last))
    if noun.infinitive:
        asked = asked_for(words, noun.infinitive, last, first)
        if asked is None:
            return
        standing += _that_standing(words, noun, last, asked)
        standing += _asked_standing(words, noun.infinitive, asked)
    standing += _placed(words, noun.positions)
    yield Frame(words, first, last, tuple(standing), noun.needs, lone=False)


def _that_standing(words: SentenceWords, noun: Noun, last: int, asked: Asked) -> Iterator[Standing]:
    """`its request that all citizens quit …`"""
    if "that" in noun.positions and last < len(words) and words.low[last] == "that" and not asked.before:
        yield Standing(noun.positions["that"], phrases(words, last + 1, asked.first))


def _is_used_as_verb(words: SentenceWords, first: int, last: int) -> bool:
    before = _before(words, first)
    if before & (Kind.TO | Kind.AUXILIARY) and not before & Kind.BE:
        return words.low[first - 1] not in ("have", "has", "had")
    return bool(before & Kind.PRONOUN) and not before & Kind.DETERMINER


def _owner(words: SentenceWords, start: int, first: int, noun: Noun) -> Iterator[Standing]:
    """`Hama's capture`, `the city of Hama's fall`, `the rebels' capture of`."""
    owning = next((i for i in range(first - 1, start - 1, -1) if words.owns[i]), None)
    if POSSESSIVE not in noun.positions:
        return
    if owning is None:
        if first > 1 and words.low[first - 1] == "whose":  # `Hama, whose capture …`
            yield from (
                Standing(noun.positions[POSSESSIVE], each, loose=True) for each in before_verb(words, first - 1)
            )
        return
    yield Standing(noun.positions[POSSESSIVE], (NounPhrase(start, owning + 1, owning + 1),), loose=True)


def _modifier(words: SentenceWords, start: int, first: int, noun: Noun) -> Iterator[Standing]:
    owning = next((i for i in range(first - 1, start - 1, -1) if words.owns[i]), None)
    begin = start if owning is None else owning + 1
    while begin < first and words.kinds[begin] & Kind.DETERMINER:
        begin += 1
    if begin < first and BEFORE in noun.positions:
        yield Standing(noun.positions[BEFORE], (NounPhrase(begin, first, first),), loose=True)


def _carried(words: SentenceWords, light: MetVerb, noun: Noun, start: int, end: int) -> Iterator[Standing]:
    """Who carried it out: `rebels launched an attack`, `an attack was carried out by rebels`."""
    if SUBJECT not in noun.positions or light.base is None:
        return
    form = form_of(words.low[light.head], light.base)
    group = verb_group(words, light.head, light.last)
    if light.last <= start and start - light.last <= _LIGHT_REACH and not (group.be and form & Form.PARTICIPLE):
        yield from _stand(noun.positions, SUBJECT, subjects(words, group.first))
    elif end <= light.first <= end + 6 and group.be and form & Form.PARTICIPLE:
        found = complements(words, light.last)[0]
        yield from (Standing(noun.positions[SUBJECT], each.phrases) for each in found if each.preposition == "by")
