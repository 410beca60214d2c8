"""Documents against a pydantic model: every error, at its line and column, in plain English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from monitor.errors import InvalidFiles, Problem
from monitor.strictyaml.documents import Document, Path, Plain
from monitor.strictyaml.english import code, describe, did_you_mean
from monitor.strictyaml.shape import known_keys

M = TypeVar("M", bound=BaseModel)

_UNKNOWN, _MISSING = "extra_forbidden", "missing"


def validate(document: Document, model: type[M]) -> M:
    """The document as the model's object. Raises InvalidFiles with every problem found."""
    try:
        return model.model_validate(document.root)
    except ValidationError as error:
        problems = list(_problems(document, model, error.errors(include_url=False)))
    raise InvalidFiles(sorted(set(problems)))


def _problems(document: Document, model: type[BaseModel], errors: Sequence[ErrorDetails]) -> Iterable[Problem]:
    guessed = set()
    for error in (error for error in errors if error["type"] == _UNKNOWN):
        path = _path(document.root, error["loc"])
        key = str(path[-1])
        suggestion = did_you_mean(key, known_keys(model, document.root, path[:-1]))
        guessed.add((path[:-1], suggestion))
        yield document.problem(path, "unknown-key", f"unknown key `{key}`", suggestion, key=True)
    for error in (error for error in errors if error["type"] != _UNKNOWN and not _follows(error, errors)):
        path = _path(document.root, error["loc"])
        name = str(error["loc"][-1]) if error["loc"] else ""
        if error["type"] == _MISSING and (path, f"did you mean `{name}`?") in guessed:
            continue
        message, suggestion = describe(error, path)
        yield document.problem(path, code(error), message, suggestion, key=error["loc"][-1:] == ("[key]",))


def _follows(error: ErrorDetails, errors: Sequence[ErrorDetails]) -> bool:
    """Whether a list is too short only because its items are wrong, which is said already."""
    loc = error["loc"]
    return error["type"] == "too_short" and any(
        loc == e["loc"][: len(loc)] and len(e["loc"]) > len(loc) for e in errors
    )


def _path(root: Plain, loc: Sequence[str | int]) -> Path:
    """The part of pydantic's `loc` that is in the document: union tags and missing keys are not."""
    path: list[str | int] = []
    here: Plain | None = root
    for index, part in enumerate(loc):
        step = _step(here, part)
        if step is None:
            continue
        if loc[index + 1 : index + 2] == ("[key]",):
            return (*path, part)
        path.append(part)
        here = step
    return tuple(path)


def _step(here: Plain | None, part: str | int) -> Plain | None:
    if isinstance(here, dict) and isinstance(part, str):
        return here.get(part)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return None
