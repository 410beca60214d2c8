"""`alert`, `raise` and `when` of a rule → what alerting reads, with what can be wrong about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from monitor.model.alert import AlertSeverity
from monitor.rules.alertschema import (
    SOURCES,
    STATUS,
    CountBlock,
    NewBlock,
    RaiseBlock,
    SequenceBlock,
    SilenceBlock,
    SpikeBlock,
    WhenBlock,
)
from monitor.rules.compiled import Rule
from monitor.rules.fields import duration
from monitor.rules.schema import CONDITIONS, RuleKeys
from monitor.rules.windows import Count, New, Quiet, Sequence, SlotPath, Spike, When
from monitor.strictyaml import Path


class SlotUse(NamedTuple):
    """A slot that a rule names outside of its conditions, and where."""

    slot: str
    path: Path


class Finding(NamedTuple):
    """What is wrong, and where."""

    path: Path
    code: str
    message: str
    suggestion: str = ""


def compile_when(block: WhenBlock | None) -> When | None:
    """What `when` asks."""
    match block:
        case CountBlock():
            return Count(block.count, duration(block.over), slot_paths(block.by), block.sources)
        case SpikeBlock():
            over, against = duration(block.over), duration(block.against)
            return Spike(block.spike, over, against, block.at_least, slot_paths(block.by))
        case NewBlock():
            return New(slot_path(block.new), duration(block.memory))
        case SequenceBlock():
            return Sequence(block.sequence, duration(block.over), _comparable(slot_paths(block.by or ())))
        case SilenceBlock():
            return Quiet(duration(block.silence))
        case None:
            return None


def _comparable(by: tuple[SlotPath, ...]) -> tuple[SlotPath, ...]:
    """`[city.country, country.name]`: a town has its country's code, so the country is taken by its code, too."""
    if not any(path.field == "country" for path in by):
        return by
    return tuple(path._replace(field="country") if path.field == "name" else path for path in by)


def compile_raises(block: dict[AlertSeverity, RaiseBlock]) -> tuple[tuple[AlertSeverity, int], ...]:
    """Each severity and the independent sources that give it, the least urgent first."""
    return tuple((severity, block[severity].sources) for severity in AlertSeverity if severity in block)


def slot_path(written: str) -> SlotPath:
    slot, _, field = written.partition(".")
    return SlotPath(slot, field or "name")


def slot_paths(written: Iterable[str]) -> tuple[SlotPath, ...]:
    return tuple(map(slot_path, written))


def slots_used(block: RuleKeys) -> Iterator[SlotUse]:
    """The slots of the rule's own that `alert` and `when` name. Those of a sequence belong to other rules."""
    for index, name in enumerate(block.alert.once_per):
        yield SlotUse(name, ("alert", "once_per", index))
    for index, name in enumerate(block.alert.again_if):
        if name not in (STATUS, SOURCES):
            yield SlotUse(name, ("alert", "again_if", index))
    if isinstance(block.when, CountBlock | SpikeBlock):
        for index, written in enumerate(block.when.by):
            yield SlotUse(slot_path(written).slot, ("when", "by", index))
    if isinstance(block.when, NewBlock):
        yield SlotUse(slot_path(block.when.new).slot, ("when", "new"))


def named_slots(rule: Rule) -> Iterator[tuple[str, str]]:
    """The same of a rule that is compiled, each with the key that names it."""
    yield from (("once_per", slot) for slot in rule.once_per)
    yield from (("again_if", slot) for slot in rule.again_if if slot not in (STATUS, SOURCES))
    if isinstance(rule.when, Count | Spike):
        yield from (("by", path.slot) for path in rule.when.by)
    if isinstance(rule.when, New):
        yield "new", rule.when.new.slot


def needs_conditions(block: RuleKeys) -> bool:
    """Whether the rule must say what to look for: a sequence looks at what other rules found, and a silence may be
    that of a source or a language."""
    if isinstance(block.when, SequenceBlock):
        return False
    return not (isinstance(block.when, SilenceBlock) and (block.source or block.language))


def errors(block: RuleKeys) -> Iterator[Finding]:
    """What can't be meant."""
    when = block.when
    if isinstance(when, SequenceBlock):
        for key in CONDITIONS:
            if getattr(block, key) is not None:
                yield Finding((key,), "value", f"a sequence looks at the matches of other rules, so `{key}` is in vain")
    if isinstance(when, CountBlock) and when.sources > when.count:
        message = f"`when` never holds: {when.count} matches cannot come from {when.sources} sources"
        yield Finding(("when", "sources"), "never", message)
    if isinstance(when, SpikeBlock) and duration(when.against) < 2 * duration(when.over):
        yield Finding(("when", "against"), "value", "`against` must be at least twice as long as `over`")
