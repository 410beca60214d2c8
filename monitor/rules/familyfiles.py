"""The shape of a family's file, for validating what a person wrote. `families` turns it into `actions.Family`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from monitor.rules.actions import Plover, Voice
from monitor.rules.compiled import Role
from monitor.rules.schema import EventSlots, Language, OneOrMore, RuleTests, Strict, Text


def _one(written: object) -> object:
    return [written] if isinstance(written, str) else written


def _role(written: str) -> str:
    if written not in ROLES:
        raise ValueError(f"must be one of {', '.join(ROLES)}, not `{written}`")
    return written


ROLES = (Role.ACTOR, Role.TARGET, Role.RECIPIENT, Role.PLACE)
RoleName = Annotated[str, AfterValidator(_role)]
Roles = Annotated[tuple[RoleName, ...], BeforeValidator(_one)]
Words = Annotated[tuple[Annotated[str, StringConstraints(min_length=1, max_length=100)], ...], Field(min_length=1)]
Prepositions = dict[Annotated[str, StringConstraints(pattern="^[a-z]+( [a-z]+)?$")], Roles]


class InfinitiveBlock(Strict):
    """What somebody is asked to do."""

    words: Words
    object: Roles = ()
    prepositions: Prepositions = Field(default_factory=dict)


class VerbBlock(Strict):
    """Verbs, and who stands where around them."""

    words: Words
    subject: Roles = ()
    object: Roles = ()
    prepositions: Prepositions = Field(default_factory=dict)
    infinitive: InfinitiveBlock | None = None
    needs: Roles = ()
    voice: Voice = Voice.ANY


class NounBlock(Strict):
    """Nouns, and who stands where around them."""

    words: Words
    prepositions: Prepositions = Field(default_factory=dict)
    possessive: Roles = ()
    before: Roles = ()
    light: Annotated[tuple[Text, ...], BeforeValidator(_one)] = ()
    subject: Roles = ()
    infinitive: InfinitiveBlock | None = None
    needs: Roles = ()


class WordingBlock(Strict):
    """A family in one language."""

    verbs: tuple[VerbBlock, ...] = ()
    nouns: tuple[NounBlock, ...] = ()
    figurative: OneOrMore | None = None
    unless: OneOrMore | None = None


class FamilyTestsBlock(RuleTests):
    """Sentences that the family must find, and must not, with these slots."""

    event: EventSlots = EventSlots()


class FamilyBlock(Strict):
    """A verb family."""

    title: Text | None = None
    extend: Text | None = None
    plover: Plover = Plover.NONE
    strict: Roles = ()
    usual: dict[RoleName, OneOrMore] = Field(default_factory=dict)
    languages: dict[Language, WordingBlock] = Field(default_factory=dict)
    tests: FamilyTestsBlock = FamilyTestsBlock()


def json_schema() -> dict[str, Any]:
    """The JSON schema of a family, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **FamilyBlock.model_json_schema(),
        "title": "A verb family of News Monitor",
    }
