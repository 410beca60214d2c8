"""What a warning is, and the names of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.rules.compiled import (
    Close,
    Conditions,
    Either,
    Event,
    Every,
    Expression,
    Found,
    Inside,
    Often,
    Rule,
    Term,
    TermList,
)
from monitor.rules.schema import EventBlock, RuleBlock
from monitor.strictyaml import Path

Places = Sequence[tuple[Term, Path]]
"""Each term of a rule, and where it stands in the file."""


class Code(StrEnum):
    """The stable names of warnings; docs/rules.md says what to do about each."""

    NEVER = "never"
    ALWAYS = "always"
    COMMON = "common-word"
    WIDE = "wide-prefix"
    SLOW = "slow"
    WITHIN = "within"
    DUPLICATE = "duplicate-term"
    REDUNDANT = "redundant-term"
    STRUCK = "struck"
    CAPITALS = "capitals"
    ORDINARY = "ordinary-word"
    AMBIGUOUS = "ambiguous-entry"
    UNKNOWN_ENTRY = "unknown-entry"
    IN_VAIN = "in-vain"
    SAME = "same-rule"
    COVERED = "covered-rule"


@dataclass(frozen=True, slots=True)
class Finding:
    """One warning about a rule. `offset`: the letter within the text at `path`, where that is more than a term."""

    path: Path
    code: Code
    message: str
    suggestion: str = ""
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """The rule that is looked at: as compiled, as written, and where each of its terms stands."""

    rule: Rule
    block: RuleBlock
    places: Places
    lists: Mapping[str, TermList]

    @property
    def conditions(self) -> Conditions:
        return self.rule.conditions

    def at(
        self, term: Term, path: Path, code: Code, message: str, suggestion: str = "", *, last: bool = False
    ) -> Finding:
        """A finding at a term; in a query, at its first place there or the `last`."""
        query = self.conditions.query
        if path == ("query",) and query is not None:
            offset = query.written.rfind(term.written) if last else query.written.find(term.written)
            return Finding(path, code, message, suggestion, max(offset, 0))
        return Finding(path, code, message, suggestion)

    def ways(self) -> Iterator[tuple[Event, EventBlock, Path]]:
        """Each way of the event: as compiled, as written, and where it stands."""
        event, written = self.conditions.event, self.block.event
        if event is None or written is None:
            return
        if isinstance(written, tuple):
            yield from (
                (way, block, ("event", n)) for n, (way, block) in enumerate(zip(event.ways, written, strict=True))
            )
        else:
            yield event, written, ("event",)

    def place(self, term: Term) -> Path:
        """Where a term stands first."""
        return next((path for each, path in self.places if each is term), ())


@dataclass(frozen=True, slots=True)
class Required:
    """Terms of which one must occur, the key that asks for it, and where that stands."""

    key: str
    terms: tuple[Term, ...]
    path: Path


def required(conditions: Conditions) -> Iterator[Required]:
    """What a rule of words asks for, but for its query and score: each must occur."""
    if conditions.any:
        yield Required("any", conditions.any, ("any",))
    for number, group in enumerate(conditions.all):
        yield Required("all", group, ("all", number))
    for number, group in enumerate(conditions.near.groups if conditions.near else ()):
        yield Required("near", group, ("near", "terms", number))
    if conditions.at_least:
        yield Required("at_least", conditions.at_least.of, ("at_least", "of"))


def needed(expression: Expression) -> list[tuple[Term, ...]]:
    """The same of a query: terms of which one must occur where it holds."""
    match expression:
        case Found(term):
            return [(term,)]
        case Every(parts):
            return [group for part in parts for group in needed(part)]
        case Close(left, right):
            return [*needed(left), *needed(right)]
        case Inside(_, part) | Often(_, part):
            return needed(part)
        case Either(parts):
            each = [needed(part) for part in parts]
            return [tuple(term for groups in each for term in groups[0])] if all(each) else []
    return []


def eithers(expression: Expression) -> Iterator[Either]:
    """Every OR of what must hold."""
    match expression:
        case Either(parts):
            yield expression
            for part in parts:
                yield from eithers(part)
        case Every(parts):
            for part in parts:
                yield from eithers(part)
        case Inside(_, part):
            yield from eithers(part)
