"""A reading of an action: its words, and who stands around them."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.matching.events.groups import Phrases
from monitor.matching.events.sentence import SentenceWords
from monitor.rules.compiled import Role


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
