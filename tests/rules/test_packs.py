"""Packs as files: which are in service, and what a desk's own files put in their place."""

from __future__ import annotations

import pytest

from monitor.lexicon import shipped_packs
from monitor.rules.files import FileKind, in_pack, kind_of, pack_of
from monitor.rules.packs import is_shipped, shipped_rules, with_packs

QUAKE = in_pack("disaster", "earthquake.yml")


@pytest.mark.parametrize(
    ("path", "kind", "pack"),
    [
        ("packs/conflict/airstrike.yml", FileKind.PACK, "conflict"),
        ("packs/conflict/deep/airstrike.yaml", FileKind.PACK, "conflict"),
        ("packs/conflict/notes.md", FileKind.OTHER, "conflict"),
        ("packs/airstrike.yml", FileKind.OTHER, None),
        ("deep/packs/conflict/airstrike.yml", FileKind.OTHER, None),
        ("packs/conflict/.airstrike.yml", FileKind.OTHER, "conflict"),
        ("packs/conflict/lists/places.txt", FileKind.LIST, "conflict"),
        ("airstrike.yml", FileKind.RULE, None),
    ],
)
def test_which_files_are_of_a_pack(path: str, kind: FileKind, pack: str | None) -> None:
    assert (kind_of(path), pack_of(path)) == (kind, pack)


def test_only_packs_that_are_on_are_in_service() -> None:
    assert with_packs({"a.yml": "x"}, []) == {"a.yml": "x"}
    on = with_packs({}, ["disaster"])
    assert {pack_of(path) for path in on} == {"disaster"}
    assert len(on) == len(shipped_packs()["disaster"])
    assert with_packs({}, ["disaster", "disaster"]) == on


def test_a_file_of_the_same_path_takes_the_place_of_a_shipped_one() -> None:
    files = with_packs({QUAKE: "title: Mine\n"}, ["disaster"])
    assert files[QUAKE] == "title: Mine\n"
    assert not is_shipped(QUAKE, files[QUAKE])
    assert is_shipped(QUAKE, with_packs({}, ["disaster"])[QUAKE])


def test_every_shipped_rule_is_known_by_its_id() -> None:
    known = shipped_rules()
    assert known["earthquake"] == "disaster"
    assert len(known) == sum(map(len, shipped_packs().values()))
