"""What the blocks of a rule file are made of: strict blocks, durations, names, yes and no."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from monitor.rules.compiled import Role

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DURATION = re.compile(r"([0-9]{1,6})([smhdw])")
_LONGEST = timedelta(days=3660)


class Strict(BaseModel):
    """Base of every block: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def several(value: object) -> object:
    """A lone value needs no brackets."""
    return [value] if isinstance(value, str) else value


def duration(written: str) -> timedelta:
    """The length that a valid `Duration` says."""
    parts = _DURATION.fullmatch(written)
    return timedelta(**{_UNITS[parts[2]]: int(parts[1])}) if parts else timedelta(0)


def truth(written: object) -> object:
    """Only what YAML 1.2 calls true and false: `yes` and `on` are words."""
    if isinstance(written, str):
        if written in ("true", "True", "TRUE", "false", "False", "FALSE"):
            return written.lower() == "true"
        raise PydanticCustomError("bool_parsing", "not a truth value")
    return written


def _duration(written: str) -> str:
    if not timedelta(0) < duration(written) <= _LONGEST:
        raise ValueError(f"must be a duration such as `45m`, `48h`, `3d` or `2w`, up to ten years, not `{written}`")
    return written


def _slot_name(written: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", written):
        raise ValueError(f"must be small letters, digits and `_`, starting with a letter, not `{written}`")
    return written


def _rule_id(written: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,100}", written):
        raise ValueError(f"must be small letters, digits and `-`, not `{written}`")
    return written


def _group_name(written: str) -> str:
    if not re.fullmatch("[A-Z]{2,}", written) or written in Role.__members__:
        raise ValueError(f"must be capitals, and no slot's name, not `{written}`")
    return written


def _language(written: str) -> str:
    if not re.fullmatch(r"[a-z]{2}", written):
        raise ValueError(f"must be a language's two letters such as `en` or `fr`, not `{written}`")
    return written


Flag = Annotated[bool, BeforeValidator(truth)]
Text = Annotated[str, StringConstraints(min_length=1)]
Duration = Annotated[
    str, AfterValidator(_duration), WithJsonSchema({"type": "string", "pattern": "^0*[1-9][0-9]{0,5}[smhdw]$"})
]
SlotName = Annotated[
    str, AfterValidator(_slot_name), WithJsonSchema({"type": "string", "pattern": "^[a-z][a-z0-9_]*$"})
]
RuleId = Annotated[str, AfterValidator(_rule_id), WithJsonSchema({"type": "string", "pattern": "^[a-z0-9-]{1,100}$"})]
GroupName = Annotated[str, AfterValidator(_group_name), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2,}$"})]
Language = Annotated[str, AfterValidator(_language), WithJsonSchema({"type": "string", "pattern": "^[a-z]{2}$"})]
