"""The shape of a table of status cues, for validating what a person wrote and for the editors' JSON schema."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from monitor.model.match import Status
from monitor.rules.compiled import Gap, ListRef, Phrase
from monitor.rules.fields import Flag, Strict
from monitor.rules.schema import TermText
from monitor.rules.terms import compile_term


class Says(StrEnum):
    """What a cue says of an event: a status, or SAID: asserted by somebody, claimed where that is the actor's side."""

    ASSERTED = "asserted"
    SAID = "said"
    CLAIMED = "claimed"
    DENIED = "denied"
    NEGATED = "negated"
    POSSIBLE = "possible"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    PAST = "past"
    FICTION = "fiction"
    QUESTION = "question"

    @property
    def status(self) -> Status:
        return Status.ASSERTED if self is Says.SAID else Status(self.value)


class Bears(StrEnum):
    """On which side of the cue the event stands."""

    AFTER = "after"
    BEFORE = "before"
    BOTH = "both"


class Reach(StrEnum):
    """How far a cue reaches. CLAUSE: its own. COMPLEMENT: and the `that …` that hangs on it. SPEECH: and all that is
    said with it, whatever the clause. SENTENCE: everywhere. NEARBY: and in the sentences before and after it; from a
    headline, everywhere in the article."""

    CLAUSE = "clause"
    COMPLEMENT = "complement"
    SPEECH = "speech"
    SENTENCE = "sentence"
    NEARBY = "nearby"


class Takes(StrEnum):
    """What kind of word the event must be. BASE: the verb as it stands after `will` and `to` (also within a passive,
    `be captured`), or a noun. NOUN: a noun. ING: a verb in -ing, or a noun. PRESENT: a verb that tells of no past
    (`falls`, `is captured`). STATE: how things are (`in rebel hands`). PERFECT: what came before something that
    was (`had been captured`)."""

    ANY = "any"
    BASE = "base"
    ING = "ing"
    NOUN = "noun"
    PRESENT = "present"
    STATE = "state"
    PERFECT = "perfect"


class Behind(StrEnum):
    """What must stand right before a cue. NAME: the name of a person (`Amadou Sanogo, who …`). KNOWN: what the reader
    is taken to know (`the rebels who …`)."""

    ANY = "any"
    NAME = "name"
    KNOWN = "known"


def _reach(written: str) -> str:
    if written not in set(Reach) and not re.fullmatch(r"[1-9][0-9]?", written):
        raise ValueError(
            f"must be `clause`, `complement`, `speech`, `sentence`, `nearby` or a number of words, not `{written}`"
        )
    return written


def _spelled_out(written: str) -> str:
    what = compile_term(written).what
    parts = what.parts if isinstance(what, Gap) else (what,)
    if not all(isinstance(part, Phrase) for part in parts):
        message = f"`{written}`: a cue is words; a regular expression may stand in `unless` only"
        raise PydanticCustomError("problem", "{message}", {"code": "regex", "message": message, "suggestion": ""})
    if any(isinstance(word, ListRef) for part in parts if isinstance(part, Phrase) for word in part.parts):
        message = f"`{written}`: lists are not known to cues"
        raise PydanticCustomError("problem", "{message}", {"code": "list", "message": message, "suggestion": ""})
    return written


_CueWords = Annotated[TermText, AfterValidator(_spelled_out)]


_REACH = WithJsonSchema({"anyOf": [{"enum": list(Reach)}, {"type": "integer", "minimum": 1, "maximum": 99},
                                   {"type": "string", "pattern": "^[1-9][0-9]?$"}]})  # fmt: skip


class CueBlock(Strict):
    """Words that say the same of an event, in the same way."""

    words: Annotated[tuple[_CueWords, ...], Field(min_length=1)] = Field(
        description="The cue's words, each a term as rules write it."
    )
    then: tuple[_CueWords, ...] = Field(
        (), description="The words are a cue only with one of these, up to five words behind: `dismiss` a `claim`."
    )
    status: Says = Field(description="What they say of the event; `said`: asserted, or claimed by the actor's side.")
    bears: Bears = Field(Bears.AFTER, description="Where the event stands: `after` the cue, `before` it, or `both`.")
    reach: Annotated[str, AfterValidator(_reach), _REACH] = Field(
        "clause", description="`clause`, `complement`, `speech`, `sentence`, `nearby`, or a number of words up to 99."
    )
    takes: Takes = Field(
        Takes.ANY,
        description="`any`, `base` (after `will`), `ing` (after `from`), `noun`, `present`, `state` or `perfect`.",
    )
    behind: Behind = Field(
        Behind.ANY, description="What stands right before the cue: `any`, a person's `name`, or what is `known`."
    )
    spares_known: Flag = Field(
        False, description="Whether an event told as known (`the attack`, `his arrest`) is out of its reach."
    )
    spares_fresh: Flag = Field(
        False, description="Whether an event with a day or an hour of these days (`on Thursday`) is out of its reach."
    )
    ends: tuple[_CueWords, ...] = Field((), description="Words behind which it does not reach.")
    unless: tuple[TermText, ...] = Field((), description="What only looks like it: the cue is part of these words.")


class BoundaryBlock(Strict):
    """The small words that show where a clause begins."""

    relative: tuple[str, ...] = Field((), description="`who`, `which`: what follows is told as known.")
    adverbial: tuple[str, ...] = Field((), description="`after`, `because`: what follows is told as known.")
    indirect: tuple[str, ...] = Field((), description="`why`, `how`: begin an indirect question told as known.")
    complement: tuple[str, ...] = Field((), description="`that`, `whether`: begin what somebody says or thinks.")
    coordinating: tuple[str, ...] = Field((), description="`and`, `but`.")
    breaking: tuple[str, ...] = Field((), description="Those that begin a new clause without a comma too: `but`.")


class SpeakerBlock(Strict):
    """Who counts as an observer, and which words stand for somebody named before."""

    neutral: tuple[_CueWords, ...] = Field(
        (), description="Speakers that are nobody's side: `war monitor`, `resident`."
    )
    pronouns: tuple[str, ...] = Field((), description="Actors that mean the speaker: `they`, `it`, `group`.")
    anaphors: tuple[str, ...] = Field(
        (), description="Speakers that mean who did it, named before: `the group`, `its`."
    )
    own_interest: tuple[_CueWords, ...] = Field(
        (), description="Events that nobody claims: who says to have `lost` a city is believed."
    )
    empty: tuple[str, ...] = Field((), description="Words that two names may share without being one side: `the`.")


class CueFileBlock(Strict):
    """A table of cues, or an extension of one."""

    extend: Annotated[str, Field(pattern="^[a-z]{2}$")] | None = Field(
        None, description="The table that these cues are added to; without it, the file replaces its language's table."
    )
    cues: tuple[CueBlock, ...] = Field((), description="The cues; where several bear on one event, the weakest wins.")
    boundaries: BoundaryBlock = Field(BoundaryBlock(), description="Where clauses begin.")
    speakers: SpeakerBlock = Field(SpeakerBlock(), description="Who says it.")
