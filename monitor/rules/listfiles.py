"""One list file → what it says: its entries, and which list it is or extends. Three forms: YAML, text with one entry a
line, and, for the large shipped ones, tab-separated columns, which load fifty times faster than YAML."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Discriminator, Field, FiniteFloat, Tag

from monitor.errors import InvalidFiles, Problem
from monitor.rules.compiled import ListEntry
from monitor.rules.fields import Strict
from monitor.rules.schema import Written
from monitor.strictyaml import Document, Position, Source, parse, validate

NAME = re.compile(r"[a-z_]+")
MAX_ENTRIES = 200_000


@dataclass(frozen=True, slots=True)
class ListFile:
    """What one file says. `extend` names the list it adds to; without it the file is the list `name`. `places` are
    where the entries stand, in order (none for the shipped tables). `facts` are those of every entry that does not say
    otherwise."""

    source: Source
    name: str
    entries: tuple[ListEntry, ...]
    places: tuple[Position, ...] = ()
    extend: str | None = None
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: Mapping[str, str | float] = field(default_factory=dict)
    head: Position = field(default=Position(1, 1))

    @property
    def file(self) -> str:
        return self.source.file


class EntryBlock(BaseModel):
    """An entry: its name, its other names, and whatever else templates want to know."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, Written] = Field(init=False)

    name: Written = Field(description="The canonical name.")
    also: Annotated[tuple[Written, ...], Field(min_length=1)] | None = Field(
        None, description="Other ways to write it."
    )
    lat: FiniteFloat | None = Field(None, ge=-90, le=90, description="Latitude in degrees.")
    lon: FiniteFloat | None = Field(None, ge=-180, le=180, description="Longitude in degrees.")


def _kind(value: object) -> str:
    return "an entry" if isinstance(value, dict | EntryBlock) else "a name"


class ListBlock(Strict):
    """A list, or an extension of one."""

    extend: Annotated[str, Field(pattern="^[a-z_]+$")] | None = Field(
        None, description="The list that these entries are added to; without it, the file's name is the list's."
    )
    entries: tuple[
        Annotated[Annotated[Written, Tag("a name")] | Annotated[EntryBlock, Tag("an entry")], Discriminator(_kind)], ...
    ] = Field((), max_length=MAX_ENTRIES, description="Names, or blocks with `name`, `also` and other facts.")
    ambiguous: dict[Written, tuple[Written, ...]] = Field(
        default_factory=dict, description="Names that count only where one of the given words occurs in the article."
    )
    facts: dict[str, Written] = Field(
        default_factory=dict, description="What every entry has that does not say otherwise, such as `side`."
    )


def json_schema() -> dict[str, Any]:
    """The JSON schema of a list file, for editors: a block, or just the entries."""
    schema = ListBlock.model_json_schema()
    definitions = schema.pop("$defs")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A list of News Monitor",
        "anyOf": [schema, schema["properties"]["entries"]],
        "$defs": definitions,
    }


def read_list(file: str, text: str) -> ListFile:
    """Raises InvalidFiles with every problem of the file."""
    path = PurePosixPath(file)
    if not NAME.fullmatch(path.stem):
        message = f"`{path.stem}` cannot name a list: rules write `$name` with small letters and `_` only"
        better = re.sub(r"[^a-z]+", "_", path.stem.lower()).strip("_")
        suggestion = f"call the file `{better}{path.suffix}`" if better else ""
        raise InvalidFiles([Problem(file, 0, 0, "list-name", message, "", suggestion)])
    readers = {".txt": _read_text, ".tsv": _read_table}
    return readers.get(path.suffix, _read_yaml)(file, path.stem, text)


def _read_yaml(file: str, name: str, text: str) -> ListFile:
    documents = parse(text, file)
    if len(documents) != 1:
        raise InvalidFiles([Problem(file, 0, 0, "empty", "a list file holds one list", "", "write one entry a line")])
    document = documents[0]
    if isinstance(document.root, list):
        document = _in_block(document, document.root)
    block = validate(document, ListBlock)
    return _checked(
        ListFile(
            document.source,
            name,
            tuple(_entry(entry) for entry in block.entries),
            tuple(document.position(("entries", index)) for index in range(len(block.entries))),
            block.extend,
            block.ambiguous,
            block.facts,
            document.position(("extend",), key=True),
        )
    )


def _in_block(document: Document, entries: Any) -> Document:
    """A file that is only its entries, as the block it stands for; each value keeps its place."""
    values = {("entries", *path): offset for path, offset in document.values.items()}
    keys = {("entries", *path): offset for path, offset in document.keys.items()}
    return Document(document.source, {"entries": entries}, {(): document.values[()], **values}, keys)


def _entry(entry: str | EntryBlock) -> ListEntry:
    if isinstance(entry, str):
        return ListEntry(entry.strip(), (entry.strip(),))
    facts: dict[str, str | float] = dict(entry.__pydantic_extra__ or {})
    facts |= {key: value for key, value in (("lat", entry.lat), ("lon", entry.lon)) if value is not None}
    return ListEntry(entry.name, _forms(entry.name, entry.also or ()), facts)


def _forms(name: str, also: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((name, *also)))


def _read_text(file: str, name: str, text: str) -> ListFile:
    source = Source(file, text.removeprefix("\ufeff"))
    lines = {line.strip(): number for number, line in reversed(list(enumerate(source.lines, start=1)))}
    named = sorted((number, line) for line, number in lines.items() if line and not line.startswith("#"))
    entries = tuple(ListEntry(line, (line,)) for _, line in named)
    return _checked(ListFile(source, name, entries, tuple(Position(number, 1) for number, _ in named)))


def _read_table(file: str, name: str, text: str) -> ListFile:
    """Columns `name also country lat lon only_with`; several values in one column are separated by `|`."""
    entries, ambiguous = [], {}
    lines = (line for line in text.split("\n") if line and not line.startswith("#"))
    for title, also, country, lat, lon, only_with in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        forms = (title, *also.split("|")) if also else (title,)
        entries.append(ListEntry(title, forms, {"country": country, "lat": float(lat), "lon": float(lon)}))
        if only_with:
            ambiguous[title] = tuple(only_with.split("|"))
    return ListFile(Source(file, ""), name, tuple(entries), ambiguous=ambiguous)


def _checked(read: ListFile) -> ListFile:
    """Raises InvalidFiles where the list holds nothing, or an entry that no article can hold."""
    problems = [
        read.source.problem(place, "empty-term", f"`{form}` has no word")
        for entry, place in zip(read.entries, read.places, strict=True)
        for form in entry.forms
        if not any(map(str.isalnum, form))
    ]
    if not read.entries and not read.ambiguous:
        problems.append(read.source.problem(read.head, "empty", "the list has no entry"))
    if problems:
        raise InvalidFiles(problems)
    return read
