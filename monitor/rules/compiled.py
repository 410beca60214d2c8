"""What a rule file means once it is understood: the form that matching evaluates and alerting reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from monitor.model.alert import AlertSeverity
from monitor.model.article import Zone
from monitor.model.match import Status
from monitor.rules.windows import When

if TYPE_CHECKING:
    from monitor.rules.actions import Family
    from monitor.rules.cues import CueTable


class WordForm(StrEnum):
    """How a word is met: in all its inflected forms, exactly so, or as the beginning of a word."""

    INFLECTED = "inflected"
    EXACT = "exact"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class Word:
    """One word as the rule writes it (`text` without `=` or `*`). `cased`: capitals must be as written."""

    text: str
    form: WordForm = WordForm.INFLECTED
    cased: bool = False


@dataclass(frozen=True, slots=True)
class ListRef:
    """Any entry of the named list. With a `fact` it stands for another entry: `$cities.country` meets a city, and means
    the entry of `$countries` whose `country` is the city's."""

    name: str
    fact: str | None = None

    @property
    def of_fact(self) -> str | None:
        """The list of the entries that are meant: the plural of the fact's name."""
        if self.fact is None:
            return None
        return f"{self.fact[:-1]}ies" if self.fact.endswith("y") else f"{self.fact}s"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and list entries directly after one another; a single word is a phrase of one."""

    parts: tuple[Word | ListRef, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """Phrases in this order in one sentence, at most `words` words between each two."""

    parts: tuple[Phrase, ...]
    words: int = 5


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression in RE2's syntax, matched case-insensitively, `\\b \\w \\d \\s` in the Unicode sense."""

    expression: str


@dataclass(frozen=True, slots=True)
class Term:
    """One item of a condition. `written` is the rule's own words, for messages; `slot` the name it fills."""

    written: str
    what: Phrase | Gap | Pattern
    slot: str | None = None


class Unit(StrEnum):
    """Where the conditions must hold together."""

    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Near:
    """Every group occurs (any one of its terms), and at most `words` words of the stretch belong to none of them."""

    groups: tuple[tuple[Term, ...], ...]
    words: int = 8
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class AtLeast:
    """`count` occurrences of the terms, or, `distinct`, of that many different terms."""

    count: int
    of: tuple[Term, ...]
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """The weights of the terms that occur add up to `need` or more; each counts once."""

    need: float
    terms: tuple[tuple[Term, float], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A term occurs; in one zone, or in those that the rule searches."""

    term: Term
    zone: Zone | None = None


@dataclass(frozen=True, slots=True)
class Every:
    """All parts hold, in the same unit."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One of the parts holds."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The part does not hold in the unit."""

    part: Expression


@dataclass(frozen=True, slots=True)
class Close:
    """Both occur with at most `words` words between, in one paragraph."""

    left: Expression
    right: Expression
    words: int
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Apart:
    """The part occurs without `other` within `words` words of it; `ordered`: after it."""

    part: Expression
    other: Expression
    words: int
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Inside:
    """The part holds within one sentence or paragraph."""

    unit: Unit
    part: Expression


@dataclass(frozen=True, slots=True)
class Often:
    """The part occurs `count` times, or, `distinct`, that many different terms of it do."""

    count: int
    part: Expression
    distinct: bool = False


Expression: TypeAlias = Found | Every | Either | Without | Close | Apart | Inside | Often
"""A Boolean expression. Only what has a place stands inside Close, Apart and Often: Found, Close, Apart, and Either of
these."""


@dataclass(frozen=True, slots=True)
class Query:
    """A Boolean expression as written and as understood. Never holds where none of its words occurs."""

    written: str
    expression: Expression


class Role(StrEnum):
    """The parts of an event that words can fill."""

    ACTOR = "actor"
    TARGET = "target"
    RECIPIENT = "recipient"
    PLACE = "place"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class EventSlot:
    """What a rule asks of one part of an event. `name` is what templates call it; parts of one name must hold the same
    entry. Without terms in `of` any words will do, or, `names`, any capitalised name. What holds a term of `without` is
    refused, and so is the entry that fills the slot named `other_than`. `called`: a name that the article calls so
    (`the town of …`) will do, too, though no list has it. `unnamed`: the event counts without it only where nobody else
    stands in its place. `elsewhere`: where nothing around the action fills it, the article's nearest entry does.
    `head`: only the head of a noun group does (`French diplomats`, not `the French diplomats' driver`)."""

    role: Role
    name: str
    of: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()
    optional: bool = False
    names: bool = False
    called: tuple[str, ...] = ()
    unnamed: bool = False
    other_than: str | None = None
    elsewhere: bool = False
    head: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody did something to something: one of the actions, with every slot that is not optional; or one of the
    `others`, each with slots of its own."""

    actions: tuple[Family, ...]
    slots: tuple[EventSlot, ...] = ()
    others: tuple[Event, ...] = ()

    @property
    def ways(self) -> tuple[Event, ...]:
        """This one and the others."""
        return (self, *self.others)


ASSERTED = frozenset({Status.ASSERTED, Status.CLAIMED})
"""The statuses that open an alert of an event, where a rule does not say otherwise."""
DEFAULT_ZONES = frozenset({Zone.HEADLINE, Zone.SUMMARY, Zone.BODY, Zone.HEADING})


@dataclass(frozen=True, slots=True)
class Conditions:
    """All that a rule names must hold, in one unit. An empty tuple or None means: not asked. `status` None: any."""

    any: tuple[Term, ...] = ()
    all: tuple[tuple[Term, ...], ...] = ()
    none: tuple[Term, ...] = ()
    near: Near | None = None
    at_least: AtLeast | None = None
    score: Score | None = None
    query: Query | None = None
    event: Event | None = None
    status: frozenset[Status] | None = None
    within: Unit = Unit.ARTICLE
    zones: frozenset[Zone] = DEFAULT_ZONES
    unless: tuple[Term, ...] = ()
    inflect: bool = True
    languages: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One example of `tests:`. `text` is the article (one paragraph of body, unless it came from `file`). `written_in`:
    the rule file that it stands in, where that is another than its rule's own. `missing`: there is no such `file`, and
    the test fails; the rule itself is whole."""

    text: str
    fires: bool
    line: int
    file: str | None = None
    slots: Mapping[str, str] = field(default_factory=dict)
    quote: str | None = None
    status: Status | None = None
    written_in: str | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class ChangedBy:
    """A file that changed a rule of another file, and the fields that it changed."""

    file: str
    line: int
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled rule. `digest` is the SHA-256 of its YAML and of the lists it names: equal digests behave alike.

    `again_if`: `status`, `sources` or slots; `raises`: the severity that so many independent sources give, the least
    urgent first. `shipped`: its file is one of a pack, as it came with the monitor.
    """

    id: str
    title: str
    file: str
    line: int
    digest: str
    conditions: Conditions
    severity: AlertSeverity = AlertSeverity.NORMAL
    tags: tuple[str, ...] = ()
    headline: str | None = None
    notify: tuple[str, ...] = ()
    template: str = "default"
    owner: str | None = None
    shadow: bool = False
    enabled: bool = True
    max_age: timedelta = timedelta(days=3)
    once_per: tuple[str, ...] = ()
    hold: timedelta = timedelta(hours=48)
    again_if: tuple[str, ...] = ("status",)
    raises: tuple[tuple[AlertSeverity, int], ...] = ()
    when: When | None = None
    tests: tuple[RuleTest, ...] = ()
    changed_by: tuple[ChangedBy, ...] = ()
    shipped: bool = False

    def place_of(self, field: str) -> tuple[str, int]:
        """The file, and the line from which on it says this field: its own, or that of the last change."""
        changed = [change for change in self.changed_by if field in change.fields]
        return (changed[-1].file, changed[-1].line) if changed else (self.file, self.line)

    def file_of(self, test: RuleTest) -> str:
        """The file in which one of its tests stands."""
        return test.written_in or self.file


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An entry of a list: its canonical name, every way to write it (the name first), and its other fields."""

    name: str
    forms: tuple[str, ...]
    facts: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TermList:
    """A list after extension. `ambiguous` maps an entry's form to the words of which one must occur in the article;
    `facts` are what every entry has that does not say otherwise."""

    name: str
    entries: tuple[ListEntry, ...]
    digest: str
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules in force, the lists they name and the tables of status cues (None: those that ship); immutable,
    replaced whole on a reload."""

    rules: Mapping[str, Rule]
    lists: Mapping[str, TermList]
    cues: Mapping[str, CueTable] | None = None
