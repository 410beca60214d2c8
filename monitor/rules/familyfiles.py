"""The shape of a family's file, for validating what a person wrote. `families` turns it into `actions.Family`."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from monitor.rules.actions import Plover, Voice
from monitor.rules.compiled import Role
from monitor.rules.fields import Flag, GroupName, Language, Strict, Text
from monitor.rules.schema import EventSlots, OneOrMore, RuleTests


def _one(written: object) -> object:
    return [written] if isinstance(written, str) else written


def _role(written: str) -> str:
    if written not in ROLES:
        raise ValueError(f"must be one of {', '.join(ROLES)}, not `{written}`")
    return written


def _one_or_more(each: dict[str, Any]) -> WithJsonSchema:
    """An editor takes a lone one as well as a list."""
    return WithJsonSchema({"anyOf": [each, {"type": "array", "items": each}]})


ROLES = (Role.ACTOR, Role.TARGET, Role.RECIPIENT, Role.PLACE)
_ROLE = {"enum": [str(role) for role in ROLES]}
_VERB = {"type": "string", "minLength": 1}
RoleName = Annotated[str, AfterValidator(_role), WithJsonSchema(_ROLE)]
Roles = Annotated[tuple[RoleName, ...], BeforeValidator(_one), _one_or_more(_ROLE)]
Words = Annotated[tuple[Annotated[str, StringConstraints(min_length=1, max_length=100)], ...], Field(min_length=1)]
Light = Annotated[tuple[Text, ...], BeforeValidator(_one), _one_or_more(_VERB)]
Prepositions = dict[Annotated[str, StringConstraints(pattern="^[a-z]+( [a-z]+)?$")], Roles]


class InfinitiveBlock(Strict):
    """What somebody is asked to do."""

    words: Words = Field(description="Verbs: `leave`, `get out of`.")
    object: Roles = Field((), description="The slot that what follows the verb fills.")
    prepositions: Prepositions = Field(default_factory=dict, description="Preposition → the slot after it.")


class VerbBlock(Strict):
    """Verbs, and who stands where around them."""

    words: Words = Field(description="Verbs in their dictionary form; a slot in capitals may stand inside.")
    subject: Roles = Field((), description="The slot of the subject; of several the first that fits.")
    object: Roles = Field((), description="The slot of the object.")
    speaker: Roles = Field((), description="The slot of whoever says it: `they should leave, the ministry said`.")
    prepositions: Prepositions = Field(default_factory=dict, description="Preposition → the slot after it.")
    infinitive: InfinitiveBlock | None = Field(None, description="The verb counts only with this after it.")
    needs: Roles = Field((), description="Slots without which so common a verb does not count.")
    voice: Voice = Field(Voice.ANY, description="In which voice the verb means the action.")
    only_with: Light = Field((), description="The verb counts only with one of these words beside it: `now`.")
    hints: Light = Field((), description="The verb counts only with one of these words in its sentence: `siege`.")
    alone: Flag = Field(False, description="Whether the verb counts only where no object follows.")


class NounBlock(Strict):
    """Nouns, and who stands where around them."""

    words: Words = Field(description="Nouns in the singular.")
    prepositions: Prepositions = Field(default_factory=dict, description="Preposition → the slot after it.")
    possessive: Roles = Field((), description="The slot of the owner: `Hama's fall`.")
    before: Roles = Field((), description="The slot of the word before it: `the rebel takeover`.")
    light: Light = Field((), description="Verbs that have the noun as object: `launch` an attack.")
    subject: Roles = Field((), description="The slot of these verbs' subject.")
    infinitive: InfinitiveBlock | None = Field(None, description="The noun counts only with this after it.")
    needs: Roles = Field((), description="Slots without which so common a noun does not count.")


class WordingBlock(Strict):
    """A family in one language."""

    groups: dict[GroupName, Words] = Field(default_factory=dict, description="Words under one name, in capitals.")
    verbs: tuple[VerbBlock, ...] = ()
    nouns: tuple[NounBlock, ...] = ()
    figurative: OneOrMore | None = Field(None, description="Terms that hold the action's word and mean something else.")
    unless: OneOrMore | None = Field(None, description="Terms that strike every action of their sentence.")
    evidence: OneOrMore | None = Field(None, description="Terms of which one must stand near the action.")


class FamilyTestsBlock(RuleTests):
    """Sentences that the family must find, and must not, with these slots."""

    event: EventSlots = EventSlots()


class FamilyBlock(Strict):
    """A verb family."""

    title: Text | None = Field(None, description="The kind of action, in a few words.")
    extend: Text | None = Field(None, description="The family that this file adds to.")
    plover: Plover = Field(Plover.NONE, description="Its category in the PLOVER ontology.")
    strict: Roles = Field((), description="Slots whose words must be the head of what stands there.")
    known: Roles = Field((), description="Slots in whose place nobody may stand who is not of the usual kind.")
    usual: dict[RoleName, OneOrMore] = Field(default_factory=dict, description="Slot → terms that usually fill it.")
    languages: dict[Language, WordingBlock] = Field(
        default_factory=dict,
        description="The words, by language.",
        json_schema_extra={"propertyNames": {"pattern": "^[a-z]{2}$"}},
    )
    tests: FamilyTestsBlock = Field(FamilyTestsBlock(), description="What must be found, and what must not.")


def json_schema() -> dict[str, Any]:
    """The JSON schema of a family, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **FamilyBlock.model_json_schema(),
        "title": "A verb family of News Monitor",
    }
