"""What a verb family means once it is understood: which words name an action, and who is who around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.rules.compiled import Event, EventSlot, Role, RuleTest, Term, Word


class Voice(StrEnum):
    """In which voices a verb means the action. ORDER: where somebody is told to do it (`citizens should leave`; `US to
    staff: get out`)."""

    ANY = "any"
    ACTIVE = "active"
    PASSIVE = "passive"
    ORDER = "order"


class Plover(StrEnum):
    """The categories of the PLOVER ontology, and none: disasters and accidents."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    NONE = "NONE"


SUBJECT, OBJECT, POSSESSIVE, BEFORE, SPEAKER = "subject", "object", "possessive", "before", "speaker"
"""Positions around an action; every other name of one is a preposition."""

Positions = Mapping[str, tuple[Role, ...]]
"""Position → the slots that the noun group there may fill; the first that fits is taken."""

VerbWords = tuple[Word | Role, ...]
"""A verb of one word or several, the first (but for `be`) is what is inflected; a slot may stand inside."""


@dataclass(frozen=True, slots=True)
class Infinitive:
    """What somebody is asked to do: `to leave Syria`. `by_first`: its verbs by their first words, longer ones first."""

    by_first: Mapping[str, Sequence[list[str]]]
    positions: Positions


@dataclass(frozen=True, slots=True)
class Verb:
    """Verbs of one kind. `needs`: the slots without which such common verbs do not count. `only_with`: words of which
    one must stand beside such a verb. `hints`: words of which one must stand in its sentence. `alone`: it counts only
    where it has no object."""

    verbs: tuple[VerbWords, ...]
    positions: Positions
    needs: frozenset[Role] = frozenset()
    voice: Voice = Voice.ANY
    infinitive: Infinitive | None = None
    only_with: frozenset[str] = frozenset()
    hints: frozenset[str] = frozenset()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Noun:
    """Nouns of one kind. `light`: the verbs that have such a noun as object, and the actor as subject (`launch` an
    attack)."""

    nouns: tuple[Term, ...]
    positions: Positions
    light: tuple[VerbWords, ...] = ()
    needs: frozenset[Role] = frozenset()
    infinitive: Infinitive | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """A family in one language. `figurative` terms strike the actions whose words they contain, `unless` terms every
    action of their sentence. `evidence`: one of these must stand near an action, where there are any."""

    verbs: tuple[Verb, ...] = ()
    nouns: tuple[Noun, ...] = ()
    figurative: tuple[Term, ...] = ()
    unless: tuple[Term, ...] = ()
    evidence: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """One kind of action. `strict` slots take only the head of a noun group; who stands where a `known` slot is filled
    must be of the usual kind. `lists` are those that its terms name. Families of equal digests behave alike."""

    name: str
    digest: str
    languages: Mapping[str, Wording]
    title: str = ""
    plover: Plover = Plover.NONE
    strict: frozenset[Role] = frozenset()
    known: frozenset[Role] = frozenset()
    usual: Mapping[Role, tuple[Term, ...]] = field(default_factory=dict)
    lists: frozenset[str] = frozenset()
    tests: tuple[RuleTest, ...] = ()
    asked: tuple[EventSlot, ...] = ()


def terms_of_event(event: Event) -> Iterator[Term]:
    """Every term that an event and its families look for."""
    for way in event.ways:
        yield from _terms_of_way(way)


def _terms_of_way(event: Event) -> Iterator[Term]:
    for slot in event.slots:
        yield from (*slot.of, *slot.without)
    for family in event.actions:
        for terms in family.usual.values():
            yield from terms
        for wording in family.languages.values():
            yield from (*wording.figurative, *wording.unless, *wording.evidence)
            yield from (term for noun in wording.nouns for term in noun.nouns)
