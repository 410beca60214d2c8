"""The shape of a rule file, for validating what a person wrote and for the editors' JSON schema. Used at the boundary
only: `compiling` turns these objects into `compiled.Rule`, and nothing further on sees them."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    FiniteFloat,
    JsonValue,
    StringConstraints,
    Tag,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from monitor.model.alert import AlertSeverity
from monitor.model.article import Zone
from monitor.rules.alertschema import AlertBlock, AnyWhen, RaiseBlock
from monitor.rules.compiled import Unit
from monitor.rules.fields import Duration, Flag, GroupName, Language, RuleId, SlotName, Strict, Text, several, truth
from monitor.rules.query import LONGEST
from monitor.rules.terms import TermFault, compile_term


def _kind(value: object) -> str:
    return "a slot" if isinstance(value, dict | SlotTerm) else "a term"


def _kind_or_group(value: object) -> str:
    return "a group" if isinstance(value, list | tuple) else _kind(value)


def _term(written: str) -> str:
    try:
        compile_term(written)
    except TermFault as fault:
        context = {"code": fault.code, "message": fault.message, "suggestion": fault.suggestion}
        raise PydanticCustomError("problem", "{message}", context) from None
    return written


Written = Annotated[
    str,
    StringConstraints(min_length=1, max_length=1000),
    WithJsonSchema({"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": 1000}),
]
"""A word or phrase as written: an editor takes `8` and `true` for other things than text."""
QueryText = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
"""A Boolean expression; compiling reads it, since only there its faults have a place."""
TermText = Annotated[Written, AfterValidator(_term)]


class SlotTerm(Strict):
    """Terms whose words fill a slot, or that are met only as written."""

    of: Annotated[
        Annotated[TermText, Tag("a term")] | Annotated[tuple[TermText, ...], Tag("a group"), Field(min_length=1)],
        Discriminator(_kind_or_group),
    ] = Field(description="One term, or a list of terms of which any will do.")
    as_: SlotName | None = Field(None, alias="as", description="The slot that the matched words fill.")
    inflect: Flag = Field(True, description="Whether the words are met in all their inflected forms.")


_Term = Annotated[TermText, Tag("a term")]
_Slot = Annotated[SlotTerm, Tag("a slot")]
TermItem = Annotated[_Term | _Slot, Discriminator(_kind)]
_Group = Annotated[tuple[TermItem, ...], Tag("a group"), Field(min_length=1)]
GroupItem = Annotated[_Term | _Slot | _Group, Discriminator(_kind_or_group)]
Terms = Annotated[tuple[TermItem, ...], Field(min_length=1)]


class NearBlock(Strict):
    terms: tuple[GroupItem, ...] = Field(min_length=2, description="Each must occur; in an inner list, any will do.")
    words: int = Field(8, ge=0, le=200, description="At most so many other words in the stretch.")
    ordered: Flag = Field(False, description="Whether they must stand in this order.")


class AtLeastBlock(Strict):
    count: int = Field(ge=1, le=1000)
    of: Terms
    distinct: Flag = Field(False, description="Count different terms instead of occurrences.")


class ScoreBlock(Strict):
    need: FiniteFloat = Field(gt=0)
    terms: dict[TermText, FiniteFloat] = Field(min_length=1, description="Each term and its weight.")


def _action(written: str) -> str:
    if written.startswith("$"):
        if not re.fullmatch(r"\$[a-z][a-z0-9_-]*", written):
            raise ValueError(f"must be `$` and a family's name, not `{written}`")
    elif not re.fullmatch(r"[^\W\d_][^\W_]*(?:[ '’-][^\W_]+)*", written):
        raise ValueError(f"must be a family such as `$seize`, or a verb, not `{written}`")
    return written


_WORDS = {"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": 1000}
OneOrMore = Annotated[
    tuple[TermText, ...],
    Field(min_length=1),
    BeforeValidator(several),
    WithJsonSchema({"anyOf": [_WORDS, {"type": "array", "minItems": 1, "items": _WORDS}]}),
]
"""Terms of which any will do; a lone one needs no brackets."""


def _optional(written: object) -> object:
    return written if written == "unnamed" else truth(written)


Optional = Annotated[Literal["unnamed"] | bool, BeforeValidator(_optional)]


class OpenSlotBlock(Strict):
    """A part of an event that any words fill."""

    as_: SlotName | None = Field(None, alias="as", description="The name that templates know; else the slot's own.")
    optional: Optional = Field(
        False,
        description="Whether the event counts without it; `unnamed`: only where nothing else stands in its place.",
    )


class EventSlotBlock(OpenSlotBlock):
    """A part of an event: what may fill it."""

    of: OneOrMore | None = Field(None, description="Terms of which one must stand there; without them any words do.")
    not_: OneOrMore | None = Field(None, alias="not", description="Terms that must not stand there.")
    shape: Literal["name"] | None = Field(None, description="`name`: any capitalised name.")
    inflect: Flag = Field(True, description="Whether the words are met in all their inflected forms.")
    called: OneOrMore | None = Field(
        None, description="Nouns: a name that the article calls so (`the town of …`) will do, too."
    )
    other_than: SlotName | None = Field(None, description="The slot whose entry must not stand here, too.")
    head: Flag = Field(False, description="Whether a term must be what the words there are about.")
    elsewhere: Flag = Field(False, description="Where nothing around the action fills it, the article's nearest does.")


def _slot_kind(value: object) -> str:
    return "a slot" if isinstance(value, dict | Strict) else "terms"


EventSlotItem = Annotated[
    Annotated[OneOrMore, Tag("terms")] | Annotated[EventSlotBlock, Tag("a slot")], Discriminator(_slot_kind)
]


class EventSlots(Strict):
    """The parts of an event that a rule asks for."""

    actor: EventSlotItem | None = Field(None, description="Who does it.")
    target: EventSlotItem | None = Field(None, description="To whom or what it is done.")
    recipient: EventSlotItem | None = Field(None, description="Whom it is taken from, given to, told.")
    place: EventSlotItem | None = Field(None, description="Where.")
    number: OpenSlotBlock | None = Field(None, description="How many, near the action.")
    date: OpenSlotBlock | None = Field(None, description="When, near the action.")


class EventBlock(EventSlots):
    """Somebody does something to something, whichever way it is said."""

    action: Annotated[
        tuple[Annotated[Written, AfterValidator(_action)], ...],
        Field(min_length=1),
        BeforeValidator(several),
        WithJsonSchema({"anyOf": [_WORDS, {"type": "array", "minItems": 1, "items": _WORDS}]}),
    ] = Field(description="Verb families such as `$seize`, or plain verbs.")


def _ways(value: object) -> str:
    return "several" if isinstance(value, list | tuple) else "one"


Ways = Annotated[
    Annotated[EventBlock, Tag("one")] | Annotated[tuple[EventBlock, ...], Tag("several"), Field(min_length=1)],
    Discriminator(_ways),
]


StatusName = Literal[
    "asserted", "claimed", "denied", "negated", "possible", "planned", "hypothetical", "past", "fiction", "question"
]
"""Every status that a sentence can have; `unknown` is none that a person asks for."""


def _any_status(written: object) -> object:
    return get_args(StatusName) if written == "any" else several(written)


Statuses = Annotated[
    tuple[StatusName, ...],
    Field(min_length=1),
    BeforeValidator(_any_status),
    WithJsonSchema(
        {
            "anyOf": [
                {"enum": ["any", *get_args(StatusName)]},
                {"type": "array", "minItems": 1, "items": {"enum": list(get_args(StatusName))}},
            ]
        }
    ),
]


class NoTest(Strict):
    """An article that the rule must not fire on: its text, or a file."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["text"]}, {"required": ["file"]}]})

    text: Text | None = Field(None, description="The article: one paragraph of body.")
    file: Text | None = Field(None, description="An article's file, relative to the rule's own file.")


class YesTest(NoTest):
    """An article that the rule must fire on, and what the alert must say."""

    slots: dict[SlotName, Written] = Field(default_factory=dict, description="What each slot must hold.")
    quote: Text | None = Field(None, description="Words that the proving sentence must hold.")
    status: StatusName | None = Field(None, description="Whether the proving sentence says that it happened.")


def _test_kind(value: object) -> str:
    return "a test" if isinstance(value, dict | NoTest) else "a text"


class RuleTests(Strict):
    yes: tuple[
        Annotated[Annotated[Text, Tag("a text")] | Annotated[YesTest, Tag("a test")], Discriminator(_test_kind)], ...
    ] = ()
    no: tuple[
        Annotated[Annotated[Text, Tag("a text")] | Annotated[NoTest, Tag("a test")], Discriminator(_test_kind)], ...
    ] = ()


CONDITIONS = ("any", "all", "near", "at_least", "score", "query", "event")
"""The keys of which a rule needs one: they find the mentions. The others narrow."""
_NEEDED: list[JsonValue] = [{"required": [key]} for key in CONDITIONS]
_NEEDED += [{"required": ["when"], "properties": {"when": {"required": [form]}}} for form in ("sequence", "silence")]
"""A sequence looks at what other rules found, a silence may be that of a whole source."""


class RuleKeys(Strict):
    """What a rule may say, and a change of one."""

    title: Text | None = Field(None, max_length=200, description="The rule's name, for people.")
    groups: dict[GroupName, Annotated[tuple[TermText, ...], Field(min_length=1)]] = Field(
        default_factory=dict, description="Words under one name, in capitals, which then stands for them in terms."
    )
    any: Terms | None = Field(None, description="One of these terms occurs.")
    all: Annotated[tuple[GroupItem, ...], Field(min_length=1)] | None = Field(
        None, description="Each of these occurs; in an inner list, any will do."
    )
    none: Terms | None = Field(None, description="None of these occurs anywhere in the article.")
    near: NearBlock | None = Field(None, description="Each of these occurs, close together.")
    at_least: AtLeastBlock | None = Field(None, description="So many occurrences.")
    score: ScoreBlock | None = Field(None, description="The weights of the terms that occur add up.")
    event: Ways | None = Field(None, description="Somebody did something to something; of several blocks any will do.")
    status: Statuses | None = Field(
        None, description="Occurrences whose sentence has another status do not count; `any` counts them all."
    )
    query: QueryText | None = Field(None, description="A Boolean expression holds.")
    within: Unit = Field(Unit.ARTICLE, description="Where the conditions must hold together.")
    in_: Annotated[tuple[Zone, ...], Field(min_length=1)] | None = Field(
        None, alias="in", description="The parts of the article that are searched."
    )
    unless: Terms | None = Field(None, description="An occurrence whose sentence contains one of these does not count.")
    inflect: Flag = Field(True, description="Whether words are met in all their inflected forms.")
    language: tuple[Language, ...] = Field((), description="Only articles of these languages.")
    source: tuple[Text, ...] = Field((), description="Only articles of these sources.")
    max_age: Duration = Field("3d", description="An article published earlier interrupts nobody.")
    when: AnyWhen | None = Field(None, description="What must come together over time before there is an alert.")
    alert: AlertBlock = Field(AlertBlock(), description="What makes two matches one happening.")
    raise_: dict[AlertSeverity, RaiseBlock] = Field(
        default_factory=dict, alias="raise", description="The severity that more independent sources give the alert."
    )
    headline: Text | None = Field(None, description="The alert's headline, a template.")
    severity: AlertSeverity = Field(AlertSeverity.NORMAL, description="How urgent.")
    tags: tuple[Text, ...] = Field((), description="Labels that routes can choose by.")
    notify: tuple[Text, ...] = Field((), description="Receivers; without it the routes decide.")
    template: Text = Field("default", description="The name of the templates in templates/.")
    owner: Text | None = Field(None, description="Who is told when the rule breaks.")
    shadow: Flag = Field(False, description="Runs and counts, but notifies nobody.")
    enabled: Flag = Field(True, description="Whether the rule runs at all.")
    tests: RuleTests = Field(RuleTests(), description="Articles that must fire, and that must not.")


class RuleBlock(RuleKeys):
    """A rule."""

    model_config = ConfigDict(json_schema_extra={"anyOf": _NEEDED})

    title: Text = Field(max_length=200, description="The rule's name, for people.")
    id: RuleId | None = Field(None, description="The rule's identity; a lone rule's defaults to its file's name.")


class ChangeBlock(RuleKeys):
    """What is to be different in a rule of another file."""

    extend: RuleId = Field(description="The id of the rule that this one changes.")


def json_schema() -> dict[str, Any]:
    """The JSON schema of a rule or of a change of one, for editors."""
    rule, change = RuleBlock.model_json_schema(), ChangeBlock.model_json_schema()
    definitions = rule.pop("$defs") | change.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule of News Monitor",
        "if": {"required": ["extend"]},
        "then": change,
        "else": rule,
        "$defs": definitions,
    }
