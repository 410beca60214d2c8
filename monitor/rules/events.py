"""`event:` of a rule, and the slots of a family's tests → what matching evaluates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol

from monitor.rules.actions import OBJECT, SUBJECT, Family, Noun, Verb, VerbWords, Wording
from monitor.rules.compiled import Event, EventSlot, Phrase, Role, Term, Word
from monitor.rules.schema import EventBlock, EventSlotBlock, EventSlots, OpenSlotBlock
from monitor.rules.terms import compile_term
from monitor.strictyaml import Path

_OPEN = (Role.NUMBER, Role.DATE)
_PLAIN = {
    SUBJECT: (Role.ACTOR,),
    OBJECT: (Role.TARGET,),
    "by": (Role.ACTOR,),
    "in": (Role.PLACE,),
    "at": (Role.PLACE,),
    "near": (Role.PLACE,),
}
_PLAIN_NOUN = {
    "of": (Role.TARGET,),
    "on": (Role.TARGET,),
    "against": (Role.TARGET,),
    "by": (Role.ACTOR,),
    "possessive": (Role.ACTOR, Role.TARGET),
    "before": (Role.ACTOR, Role.TARGET),
    "in": (Role.PLACE,),
    "at": (Role.PLACE,),
    "near": (Role.PLACE,),
}
"""Who is who around a verb that a rule writes without a family."""


class MakeTerms(Protocol):
    """Compiles terms, and notes what is wrong with them."""

    def __call__(self, items: Iterable[str], path: Path, *, inflect: bool) -> tuple[Term, ...]: ...


def compile_event(
    block: EventBlock | tuple[EventBlock, ...],
    family: Callable[[str, Path], Family | None],
    terms: MakeTerms,
    path: Path,
) -> Event:
    """`family` gives the named family, or notes that there is none."""
    if isinstance(block, EventBlock):
        return _way(block, family, terms, path)
    first, *others = (_way(each, family, terms, (*path, n)) for n, each in enumerate(block))
    return replace(first, others=tuple(others))


def _way(block: EventBlock, family: Callable[[str, Path], Family | None], terms: MakeTerms, path: Path) -> Event:
    actions = (_action(written, family, (*path, "action", n)) for n, written in enumerate(block.action))
    found = tuple(action for action in actions if action is not None)
    return Event(found, tuple(compile_slots(block, terms, path)))


def _action(written: str, family: Callable[[str, Path], Family | None], path: Path) -> Family | None:
    return family(written[1:], path) if written.startswith("$") else plain(written)


def plain(verb: str) -> Family:
    """The family of a lone verb: its subject acts, its object is acted on."""
    wording = Wording(
        verbs=(Verb((verb_words(verb),), _PLAIN),),
        nouns=(Noun((compile_term(verb),), _PLAIN_NOUN),),
    )
    return Family(verb, f"plain {verb}", dict.fromkeys(LANGUAGES, wording), title=verb)


LANGUAGES = ("en",)
"""The languages whose grammar is known."""


def verb_words(written: str) -> VerbWords:
    """The words of a verb; one in capitals that names a slot is the slot. Raises TermFault."""
    found: list[Word | Role] = []
    for word in written.split():
        role = next((role for role in Role if role.name == word), None)
        if role is not None:
            found.append(role)
        else:
            what = compile_term(word.lower()).what
            if isinstance(what, Phrase):
                found += [part for part in what.parts if isinstance(part, Word)]
    return tuple(found)


def compile_slots(block: EventSlots, terms: MakeTerms, path: Path) -> Iterator[EventSlot]:
    """The slots in the order of the roles."""
    for role in Role:
        item = getattr(block, role)
        if isinstance(item, EventSlotBlock):
            at = (*path, str(role))
            yield EventSlot(
                role,
                item.as_ or str(role),
                terms(item.of or (), (*at, "of"), inflect=item.inflect),
                terms(item.not_ or (), (*at, "not"), inflect=item.inflect),
                item.optional is not False,
                item.shape == "name",
                tuple(word.lower() for word in item.called or ()),
                item.optional == "unnamed",
                item.other_than,
                item.elsewhere,
                item.head,
            )
        elif isinstance(item, OpenSlotBlock):
            yield EventSlot(role, item.as_ or str(role), optional=item.optional is not False)
        elif item is not None:
            yield EventSlot(role, str(role), terms(item, (*path, str(role)), inflect=True))
