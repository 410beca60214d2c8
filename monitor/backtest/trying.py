"""Tries versions of rules out over the same articles, each rule only as often as it changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from monitor.backtest.raised import Outcome, Raised
from monitor.backtest.run import Backtest
from monitor.backtest.versions import Version
from monitor.matching import Engine


class Trying:
    """Keeps what every version of every rule did, so that to go back to an earlier one costs nothing."""

    def __init__(self, past: Backtest) -> None:
        self._past = past
        self._engine: Engine | None = None
        self._known: dict[tuple[str, ...], Outcome] = {}

    def of(self, wanted: Sequence[tuple[Version, Collection[str]]]) -> list[Outcome]:
        """What these rules of these versions do."""
        missing = self._missing(wanted)
        outcomes = self._past.run([self._compiled(version, ids) for version, ids in missing])
        for (version, ids), outcome in zip(missing, outcomes, strict=True):
            self._known |= {version.behaviour(id): _part(outcome, id) for id in ids}
        return [_joined(self._known[version.behaviour(id)] for id in sorted(ids)) for version, ids in wanted]

    def _missing(self, wanted: Iterable[tuple[Version, Collection[str]]]) -> list[tuple[Version, list[str]]]:
        known, missing = set(self._known), []
        for version, ids in wanted:
            new = {version.behaviour(id): id for id in sorted(ids)}
            if own := [id for key, id in new.items() if key not in known]:
                missing.append((version, own))
            known |= new.keys()
        return missing

    def _compiled(self, version: Version, ids: Iterable[str]) -> Engine:
        ruleset = version.only(ids)
        self._engine = self._engine.updated(ruleset) if self._engine else Engine(ruleset)
        return self._engine


def _part(outcome: Outcome, id: str) -> Outcome:
    return Outcome(tuple(one for one in outcome.alerts if one.rule == id), {id: outcome.matched.get(id, 0)})


def _joined(parts: Iterable[Outcome]) -> Outcome:
    alerts: list[Raised] = []
    matched: Counter[str] = Counter()
    for part in parts:
        alerts += part.alerts
        matched.update(part.matched)
    return Outcome(tuple(sorted(alerts, key=lambda one: (one.opened, one.rule, one.article))), matched)
