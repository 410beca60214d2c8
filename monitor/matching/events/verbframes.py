"""Who stands where around a verb, in each of its voices."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.matching.events.complements import Complement, complements, is_means
from monitor.matching.events.frames import Frame, MetVerb, Standing
from monitor.matching.events.grammar import TIMES, Kind
from monitor.matching.events.groups import Phrases, phrases
from monitor.matching.events.objects import (
    has_object_after,
    kind_before,
    left_or_entered,
    objects_after,
    peeled_of,
    relative_object,
    shifted_object,
)
from monitor.matching.events.requests import addressed, asked_for, order_at, speakers
from monitor.matching.events.sentence import Gap, SentenceWords
from monitor.matching.events.standing import asked_standing, complemented, placed, stand
from monitor.matching.events.subjects import VerbGroup, before_verb, of_clause, subjects, verb_group
from monitor.matching.events.verbforms import Form, form_of, possible, unchanging
from monitor.rules.actions import OBJECT, SPEAKER, SUBJECT, Verb, Voice

_BESIDE = 2
_NEWLY = frozenset("newly freshly just".split())
_HAVE = frozenset("have has had having".split())
_FURTHEST_HAVE = 14
_WOULD_HAVE = frozenset("order orders ordered ordering want wants wanted keep keeps kept".split())
_SUBJECTS = frozenset("it he she they we i you".split())


def verb_frames(words: SentenceWords, met: MetVerb, verb: Verb) -> Iterator[Frame]:
    """The readings of a verb, the likeliest first."""
    if verb.only_with and verb.only_with.isdisjoint(_beside(words, met)):
        return
    if verb.hints and verb.hints.isdisjoint(words.low):
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
    if form and word == base and not group.be and (unchanging(word) or objects_after(words, met.last)):
        return form & ~Form.PARTICIPLE | Form.BASE  # `rebels overrun Hama`: what has an object is no participle
    return form


def _beside(words: SentenceWords, met: MetVerb) -> list[str]:
    return words.low[max(0, met.head - _BESIDE) : met.last + _BESIDE]


def _order(words: SentenceWords, met: MetVerb, verb: Verb) -> Iterator[Frame]:
    """`Citizens should leave, the embassy said`; `US to staff: get out`."""
    first = order_at(words, met.head) if met.base in (words.low[met.head], None) else None
    if first is None or (met.base is None and first == met.head):
        return
    left = [addressed(words, first)] if first == met.head else [*subjects(words, first), *of_clause(words, first)]
    objects = met.between or (objects_after(words, met.last) if OBJECT in verb.positions else ())
    end = objects[-1].end if objects and objects[0].first >= met.last else met.last
    standing = [*stand(verb.positions, SUBJECT, left), *stand(verb.positions, SPEAKER, speakers(words, first, end))]
    if objects:
        standing.append(Standing(verb.positions[OBJECT], objects, must=True))
    standing += [*complemented(verb.positions, complements(words, end)[0]), *placed(words, verb.positions)]
    yield Frame(words, first, met.last, tuple(standing), verb.needs, lone=True)


def _is_verb(words: SentenceWords, met: MetVerb, form: int, group: VerbGroup) -> bool:
    """`capture` and `falls` can be nouns: they are, after a determiner or a preposition."""
    if not form:
        return False
    if group.finite or group.to:
        return True
    before = kind_before(words, group.first)
    if form & (Form.BASE | Form.THIRD):
        owned = group.first > 0 and words.owns[group.first - 1]
        return not owned and not before & (Kind.DETERMINER | Kind.PREPOSITION)
    return not before & Kind.DETERMINER or bool(before & Kind.RELATIVE)


def _bare(words: SentenceWords, met: MetVerb, verb: Verb, form: int, group: VerbGroup) -> Iterator[Frame]:
    """`captured` without an auxiliary: past, or passive (`Hama captured by rebels`; `the city, captured
    overnight,`)."""
    before = kind_before(words, group.first)
    relative = bool(before & Kind.RELATIVE)
    if not relative and (before & (Kind.DETERMINER | Kind.PREPOSITION) or _is_adjective(words, group)):
        return
    objects = met.between or objects_after(words, met.last)
    has_object = bool(objects) or OBJECT not in verb.positions
    has_object = has_object or (bool(verb.infinitive) and met.last < len(words) and words.low[met.last] == "that")
    # `Hama fallen`: headlines leave `has` out; `have entered Hama and retaken it`
    fallen = not form & Form.PAST and (OBJECT not in verb.positions or _goes_on_perfect(words, group))
    if (form & Form.PAST or fallen) and has_object and verb.voice is not Voice.PASSIVE:
        yield from _active(words, met, verb, group)
    elif (
        verb.voice is not Voice.ACTIVE
        and not relative
        and not _says_who_acts(words, group)
        and not (objects and has_object_after(words, met.last))
    ):
        yield from _passive(words, met, verb, group, _reduced(words, group, met.last))
    if (
        form & Form.PAST
        and not has_object
        and verb.voice is not Voice.PASSIVE
        and (relative or _has_relative(words, group))
    ):
        yield from _active(words, met, verb, group)


def _goes_on_perfect(words: SentenceWords, group: VerbGroup) -> bool:
    """Whether a participle after `and` goes on with the `have` of the verb before it."""
    if not kind_before(words, group.first) & Kind.CONJUNCTION:
        return False
    earlier = range(group.first - 2, max(-1, group.first - _FURTHEST_HAVE), -1)
    verb = next((i for i in earlier if words.kinds[i] & Kind.AUXILIARY or words.gaps[i] is Gap.STRONG), None)
    return verb is not None and words.low[verb] in _HAVE


def _says_who_acts(words: SentenceWords, group: VerbGroup) -> bool:
    """`customers it lost to Russia`: a pronoun that no verb governs is a subject, and what follows no participle."""
    i = group.first - 1
    pronoun = i >= 0 and words.joined(i) and words.low[i] in _SUBJECTS
    return pronoun and not (i > 0 and words.joined(i - 1) and words.is_verb(i - 1))


def _has_relative(words: SentenceWords, group: VerbGroup) -> bool:
    return bool(relative_object(words, group))


def _is_adjective(words: SentenceWords, group: VerbGroup) -> bool:
    """`freed captured soldiers`: after another verb."""
    return bool(kind_before(words, group.first) & Kind.PAST) and not words.joined(group.first - 1)


def _reduced(words: SentenceWords, group: VerbGroup, last: int) -> list[Phrases]:
    """What a participle without an auxiliary is said of: the noun group before it, or after the comma that follows; of
    a second participle (`was stormed and taken`) that of the first."""
    if kind_before(words, group.first) & Kind.CONJUNCTION:
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


def _active(words: SentenceWords, met: MetVerb, verb: Verb, group: VerbGroup) -> Iterator[Frame]:
    if verb.alone and has_object_after(words, met.last):
        return
    left = subjects(words, group.first)
    if words.low[met.head].endswith("ing") and not group.be:
        whole = of_clause(words, group.first)
        after_comma = group.first > 0 and words.comma_after(group.first - 1)
        left = [*whole, *left] if after_comma else [*left, *whole]
        if not left and kind_before(words, group.first) & (Kind.SUBORDINATOR | Kind.PREPOSITION):
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
    objects = met.between or (
        objects_after(words, met.last, limit) if OBJECT in verb.positions or verb.infinitive else ()
    )
    if not objects and OBJECT in verb.positions:
        objects = left_or_entered(words, group.first) if verb.alone else relative_object(words, group)
        objects = objects or shifted_object(words, met.last)
    end = objects[-1].end if objects and objects[0].first >= met.last else met.last
    peeled: Phrases = ()
    if objects and "of" in verb.positions:
        objects, peeled = peeled_of(objects)
    if not left and words.low[met.head].endswith("ing"):
        left = _after_comma(words, end)
    standing = [*stand(verb.positions, SUBJECT, left), *stand(verb.positions, OBJECT, [objects], governed=True)]
    standing += complemented(verb.positions, tuple(Complement("of", each) for each in (peeled,) if each))
    standing += _within_subject(words, verb, left, group)
    if verb.infinitive and asked:
        standing += asked_standing(words, verb.infinitive, asked)
    yield from _framed(words, met, verb, standing, end, objects)


def _within_subject(words: SentenceWords, verb: Verb, left: list[Phrases], group: VerbGroup) -> Iterator[Standing]:
    """`A hospital in Kandahar was stormed`; `ties with Qatar were cut`. Officials *at* the embassy do nothing to it."""
    end = left[0][-1].end if left and left[0] else group.first
    if end < group.first and words.joined(end - 1):
        found = (each for each in complements(words, end)[0] if each.phrases[-1].end <= group.first)
        yield from complemented(verb.positions, tuple(each for each in found if each.preposition != "at"))


def _besides_times(words: SentenceWords, found: list[Phrases]) -> list[Phrases]:
    """`Hours after taking Hama, rebels …`: no hours take it."""
    return [each for each in found if words.low[each[0].last - 1].removesuffix("s") not in TIMES]


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
    standing = list(stand(verb.positions, OBJECT, left))
    found, _ = complements(words, met.last)
    if "by" not in verb.positions and SUBJECT in verb.positions:
        by = (each.phrases for each in found if each.preposition == "by" and not is_means(words, each.phrases))
        standing += [Standing(verb.positions[SUBJECT], each) for each in by]
    standing += [*complemented(verb.positions, found), *_within_subject(words, verb, left, group)]
    if verb.infinitive and asked:
        standing += asked_standing(words, verb.infinitive, asked)
    if SPEAKER in verb.positions:  # `Britons have been told to leave, London said`
        standing += stand(verb.positions, SPEAKER, speakers(words, group.first, met.last))
    standing += placed(words, verb.positions)
    yield Frame(words, met.first, met.last, tuple(standing), verb.needs, lone=True)


def _framed(  # noqa: PLR0917  # one call, three voices
    words: SentenceWords, met: MetVerb, verb: Verb, standing: list[Standing], end: int, objects: Phrases
) -> Iterator[Frame]:
    inside = [Standing((role,), found) for role, found in met.inside]
    found = complements(words, end)[0]
    standing += [*inside, *complemented(verb.positions, found), *placed(words, verb.positions)]
    yield Frame(
        words, met.first, met.last, tuple(standing), verb.needs, lone=bool(objects) or OBJECT not in verb.positions
    )


def _is_governed(words: SentenceWords, first: int) -> bool:
    """Whether a noun group is the object of a verb that says what somebody would have."""
    return first > 0 and words.joined(first - 1) and words.low[first - 1] in _WOULD_HAVE


def _state(words: SentenceWords, met: MetVerb, verb: Verb) -> Iterator[Frame]:
    """`Hama is in rebel hands`, `Hama in rebel hands`."""
    group = verb_group(words, met.first, met.last)
    left = subjects(words, group.first) if group.finite else before_verb(words, group.first)
    if not group.finite and left and left[0] and words.kinds[left[0][0].first] & Kind.DETERMINER:
        return  # only headlines leave `is` out, and they have no articles: `a commander in charge of Hama`
    if not group.finite and left and left[0] and _is_governed(words, left[0][0].first):
        return  # `may order families out of Kyiv`
    if group.finite and kind_before(words, group.first) & Kind.RELATIVE and words.low[group.first - 1] != "who":
        return  # `Hama, which is in rebel hands`: told by the way, as known
    objects = objects_after(words, met.last) if OBJECT in verb.positions else ()
    end = objects[-1].end if objects else met.last
    standing = [*stand(verb.positions, SUBJECT, left), *stand(verb.positions, OBJECT, [objects], governed=True)]
    yield from _framed(words, met, verb, standing, end, objects)
