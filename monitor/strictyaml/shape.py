"""Which keys a model allows at a place of a document: for suggestions only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel

from monitor.strictyaml.documents import Path, Plain

Schema = dict[str, Any]  # JSON schema: any JSON value under each keyword


def known_keys(model: type[BaseModel], root: Plain, path: Path) -> set[str]:
    """The keys that the model knows for the mapping at `path`."""
    schema = _schema(model)
    places = list(_expand(schema, schema, root))
    here: Plain = root
    for part in path:
        here = here[part]  # type: ignore[index]
        places = [place for parent in places for place in _children(schema, parent, part, here)]
    return {key for place in places for key in place.get("properties", {})}


@cache
def _schema(model: type[BaseModel]) -> Schema:
    return model.model_json_schema()


def _children(schema: Schema, parent: Schema, part: str | int, value: Plain) -> Iterator[Schema]:
    if isinstance(part, str):
        patterns = parent.get("patternProperties", {}).values()
        children = [parent.get("properties", {}).get(part), parent.get("additionalProperties"), *patterns]
    else:
        children = [parent.get("items")]
    for child in children:
        if isinstance(child, dict):
            yield from _expand(schema, child, value)


def _expand(schema: Schema, place: Schema, value: Plain) -> Iterator[Schema]:
    """The alternatives at a place: references followed, unions taken apart, by their tag where they have one."""
    if "$ref" in place:
        yield from _expand(schema, schema["$defs"][place["$ref"].rsplit("/", 1)[-1]], value)
    elif "discriminator" in place and "propertyName" in place["discriminator"]:
        mapping = place["discriminator"]["mapping"]
        tag = value.get(place["discriminator"]["propertyName"]) if isinstance(value, dict) else None
        chosen = [{"$ref": mapping[tag]}] if isinstance(tag, str) and tag in mapping else place["oneOf"]
        for option in chosen:
            yield from _expand(schema, option, value)
    else:
        yield place
        for option in (*place.get("anyOf", ()), *_chosen(schema, place, value), *place.get("allOf", ())):
            yield from _expand(schema, option, value)


def _chosen(schema: Schema, place: Schema, value: Plain) -> list[Schema]:
    """Of alternatives that a key tells apart, those whose keys are all there; where none is, every one."""
    options: list[Schema] = place.get("oneOf", [])
    needed = [schema["$defs"].get(one.get("$ref", "").rsplit("/", 1)[-1], one).get("required") for one in options]
    there = [one for one, keys in zip(options, needed, strict=True) if keys and _has(value, keys)]
    return there or options


def _has(value: Plain, keys: list[str]) -> bool:
    return isinstance(value, dict) and value.keys() >= set(keys)
