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


def of_words(articles: Sequence[Article], ground: Ground, nearly: Action | None, *, asserted: bool) -> Content:
    """A rule of words, met where they tell of what happened, or anywhere. `nearly` is the family that fits most of the
    samples: it says whom to ask about the others."""
    conditions = word_keys([ground.listed.view(article) for article in articles], ground.lists)
    statuses: Keys = {"status": [str(each) for each in Status if each in ASSERTED]} if asserted else {}
    return Content(
        "words",
        _title(", ".join(_first_words(conditions)) or "Draft"),
        {**conditions, **statuses},
        next(iter(slots_of(conditions)), None),
        tuple(article.text for article in articles),
        (None,) * len(articles),
        tuple(_notes_of_words(conditions, articles, nearly)),
    )


def _notes_of_words(conditions: Keys, articles: Sequence[Article], nearly: Action | None) -> Iterator[str]:
    yield "a rule of words: no verb family and no verb fits every sample"
    if nearly is not None:
        others = [article.text for number, article in enumerate(articles) if number not in nearly.fits]
        yield f"{nearly.written} fits all but: {' '.join(others)} Say that otherwise, or leave it out, for an event"
    words = conditions.get("any")
    if words == []:
        yield "no word of the samples says enough to look for it: give longer ones"
    elif isinstance(words, list):
        yield f"it fires wherever {' or '.join(map(str, words))} stands: add what else must, under `all`"
    items = conditions.get("all", [words])
    if isinstance(items, list) and any(isinstance(item, list) and len(item) >= len(articles) > 1 for item in items):
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
