"""What a drafted rule says, but for its tests of what must not fire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.drafting.events import NAMED_FIRST, Chosen, Slot, status
from monitor.drafting.ground import Ground
from monitor.drafting.readings import Action
from monitor.drafting.words import slots_of, word_keys
from monitor.model.article import Article, Span
from monitor.model.match import Status
from monitor.rules.compiled import ASSERTED, Role
from monitor.rules.writing import Keys, Value

_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Content:
    """`conditions` as the keys of a rule, `once_per` the slot whose entries make one happening, `yes` a test of each
    sample, `triggers` the words of its action, where there is one."""

    kind: str
    title: str
    conditions: Keys
    once_per: str | None
    yes: tuple[Value, ...]
    triggers: tuple[Span | None, ...]
    notes: tuple[str, ...]

    def keys(self, title: str) -> Keys:
        if self.once_per is None:
            return self.conditions
        headline = f"{title}{{% if {self.once_per} %}}: {{{{ {self.once_per} }}}}{{% endif %}}"
        return {"headline": headline, **self.conditions, "alert": {"once_per": [self.once_per]}}


def of_event(chosen: Chosen, asked: Sequence[Slot], articles: Sequence[Article]) -> Content:
    """An event rule of the chosen actions, with these slots."""
    actions: list[Value] = [action.written for action in chosen.actions]
    event: Keys = {"action": actions if len(actions) > 1 else actions[0]}
    event |= {str(slot.role): slot.keys() for slot in asked}
    if all(reading.number for reading in chosen.readings):
        event["number"] = {"optional": True}
    wanted = status(chosen.readings)
    return Content(
        "an event",
        _title(" or ".join(_small(_about(action, asked)) for action in chosen.actions)),
        {"event": event, **({"status": wanted} if wanted else {})},
        _once_per(asked),
        tuple(_yes(article, chosen, asked, number) for number, article in enumerate(articles)),
        tuple(reading.trigger for reading in chosen.readings),
        tuple(_notes(chosen, asked)),
    )


def _once_per(asked: Sequence[Slot]) -> str | None:
    listed = [slot for slot in asked if any(term.startswith("$") for term in slot.of)]
    return min(listed, key=lambda slot: NAMED_FIRST.index(slot.role)).name if listed else None


def _yes(article: Article, chosen: Chosen, asked: Sequence[Slot], number: int) -> Value:
    """The sample, with the entries that its slots must hold."""
    parts = chosen.readings[number].parts
    held: Keys = {
        slot.name: entry
        for slot in asked
        if (part := parts.get(slot.role)) and (entry := part.entry) and f"${part.list}" in slot.of
    }
    return {"text": article.text, "slots": held} if held else article.text


def _notes(chosen: Chosen, asked: Sequence[Slot]) -> Iterator[str]:
    names = " and ".join(action.written for action in chosen.actions)
    yield f"an event: {names} fits every sample{' between them' * (len(chosen.actions) > 1)}"
    if chosen.others:
        yield f"{', '.join(chosen.others[:4])} would do, too"
    for slot in asked:
        if not any(term.startswith("$") for term in slot.of):
            words = ", ".join(slot.of)
            yield f"`{slot.name}` may only be {words}: add more, or write `{slot.role}: {{}}` for whatever stands there"


def of_words(articles: Sequence[Article], ground: Ground, *, asserted: bool) -> Content:
    """A rule of words, met where they tell of what happened, or anywhere."""
    conditions = word_keys([ground.listed.view(article) for article in articles], ground.lists)
    statuses: Keys = {"status": [str(each) for each in Status if each in ASSERTED]} if asserted else {}
    return Content(
        "words",
        _title(", ".join(_first_words(conditions)) or "Draft"),
        {**conditions, **statuses},
        next(iter(slots_of(conditions)), None),
        tuple(article.text for article in articles),
        (None,) * len(articles),
        tuple(_notes_of_words(conditions, len(articles))),
    )


def _notes_of_words(conditions: Keys, samples: int) -> Iterator[str]:
    yield "a rule of words: no verb family and no verb fits every sample"
    items = conditions.get("all", [conditions.get("any", [])])
    if isinstance(items, list) and any(isinstance(item, list) and len(item) >= samples > 1 for item in items):
        yield "some words are of one sample only, since the samples share few: edit them, or give samples more alike"


def _first_words(conditions: Keys) -> Iterator[str]:
    items = conditions.get("all", conditions.get("any"))
    for item in items if isinstance(items, list) else ():
        first = item[0] if isinstance(item, list) else item
        if isinstance(first, str):
            yield first


def _about(action: Action, asked: Sequence[Slot]) -> str:
    """A family's title; of a verb itself and what it is done to."""
    if action.written.startswith("$"):
        return action.family.title or action.family.name
    target = next((slot.of[0] for slot in asked if slot.role is Role.TARGET and not slot.of[0].startswith("$")), "")
    return f"{action.written} {target}".strip()


def _small(title: str) -> str:
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _title(words: str) -> str:
    return (words[:1].upper() + words[1:])[:_LONGEST_TITLE]
