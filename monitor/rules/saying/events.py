"""An event in words: what its families are about, who must stand where, and which statuses count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from monitor.model.match import Status
from monitor.rules.actions import Family, Verb
from monitor.rules.compiled import Event, EventSlot, Role, Word
from monitor.rules.saying.words import any_of, counted, plain_list, several

_LANGUAGE = "en"
_SHOWN = 5
_ASKS = {
    Role.ACTOR: "who does it",
    Role.TARGET: "to whom or what it is done",
    Role.RECIPIENT: "whom it is taken from, given to or told",
    Role.PLACE: "where",
    Role.NUMBER: "how many",
    Role.DATE: "when",
}
_SAYS = {
    Status.ASSERTED: "it happened",
    Status.CLAIMED: "somebody on the actor's side, or unconfirmed reports, claim that it happened",
    Status.DENIED: "somebody denies it",
    Status.NEGATED: "it did not happen",
    Status.POSSIBLE: "it may happen",
    Status.PLANNED: "somebody plans it",
    Status.HYPOTHETICAL: "it is only an if",
    Status.PAST: "it happened earlier, and is no news",
    Status.FICTION: "it is a drill, a film, a game",
    Status.QUESTION: "it is only a question",
}


def event(each: Event) -> Iterator[str]:
    """Lines: the actions, then a line for each slot; of several ways each by itself."""
    if not each.others:
        yield f"an event: {several([family(action) for action in each.actions])}"
        yield from (f"  - {_slot(slot)}" for slot in each.slots)
        return
    yield "one of these events:"
    for way in each.ways:
        yield f"  - {several([family(action) for action in way.actions])}"
        yield from (f"    - {_slot(slot)}" for slot in way.slots)


def family(each: Family) -> str:
    """`a place is taken by force ($seize: capture, seize, … 24 verbs and 7 nouns)`; a plain verb is itself."""
    wording = each.languages.get(_LANGUAGE)
    if wording is None or each.title == each.name:
        return f"'{each.name}'"
    verbs = list(_verbs(wording.verbs))
    nouns = sum(len(noun.nouns) for noun in wording.nouns)
    shown = ", ".join(dict.fromkeys(verbs[:_SHOWN]))
    return f"{_small(each.title)} (${each.name}: {shown} …; {counted(len(verbs), 'verb')}, {counted(nouns, 'noun')})"


def _verbs(verbs: Iterable[Verb]) -> Iterator[str]:
    for verb in verbs:
        for words in verb.verbs:
            yield " ".join(part.text if isinstance(part, Word) else part.name for part in words)


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _slot(slot: EventSlot) -> str:
    name = "" if slot.name == slot.role else f", as `{slot.name}`"
    if slot.of:
        what = any_of(slot.of)
    elif slot.names:
        what = "any capitalised name"
    else:
        what = "whatever stands there"
    if slot.called:
        what += f", or what the article calls {plain_list(map(repr, slot.called), 'or')}"
    excluded = f", but not {any_of(slot.without)}" if slot.without else ""
    return f"{_ASKS[slot.role]}{name}: {what}{excluded}{''.join(_besides(slot))}"


def _besides(slot: EventSlot) -> Iterator[str]:
    """What else is asked of a slot."""
    if slot.head:
        yield ", as what the words there are about"
    if slot.other_than:
        yield f", another one than `{slot.other_than}`"
    if slot.elsewhere:
        yield ", or else the nearest one in the article"
    if slot.unnamed:
        yield "; may be missing where nothing else stands there"
    elif slot.optional:
        yield "; may be missing"


def statuses(wanted: frozenset[Status] | None) -> str:
    """Which statuses count, and which don't."""
    known = list(_SAYS)
    if wanted is None or set(known) <= wanted:
        return "whatever it says of whether it happened"
    count = plain_list([f"{_SAYS[status]} ({status})" for status in known if status in wanted], "or")
    rest = plain_list([status for status in known if status not in wanted], "or")
    return f"only sentences that say that {count}; not what is {rest}"
