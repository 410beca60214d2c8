"""Names in settings and rules that lead nowhere, and routes that no alert can take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from monitor.config import MonitorSettings, Route
from monitor.rules import windows
from monitor.rules.compiled import Rule
from monitor.rules.compiling import slots_of
from monitor.strictyaml import did_you_mean


class Dangling(NamedTuple):
    """A fault at a path of monitor.yml or of a rule."""

    path: tuple[str | int, ...]
    message: str
    suggestion: str


def problems(settings: MonitorSettings) -> list[Dangling]:
    """Everything in the settings that names what isn't there, and every route in the wrong place."""
    return [*_unknown_names(settings), *_fallbacks(settings), *_routes(settings.routes)]


def rule_problems(rule: Rule, settings: MonitorSettings) -> list[Dangling]:
    """The receivers that a rule's `notify` names and the settings don't have."""
    return [
        found
        for index, name in enumerate(rule.notify)
        for found in _unknown(("notify", index), "receiver", name, settings.receivers)
    ]


def sequence_problems(rule: Rule, rules: Mapping[str, Rule]) -> Iterator[Dangling]:
    """Rules that a sequence names and that are not there, and slots that they don't have."""
    when = rule.when
    if not isinstance(when, windows.Sequence):
        return
    for index, name in enumerate(when.sequence):
        yield from _unknown(("when", "sequence", index), "rule", name, rules)
        if name in rules and when.by:
            path, slots = when.by[index], slots_of(rules[name].conditions)
            if path.slot not in slots:
                message = f"the rule `{name}` has no slot `{path.slot}`"
                yield Dangling(("when", "by", index), message, did_you_mean(path.slot, slots))


def slots_of_alert(rule: Rule, rules: Mapping[str, Rule]) -> frozenset[str]:
    """The slots that an alert of the rule may have: its own, or of a sequence those of both rules."""
    if not isinstance(rule.when, windows.Sequence):
        return slots_of(rule.conditions)
    return frozenset().union(*(slots_of(rules[name].conditions) for name in rule.when.sequence if name in rules))


def _unknown_names(settings: MonitorSettings) -> Iterator[Dangling]:
    for number, route in enumerate(settings.routes):
        for index, name in enumerate(route.to):
            yield from _unknown(("routes", number, "to", index), "receiver", name, settings.receivers)
        if route.digest:
            yield from _unknown(("routes", number, "digest"), "digest", route.digest, settings.digests)
    for digest, shape in settings.digests.items():
        for index, name in enumerate(shape.to):
            yield from _unknown(("digests", digest, "to", index), "receiver", name, settings.receivers)
    for receiver, kind in settings.receivers.items():
        if kind.owner:
            yield from _unknown(("receivers", receiver, "owner"), "receiver", kind.owner, settings.receivers)
        if kind.fallback:
            yield from _unknown(("receivers", receiver, "fallback"), "receiver", kind.fallback.to, settings.receivers)
    if settings.owner:
        yield from _unknown(("owner",), "receiver", settings.owner, settings.receivers)


def _unknown(path: tuple[str | int, ...], kind: str, name: str, known: Iterable[str]) -> Iterator[Dangling]:
    names = sorted(known)
    if name not in names:
        advice = did_you_mean(name, names) or (f"there is {', '.join(names)}" if names else f"add it under `{kind}s`")
        yield Dangling(path, f"no {kind} is named `{name}`", advice)


def _fallbacks(settings: MonitorSettings) -> Iterator[Dangling]:
    """Chains of fallbacks that lead back to where they began: what nobody can take would go round for ever."""
    for receiver in settings.receivers:
        chain = _chain(receiver, settings)
        if len(chain) > 1 and chain[-1] == receiver == min(chain):  # each round is told of once
            advice = "end the chain with a receiver that has no `fallback`"
            message = f"the fallback leads back to where it began: {' → '.join(chain)}"
            yield Dangling(("receivers", receiver, "fallback"), message, advice)


def _chain(receiver: str, settings: MonitorSettings) -> list[str]:
    """A receiver, its fallback, that one's, …, up to the end or the first that comes twice."""
    chain = [receiver]
    while chain[-1] in settings.receivers and (fallback := settings.receivers[chain[-1]].fallback):
        chain.append(fallback.to)
        if chain.count(fallback.to) > 1:
            break
    return chain


def _routes(routes: Sequence[Route]) -> Iterator[Dangling]:
    if not any(route.is_default for route in routes):
        advice = "end the list with a route that names only `to` or `digest`"
        yield Dangling(
            ("routes",), "a default route is missing: an alert that fits no route would reach nobody", advice
        )
    for number, route in enumerate(routes):
        if route.group and not route.to:
            advice = "add `to`, or leave `group` out: a digest does its own grouping"
            yield Dangling(
                ("routes", number, "group"), "nothing of this route leaves at once, so nothing is grouped", advice
            )
        if not (route.to or route.digest):
            advice = "name receivers in `to`, or a `digest`"
            yield Dangling(("routes", number), "this route leads to nobody", advice)
        above = next((n for n, earlier in enumerate(routes[:number]) if _takes_all_of(earlier, route)), None)
        if above is not None:
            kind = "the default route" if routes[above].is_default else "it"
            advice = f"move {kind} below, or give it `continue: true`"
            message = f"no alert gets here: route {above + 1} takes all that would fit"
            yield Dangling(("routes", number), message, advice)


def _takes_all_of(earlier: Route, later: Route) -> bool:
    """Whether every alert that fits `later` is already taken by `earlier`."""
    return not earlier.continue_ and all(
        not asked or (bool(narrower) and set(narrower) <= set(asked))
        for asked, narrower in (
            (earlier.severity, later.severity),
            (earlier.tag, later.tag),
            (earlier.rule, later.rule),
            (earlier.source, later.source),
        )
    )
