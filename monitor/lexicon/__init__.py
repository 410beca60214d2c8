"""Data that ships with the package: lists, verb families, status cues, packs of rules, the ordinary words that a name
must not be mistaken for, and the words that tell nothing of an event. Only text here: `rules` and `stories` give it
meaning."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def shipped_lists() -> Mapping[str, str]:
    """The text of each shipped list by its file's name, such as `cities.tsv`."""
    folder = files(__name__) / "lists"
    return {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.is_file()}


@cache
def shipped_actions() -> Mapping[str, str]:
    """The text of each shipped verb family by its file's name, such as `seize.yml`."""
    folder = files(__name__) / "actions"
    return {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".yml")}


@cache
def shipped_packs() -> Mapping[str, Mapping[str, str]]:
    """The text of each rule file of each pack, by the pack's name and the file's, such as `airstrike.yml`."""
    folders = [entry for entry in (files(__name__) / "packs").iterdir() if entry.is_dir()]
    return {
        folder.name: {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".yml")}
        for folder in sorted(folders, key=lambda folder: folder.name)
    }


@cache
def ordinary_words() -> frozenset[str]:
    """Frequent English words in small letters: as the name of a place or group, each needs its context."""
    return frozenset((files(__name__) / "ordinary_words.txt").read_text("utf-8").split())


@cache
def small_words() -> Mapping[str, frozenset[str]]:
    """Words that say nothing of an event (the, said, Monday, among), by language; of Chinese the letters."""
    folder = files(__name__) / "small_words"
    return {
        entry.name.removesuffix(".txt"): frozenset(entry.read_text("utf-8").split())
        for entry in folder.iterdir()
        if entry.name.endswith(".txt")
    }


@cache
def common_words() -> Mapping[str, Mapping[str, int]]:
    """Words that news of any day uses, by language: lemma → in how many of a hundred articles it stands. Of Chinese,
    pairs of letters."""
    found: dict[str, dict[str, int]] = {}
    for entry in (files(__name__) / "common_words").iterdir():
        if entry.name.endswith(".txt"):
            words = found.setdefault(entry.name.removesuffix(".txt"), {})
            for line in entry.read_text("utf-8").splitlines():
                count, _, listed = line.partition(":")
                words.update(dict.fromkeys(listed.split(), int(count)))
    return found


@cache
def shipped_status() -> Mapping[str, str]:
    """The text of each shipped table of status cues by its file's name, such as `en.yml`."""
    folder = files(__name__) / "status"
    return {entry.name: entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".yml")}


@cache
def shipped_verbs() -> Mapping[str, str]:
    """English verbs in their dictionary form, each with how often it is one: `v` nearly always, `b` or another word as
    often, `n` at times only."""
    lines = (files(__name__) / "verbs.txt").read_text("utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {word: row[0] for row in rows for word in row[1:]}


@cache
def shipped_frames() -> Mapping[str, str]:
    """The text of what stands around the news in each language, by the language's two letters."""
    folder = files(__name__) / "frames"
    return {entry.name.removesuffix(".yml"): entry.read_text("utf-8") for entry in folder.iterdir()}
