"""What each sentence says in terms of events: which families and verbs name its action, and who stands where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from monitor.drafting.ground import Ground, Trial
from monitor.drafting.variants import is_name
from monitor.lexicon import shipped_verbs
from monitor.matching import Engine
from monitor.matching.counted import Counted
from monitor.matching.events import Filled, names
from monitor.matching.told import Told
from monitor.matching.view import ArticleView
from monitor.model.article import Article, Span
from monitor.model.match import Status
from monitor.rules.actions import Family
from monitor.rules.compiled import Conditions, Event, EventSlot, Role, Rule, TermList
from monitor.rules.events import LANGUAGES, plain
from monitor.text.inflection import lemmas
from monitor.text.tokens import form, tokenise

ROLES = (Role.ACTOR, Role.TARGET, Role.RECIPIENT, Role.PLACE)
_COMMON_VERBS = frozenset(
    "be have do will would can could may might must shall should say tell report announce go come get make take give "
    "know see want use put let need seem become keep begin start try".split()
)
"""Verbs that say little of what happened."""
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten dozen dozens hundred hundreds some several".split()
)
_OF_NAME = re.compile(r" of (?:the )?[A-Z]\S*(?: [A-Z]\S*)*")


class Part(NamedTuple):
    """Who or what fills a slot: the word that its noun group is about, and the entry of a list where one stands
    there."""

    head: str
    list: str | None = None
    entry: str | None = None


class Reading(NamedTuple):
    """An action in a sentence: its words, its status, and what fills which slot."""

    trigger: Span
    status: Status
    parts: Mapping[Role, Part]
    number: bool = False


class Action(NamedTuple):
    """A family, or a verb that no family has, as rules write it, and how it is read in each sentence (None: not)."""

    written: str
    family: Family
    readings: tuple[Reading | None, ...]

    @property
    def fits(self) -> frozenset[int]:
        """The sentences that it is found in."""
        return frozenset(number for number, reading in enumerate(self.readings) if reading is not None)


def actions(articles: Sequence[Article], ground: Ground) -> list[Action]:
    """Every family and plain verb that is found in one of the sentences."""
    if not any(article.language in LANGUAGES for article in articles):
        return []
    known = [(f"${family.name}", family) for family in ground.all_families()]
    verbs = [(verb, plain(verb)) for verb in _verbs_of_all(articles)]
    engine = ground.engine(_bare(written, family) for written, family in (*known, *verbs))
    met = [
        (written, family)
        for written, family in (*known, *verbs)
        if any(_told(engine, written, article) for article in articles)
    ]
    slots = ground.engine(trial for written, family in met for trial in _trials(written, family))
    trying = _Trying(engine, slots, ground.listed, ground)
    found = [
        Action(written, family, tuple(_reading(trying, written, article) for article in articles))
        for written, family in met
    ]
    return [action for action in found if action.fits]


def _verbs_of_all(articles: Iterable[Article]) -> list[str]:
    """The verbs that every sentence holds in some form."""
    each = [
        {lemma for word in tokenise(article.text).words for lemma in lemmas(form(word).spelled, "en")}
        for article in articles
    ]
    return sorted(set.intersection(*each) & shipped_verbs().keys() - _COMMON_VERBS)


def _bare(written: str, family: Family) -> Rule:
    return Trial(written, Conditions(event=Event((family,)))).rule()


def _trials(written: str, family: Family) -> Iterator[Rule]:
    """The action with the words that usually fill its slots, then with each slot open beside the others' usual ones:
    of two slots that words may fill the usual one has them."""
    usual = {role: EventSlot(role, str(role), terms, optional=True) for role, terms in family.usual.items()}
    number = EventSlot(Role.NUMBER, "number", optional=True)
    yield Trial(f"{written} usual", Conditions(event=Event((family,), (*usual.values(), number)))).rule()
    for role in ROLES:
        slots = {**usual, role: EventSlot(role, str(role), optional=True)}
        yield Trial(f"{written} {role}", Conditions(event=Event((family,), tuple(slots.values())))).rule()


def _told(engine: Engine, name: str, article: Article) -> list[Told]:
    rule = engine.ruleset.rules[name]
    return list(Counted(engine.ready(rule), engine.view(article), engine.statuses).told())


class _Trying(NamedTuple):
    """Engines for one look at all sentences: of the actions alone, with their slots, and of the lists."""

    bare: Engine
    slots: Engine
    listed: Engine
    ground: Ground


def _reading(trying: _Trying, written: str, article: Article) -> Reading | None:
    """The strongest mention, and what fills its slots: an entry before plain words."""
    order = list(Status)
    found = min(_told(trying.bare, written, article), key=lambda each: order.index(each.finding.status), default=None)
    if found is None:
        return None
    trigger = found.event.trigger
    slots = _slots(trying.slots, f"{written} usual", article, trigger)
    taken = {Role(name): filled for name, filled in slots.items() if name != Role.NUMBER}
    for role in ROLES:
        filled = _slots(trying.slots, f"{written} {role}", article, trigger).get(str(role))
        if filled is not None and role not in taken and not any(_overlap(filled, other) for other in taken.values()):
            taken[role] = filled
    view = trying.listed.view(article)
    parts = {role: _part(view, filled, trying.ground.lists) for role, filled in taken.items()}
    said = {role: part for role, part in parts.items() if _says_something(role, part)}
    return Reading(trigger, found.finding.status, said, Role.NUMBER in slots)


def _says_something(role: Role, part: Part) -> bool:
    """`two` and `6.4` are nobody; and of a place only its name tells it from any other."""
    plain = part.head.removeprefix("=").isalpha() and part.head not in _NUMBERS
    return part.entry is not None or (plain and role is not Role.PLACE)


def _slots(engine: Engine, name: str, article: Article, trigger: Span) -> Mapping[str, Filled]:
    return next((told.event.slots for told in _told(engine, name, article) if told.event.trigger == trigger), {})


def _overlap(one: Filled, other: Filled) -> bool:
    return one.value.span.start < other.value.span.end and other.value.span.start < one.value.span.end


def _part(view: ArticleView, filled: Filled, lists: Mapping[str, TermList]) -> Part:
    """The term that filled the slot, of an open one the last word, as a rule writes it; and the entry in its noun
    group, or in the name behind its `of`; of lists of ordinary words (`$combatants`) the word itself says more."""
    span = filled.value.span
    behind = _OF_NAME.match(view.article.text, span.end)
    end = behind.end() if behind else span.end
    first, last = filled.at
    word = form(view.words[last - 1]).surface if last > first else filled.value.text
    head = f"={word}" if word.istitle() and is_name(word, lists) else word if word.isupper() else word.lower()
    for name in lists:
        for at in view.entries(name).values():
            if names(at) and at.entry is not None and span.start <= at.span.start and at.span.end <= end:
                return Part(head, name, at.entry.name)
    return Part(head)
