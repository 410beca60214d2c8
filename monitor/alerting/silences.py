"""Which silence mutes what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.model.alert import KeptBack, Silence
from monitor.model.facts import AboutFacts


class ScopeKind(StrEnum):
    """What a silence can name."""

    RULE = "rule"
    TAG = "tag"
    SLOT = "slot"
    STORY = "story"
    RECEIVER = "receiver"


@dataclass(frozen=True, slots=True)
class Scope:
    """A silence's scope, understood. `slot` is empty but for `slot:NAME=VALUE`."""

    kind: ScopeKind
    value: str
    slot: str = ""


def parse_scope(text: str) -> Scope:
    """Understand `rule:ID`, `tag:NAME`, `slot:NAME=VALUE`, `story:ID` or `receiver:NAME`; raises ValueError for
    anything else."""
    kind, _, value = text.partition(":")
    slot, equals, entry = value.partition("=")
    if kind not in list(ScopeKind) or not value.strip():
        raise ValueError(f"`{text}` is none of rule:ID, tag:NAME, slot:NAME=VALUE, story:ID, receiver:NAME")
    if kind != ScopeKind.SLOT:
        return Scope(ScopeKind(kind), value.strip())
    if not (equals and slot.strip() and entry.strip()):
        raise ValueError(f"`{text}` needs a value: slot:NAME=VALUE")
    return Scope(ScopeKind.SLOT, entry.strip(), slot.strip())


@dataclass(frozen=True, slots=True)
class Subject:
    """What of a message a silence may name. `slots` maps a slot's name to what it may be called by."""

    rule: str = ""
    tags: frozenset[str] = frozenset()
    slots: Mapping[str, frozenset[str]] | None = None
    story: str = ""
    receiver: str = ""


def of_message(about: AboutFacts, story: str, receiver: str = "") -> Subject:
    """What a message is about, and who would be told; a digest or a notice is only muted by its receiver."""
    slots = {name: _calls(value.get("text"), value.get("name")) for name, value in about["slots"].items()}
    return Subject(about["rule"], frozenset(about["tags"]), slots, story, receiver)


def muted_by(subject: Subject, silences: Iterable[Silence], now: datetime) -> Silence | None:
    """The first silence in force, `[starts, ends)`, that names the subject."""
    return next((s for s in silences if s.starts <= now < s.ends and _names(s.scope, subject)), None)


def reason(silence: Silence) -> str:
    """What is stored with a notification that was muted: the stable word, then who and why."""
    return f"{KeptBack.SILENCED}: by {silence.owner}, {silence.reason}"


def _names(text: str, subject: Subject) -> bool:
    try:
        scope = parse_scope(text)
    except ValueError:
        return False  # refused when it was added; one that is stored nevertheless must not mute anything
    match scope.kind:
        case ScopeKind.RULE:
            return scope.value == subject.rule
        case ScopeKind.TAG:
            return scope.value in subject.tags
        case ScopeKind.STORY:
            return scope.value == subject.story
        case ScopeKind.RECEIVER:
            return scope.value == subject.receiver
        case ScopeKind.SLOT:
            return scope.value.casefold() in (subject.slots or {}).get(scope.slot, frozenset())


def _calls(*written: str | None) -> frozenset[str]:
    return frozenset(text.casefold() for text in written if text)
