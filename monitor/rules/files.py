"""What a file below `rules/` is, by its path alone; paths are relative to that folder, with `/`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePosixPath
from posixpath import normpath

_YAML = (".yml", ".yaml")
PACKS = "packs"


class FileKind(StrEnum):
    """RULE: rules. PACK: rules of a pack. LIST: a list of words. ACTION: a verb family. STATUS: a table of status cues.
    OTHER: nothing that is read by itself, such as an example or a backup."""

    RULE = "rule"
    PACK = "pack"
    LIST = "list"
    ACTION = "action"
    STATUS = "status"
    OTHER = "other"


def kind_of(path: str) -> FileKind:
    """The kind of a file. Hidden files and editors' backups are OTHER, and so is what lies in hidden folders."""
    parts = PurePosixPath(path)
    if any(part.startswith(".") or part.endswith("~") for part in parts.parts):
        return FileKind.OTHER
    folders = parts.parts[:-1]
    shared = next((_SHARED[folder] for folder in _SHARED if folder in folders), None)
    if shared is not None:
        return shared if parts.suffix in (*_YAML, *([".txt"] if shared is FileKind.LIST else [])) else FileKind.OTHER
    if parts.suffix not in _YAML or (PACKS in folders and pack_of(path) is None):
        return FileKind.OTHER
    return FileKind.PACK if pack_of(path) else FileKind.RULE


_SHARED = {"lists": FileKind.LIST, "actions": FileKind.ACTION, "status": FileKind.STATUS}
"""The folders of what rules rest on."""


def pack_of(path: str) -> str | None:
    """The pack that a rule file belongs to, `conflict` for `packs/conflict/airstrike.yml`; None for rules of none."""
    first, *below = PurePosixPath(path).parts
    return below[0] if first == PACKS and len(below) > 1 else None


def in_pack(pack: str, name: str) -> str:
    """The path of a pack's file."""
    return f"{PACKS}/{pack}/{name}"


def is_shared(path: str) -> bool:
    """Whether a file holds what rules rest on: a list, a verb family, or a table of status cues."""
    return not _SHARED.keys().isdisjoint(PurePosixPath(path).parts[:-1])


def beside(file: str, relative: str) -> str | None:
    """The path that `relative` means in `file`, or None where it leads out of the rules' folder."""
    path = normpath(PurePosixPath(file).parent / relative)
    return None if path.startswith(("../", "/")) or path == ".." or "\\" in relative or "\0" in relative else path
