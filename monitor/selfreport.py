"""What the process says of itself: to `monitor status`, to Prometheus, and to whoever asks whether it is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.clock import Clock
from monitor.model.alert import AlertSeverity, ReceiverState
from monitor.model.article import Dealt, RawArticle
from monitor.pipeline import Pipeline
from monitor.release import release
from monitor.reloading import Live
from monitor.sources import Source
from monitor.storage import Store
from monitor.tally import Tally
from monitor.web import Figures, SourceFigures


class SelfReport:
    """Hears of each article that is stored (`hear`); everything else is looked up when it is asked for. `last` says
    when each source gave its last article before the start; `runs` whether the process takes articles now."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        *,
        sources: Mapping[str, Source],
        last: Mapping[str, datetime],
        live: Callable[[], Live],
        runs: Callable[[], bool],
    ) -> None:
        self._store = store
        self._clock = clock
        self._sources = sources
        self._live = live
        self._runs = runs
        self._tally = Tally(list(sources), last)
        self._started = clock.now()
        self._pipeline: Pipeline | None = None

    def watch(self, pipeline: Pipeline) -> None:
        """This is the pipeline to tell of."""
        self._pipeline = pipeline

    def hear(self, raw: RawArticle, dealt: Sequence[Dealt]) -> None:
        """This is stored now."""
        self._tally.note(dealt, self._clock.now())

    def summary(self) -> dict[str, Any]:
        """What `monitor status` shows of this process."""
        admitted = self._live().admitted
        summary: dict[str, Any] = {
            "rules": len(admitted.engine.ruleset.rules),
            "broken files": sorted(admitted.refused),
            "sources": {name: self._of_source(name, source) for name, source in self._sources.items()},
        }
        if self._pipeline is not None:
            summary["articles taken"] = self._pipeline.taken
            summary["slow rules"] = {
                cost.rule_id: f"{cost.seconds * 1_000:.1f} ms an article, {cost.share:.0%} of all rules' time"
                for cost in self._pipeline.spent.slow()
            }
        return summary

    def _of_source(self, name: str, source: Source) -> dict[str, Any]:
        given, chosen = self._tally.of(name), self._live().settings.named_sources().get(name)
        return {
            "kind": chosen.kind if chosen else "",
            "place": source.place,
            "last": given.last.isoformat() if given.last else None,
            "articles": given.articles,
            "refused": dict(given.refused),
            "waiting": source.waiting,
            "troubles": dict(source.troubles),
        }

    def lacks(self) -> list[str]:
        """What keeps it from taking and judging articles; nothing when all is well."""
        why = [] if self._runs() else ["it stops, or has only begun to start"]
        running = any(rule.enabled for rule in self._live().admitted.engine.ruleset.rules.values())
        return why if running else [*why, "no rule runs: nobody would be told of anything"]

    async def figures(self) -> Figures:
        """How it is now. Raises StoreUnavailable."""
        async with self._store.read() as tx:
            notifications, waiting_since = await tx.outbox.counts(), await tx.outbox.waiting_since()
            healths, opened = await tx.receivers.all(), await tx.alerts.opened_since(self._started)
            quarantined, embargoed = await tx.quarantine.counts()
        live, pipeline = self._live(), self._pipeline
        rules = [rule.enabled for rule in live.admitted.engine.ruleset.rules.values()]
        return Figures(
            now=self._clock.now(),
            version=release(),
            sources={
                name: SourceFigures(self._tally.of(name).last, source.waiting, len(source.troubles))
                for name, source in self._sources.items()
            },
            rules=sum(rules),
            rules_off=len(rules) - sum(rules),
            broken_files=len(live.admitted.refused),
            intake=pipeline.intake.qsize() if pipeline else 0,
            judged=pipeline.judged if pipeline else 0,
            judged_seconds=pipeline.judged_seconds if pipeline else 0.0,
            notifications=notifications,
            waiting_since=waiting_since,
            well={name: healths[name].state is ReceiverState.OK if name in healths else True
                  for name in live.settings.receivers},
            alerts={severity.value: opened.get(severity.value, 0) for severity in AlertSeverity},
            quarantined=quarantined,
            embargoed=embargoed,
        )  # fmt: skip
