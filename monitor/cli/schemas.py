"""The JSON schemas, generated from the classes that validate; docs/schemas/ holds them as files for editors."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from monitor.config import MonitorSettings
from monitor.rules import cues, familyfiles, listfiles
from monitor.rules import schema as rules

Schema = dict[str, Any]  # JSON schema: any JSON value under each keyword


def text(name: str) -> str:
    """One schema, as it is written to a file."""
    return json.dumps(SCHEMAS[name](), ensure_ascii=False, indent=2) + "\n"


def file_name(name: str) -> str:
    return f"{name}.schema.json"


def _settings() -> Schema:
    schema = MonitorSettings.model_json_schema()
    for block in (schema, *schema["$defs"].values()):
        _allow_files(block)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Settings of News Monitor",
    }


def _allow_files(block: Schema) -> None:
    """A key that must be given may come as its `…_file` instead."""
    properties = block.get("properties", {})
    for key in [key for key in block.get("required", []) if f"{key}_file" in properties]:
        block["required"].remove(key)
        block["oneOf"] = [{"required": [key]}, {"required": [f"{key}_file"]}]


SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "monitor": _settings,
    "rule": rules.json_schema,
    "list": listfiles.json_schema,
    "action": familyfiles.json_schema,
    "status": cues.json_schema,
}
