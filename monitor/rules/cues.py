"""Status cues: what a file such as `rules/status/en.yml` says of the words that tell whether something happened."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePosixPath
from typing import Any, TypeVar

from monitor.errors import InvalidFiles, Problem
from monitor.lexicon import shipped_status
from monitor.rules.compiled import Term
from monitor.rules.cueschema import (
    Bears,
    Behind,
    BoundaryBlock,
    CueBlock,
    CueFileBlock,
    Reach,
    Says,
    SpeakerBlock,
    Takes,
)
from monitor.rules.terms import compile_term
from monitor.strictyaml import parse, validate

_Words = TypeVar("_Words", BoundaryBlock, SpeakerBlock)

LANGUAGE = re.compile(r"[a-z]{2}")


@dataclass(frozen=True, slots=True)
class Cue:
    """Terms that say the same of an event. `words`: how many words it reaches, where not a clause or more."""

    terms: tuple[Term, ...]
    says: Says
    bears: Bears = Bears.AFTER
    reach: Reach = Reach.CLAUSE
    words: int | None = None
    takes: Takes = Takes.ANY
    spares_known: bool = False
    spares_fresh: bool = False
    behind: Behind = Behind.ANY
    ends: tuple[Term, ...] = ()
    unless: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class CueTable:
    """The cues of one language, and the small words that scope and speakers are found by (folded)."""

    language: str
    digest: str
    cues: tuple[Cue, ...]
    boundaries: BoundaryBlock
    speakers: SpeakerBlock


@dataclass(frozen=True, slots=True)
class LoadedCues:
    """The tables by language, and the problems of all files; a file with an error is left out. `files`: the language
    whose table each sound file makes or extends."""

    tables: Mapping[str, CueTable]
    problems: tuple[Problem, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Loads of equal digests give every sentence the same status."""
        return hashlib.sha256(
            repr(sorted((each.language, each.digest) for each in self.tables.values())).encode()
        ).hexdigest()


@cache
def shipped_cues() -> Mapping[str, CueTable]:
    """The tables of the package itself, by language."""
    tables = (_table(path, *_read(path, text)) for path, text in shipped_status().items())
    return {table.language: table for table in tables}


def load_cues(files: Mapping[str, str]) -> LoadedCues:
    """The shipped tables with the user's `files` (path below `rules/` → text) laid over them. Never raises."""
    tables = dict(shipped_cues())
    problems: list[Problem] = []
    of_files: dict[str, str] = {}
    for path, text in sorted(files.items()):
        try:
            block, digest = _read(path, text, taken=of_files)
        except InvalidFiles as error:
            problems += error.problems
            continue
        table = _table(path, block, digest)
        tables[table.language] = _extended(tables.get(table.language), table) if block.extend else table
        of_files[path] = table.language
    return LoadedCues(tables, tuple(sorted(problems)), of_files)


def json_schema() -> dict[str, Any]:
    """The JSON schema of a file of cues, for editors."""
    schema = CueFileBlock.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "Status cues of News Monitor"}


def _read(path: str, text: str, taken: Mapping[str, str] | None = None) -> tuple[CueFileBlock, str]:
    """`taken`: the languages of the files before it: of two files for one language the second is in error."""
    stem = PurePosixPath(path).stem
    if not LANGUAGE.fullmatch(stem):
        message = f"`{stem}` names no language: a file of status cues is called by its two letters, such as `en.yml`"
        raise InvalidFiles([Problem(path, 0, 0, "status-name", message, "")])
    documents = parse(text, path)
    if len(documents) != 1:
        raise InvalidFiles([Problem(path, 0, 0, "empty", "a status file holds one table of cues", "")])
    block = validate(documents[0], CueFileBlock)
    if other := next((file for file, language in (taken or {}).items() if language == stem), None):
        message = f"the table of `{stem}` is already made or extended by {other}"
        raise InvalidFiles([documents[0].problem((), "duplicate-table", message, "write all of it into one file")])
    if block.extend and block.extend != stem:
        message = f"`{stem}` can extend the table of its own language only, not `{block.extend}`"
        raise InvalidFiles([documents[0].problem(("extend",), "unknown-table", message, f"write `extend: {stem}`")])
    return block, hashlib.sha256(text.encode()).hexdigest()


def _table(path: str, block: CueFileBlock, digest: str) -> CueTable:
    cues = tuple(map(_cue, block.cues))
    return CueTable(PurePosixPath(path).stem, digest, cues, block.boundaries, block.speakers)


def _cue(block: CueBlock) -> Cue:
    counted = block.reach.isdecimal()
    words = [f"{one} ... {other}" for one in block.words for other in block.then] if block.then else block.words
    return Cue(
        tuple(map(compile_term, words)),
        block.status,
        block.bears,
        Reach.CLAUSE if counted else Reach(block.reach),
        int(block.reach) if counted else None,
        block.takes,
        block.spares_known,
        block.spares_fresh,
        block.behind,
        tuple(map(compile_term, block.ends)),
        tuple(map(compile_term, block.unless)),
    )


def _extended(base: CueTable | None, added: CueTable) -> CueTable:
    if base is None:
        return added
    digest = hashlib.sha256(f"{base.digest}\n{added.digest}".encode()).hexdigest()
    return CueTable(
        base.language,
        digest,
        (*base.cues, *added.cues),
        _joined(base.boundaries, added.boundaries),
        _joined(base.speakers, added.speakers),
    )


def _joined(base: _Words, added: _Words) -> _Words:
    """Each list of words with what is added to it."""
    fields = type(base).model_fields
    return base.model_copy(update={name: getattr(base, name) + getattr(added, name) for name in fields})
