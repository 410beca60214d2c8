"""Packs: rules that ship, and run where `packs:` in `monitor.yml` names them.

A shipped file stands where a desk's own file of the same path (`packs/conflict/airstrike.yml` below the rules' folder)
takes its place. Any other folder below `packs/` is a pack of the desk's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from monitor.lexicon import shipped_packs
from monitor.rules.files import in_pack, pack_of


def with_packs(files: Mapping[str, str], on: Iterable[str]) -> dict[str, str]:
    """The desk's rule files (path below `rules/` → text), and below them those of the packs that are on."""
    chosen = frozenset(on)
    shipped = {path: text for path, text in _shipped().items() if pack_of(path) in chosen}
    return {**shipped, **files}


def is_shipped(path: str, text: str) -> bool:
    """Whether a rule file is one that ships, as it ships."""
    return _shipped().get(path) == text


def shipped_rules() -> Mapping[str, str]:
    """The pack of each rule that ships, by the rule's id."""
    return {name.removesuffix(".yml"): pack for pack, files in shipped_packs().items() for name in files}


@cache
def _shipped() -> Mapping[str, str]:
    return {in_pack(pack, name): text for pack, files in shipped_packs().items() for name, text in files.items()}
