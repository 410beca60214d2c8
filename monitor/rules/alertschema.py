"""The shape of `alert`, `raise` and `when` in a rule file: when matches become an alert, and when it has news."""

from __future__ import annotations

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from monitor.rules.fields import Duration, RuleId, SlotName, Strict, several

STATUS, SOURCES = "status", "sources"
"""What `again_if` may name beside slots."""
_PATH = "^[a-z][a-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?$"


def _path(written: str) -> str:
    if not re.fullmatch(_PATH[1:-1], written):
        raise ValueError(f"must be a slot and a field of it, such as `city.country`, not `{written}`")
    return written


SlotPathText = Annotated[str, AfterValidator(_path), WithJsonSchema({"type": "string", "pattern": _PATH})]
Paths = Annotated[
    tuple[SlotPathText, ...],
    BeforeValidator(several),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": _PATH},
                {"type": "array", "items": {"type": "string", "pattern": _PATH}},
            ]
        }
    ),
]


class AlertBlock(Strict):
    once_per: tuple[SlotName, ...] = Field(
        (), description="The slots whose entries make one happening; without it the story does."
    )
    hold: Duration = Field("48h", description="How long after the last match the alert stays open.")
    again_if: tuple[SlotName, ...] = Field(
        (STATUS,), description="What makes an open alert worth an update: `status`, `sources`, or slots."
    )


class RaiseBlock(Strict):
    sources: int = Field(ge=2, le=1000, description="From so many independent sources on.")


class CountBlock(Strict):
    """So many matches."""

    count: int = Field(ge=1, le=100_000, description="So many matches.")
    over: Duration = Field(description="Within a sliding window of this length.")
    by: Paths = Field((), description="Counted apart for each value of these, such as `city.country`.")
    sources: int = Field(1, ge=1, le=1000, description="From so many independent sources.")


class SpikeBlock(Strict):
    """Many more matches than usual."""

    spike: float = Field(gt=1, le=1000, allow_inf_nan=False, description="So many times the mean.")
    over: Duration = Field(description="The length of the window.")
    against: Duration = Field(description="The time before it of which the mean is taken.")
    at_least: int = Field(5, ge=1, le=100_000, description="And so many matches in any case.")
    by: Paths = Field((), description="Counted apart for each value of these, such as `city.country`.")


class NewBlock(Strict):
    """A value that was not seen lately."""

    new: SlotPathText = Field(description="What is looked at, such as `captor.name`.")
    memory: Duration = Field("90d", description="How long a value is remembered.")


class SequenceBlock(Strict):
    """One rule, then another."""

    sequence: tuple[RuleId, RuleId] = Field(description="The ids of two rules: the first matches, then the second.")
    by: tuple[SlotPathText, SlotPathText] | None = Field(None, description="One for each: the values must be equal.")
    over: Duration = Field(description="At most so long after the first.")


class SilenceBlock(Strict):
    """Nothing for so long."""

    silence: Duration = Field(description="Nothing matched for so long.")


FORMS = ("count", "spike", "new", "sequence", "silence")


def _form(value: object) -> str | None:
    """The form's tag: no key's name, since errors name the way to a value by keys and tags."""
    held = value if isinstance(value, dict) else dir(value)
    return next((f"a {form}" for form in FORMS if form in held), None)


def _of_a_form(value: object) -> object:
    if isinstance(value, dict) and _form(value) is None:
        message = f"`when` needs one of {', '.join(f'`{form}`' for form in FORMS)}"
        context = {"code": "missing-key", "message": message, "suggestion": ""}
        raise PydanticCustomError("problem", "{message}", context)
    return value


WhenBlock: TypeAlias = CountBlock | SpikeBlock | NewBlock | SequenceBlock | SilenceBlock
AnyWhen = Annotated[
    Annotated[CountBlock, Tag("a count")]
    | Annotated[SpikeBlock, Tag("a spike")]
    | Annotated[NewBlock, Tag("a new")]
    | Annotated[SequenceBlock, Tag("a sequence")]
    | Annotated[SilenceBlock, Tag("a silence")],
    Discriminator(_form),
    BeforeValidator(_of_a_form),
]
