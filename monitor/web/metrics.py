"""`/metrics`: figures for Prometheus. docs/operations.md explains each; labels are names of the settings, never more.

Counters count what this process did since it started; what the store holds is asked at each scrape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from monitor.model.alert import NotificationState
from monitor.model.article import Dealt, RawArticle

CONTENT_TYPE = CONTENT_TYPE_LATEST
Labels = TypeVar("Labels", bound=tuple[str, ...])
_PREFIX = "news_monitor"
_SECONDS = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300)


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """Of one source: when it last gave a new article, how many wait, how many things stand in its way."""

    last: datetime | None
    waiting: int
    troubles: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How it is at the moment of a scrape: of the process, and of what the store holds."""

    now: datetime
    version: str
    sources: Mapping[str, SourceFigures]
    rules: int
    rules_off: int
    broken_files: int
    intake: int
    judged: int
    judged_seconds: float
    notifications: Mapping[tuple[str, NotificationState], int]
    waiting_since: datetime | None
    well: Mapping[str, bool]
    alerts: Mapping[str, int]
    quarantined: int
    embargoed: int


class Metrics:
    """Counts what it is told of; `text` puts the figures of the moment beside it."""

    def __init__(self, sources: Sequence[str]) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._articles = Counter(
            f"{_PREFIX}_articles", "New versions of articles that were stored.", ["source"], registry=self._registry
        )
        self._refused = Counter(
            f"{_PREFIX}_refused", "Files and bodies that are no article.", ["source", "reason"], registry=self._registry
        )
        self._seconds = Histogram(
            f"{_PREFIX}_article_seconds",
            "From the reception of an article to its commit, with all that it means.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        for source in sources:
            self._articles.labels(source)

    def note(self, raw: RawArticle, dealt: Sequence[Dealt], now: datetime) -> None:
        """This is stored now."""
        new = 0
        for one in dealt:
            if one.refusal is not None:
                self._refused.labels(one.id.source, one.refusal.reason.value).inc()
            elif one.new:
                self._articles.labels(one.id.source).inc()
                new += 1
        if new:
            self._seconds.observe(max(0.0, (now - raw.received).total_seconds()))

    def text(self, figures: Figures) -> bytes:
        """Everything, in Prometheus' text format."""
        moment = CollectorRegistry()
        moment.register(_Moment(figures))
        return generate_latest(self._registry) + generate_latest(moment)


class _Moment(Collector):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        yield from _of_process(self._figures)
        yield from _of_sources(self._figures)
        yield from _of_store(self._figures)


def _of_process(is_so: Figures) -> Iterator[Metric]:
    yield _gauge("info", "The version that runs.", {(is_so.version,): 1}, ["version"])
    rules = {("in_force",): is_so.rules, ("off",): is_so.rules_off}
    yield _gauge("rules", "Rules that run, and that are switched off.", rules, ["state"])
    yield _gauge("broken_files", "Files of rules, lists and templates that are broken.", {(): is_so.broken_files})
    yield _gauge("intake_articles", "Articles between their source and the next commit.", {(): is_so.intake})
    judged = CounterMetricFamily(f"{_PREFIX}_judged", "Files and bodies that were read and matched.")
    judged.add_metric([], is_so.judged)
    yield judged
    seconds = CounterMetricFamily(f"{_PREFIX}_judged_seconds", "Processor time that reading and matching took.")
    seconds.add_metric([], is_so.judged_seconds)
    yield seconds


def _of_sources(is_so: Figures) -> Iterator[Metric]:
    last = {(name,): one.last.timestamp() for name, one in is_so.sources.items() if one.last}
    yield _gauge("source_last_article_timestamp_seconds", "When its last new article came.", last, ["source"])
    waiting = {(name,): one.waiting for name, one in is_so.sources.items()}
    yield _gauge("source_waiting", "Articles known to wait, to be read or stored.", waiting, ["source"])
    troubles = {(name,): one.troubles for name, one in is_so.sources.items()}
    yield _gauge("source_troubles", "What cannot be read now.", troubles, ["source"])


def _of_store(is_so: Figures) -> Iterator[Metric]:
    states = {(receiver, state.value): many for (receiver, state), many in is_so.notifications.items()}
    yield _gauge("notifications", "Notifications that are kept, by state.", states, ["receiver", "state"])
    age = (is_so.now - is_so.waiting_since).total_seconds() if is_so.waiting_since else 0
    yield _gauge("outbox_oldest_seconds", "How long the oldest that could leave has waited.", {(): max(0.0, age)})
    well = {(name,): int(is_well) for name, is_well in is_so.well.items()}
    yield _gauge("receiver_ok", "1 unless a receiver fails or is paused.", well, ["receiver"])
    opened = CounterMetricFamily(
        f"{_PREFIX}_alerts_opened", "Alerts opened in this store since the start.", labels=["severity"]
    )
    for severity, many in is_so.alerts.items():
        opened.add_metric([severity], many)
    yield opened
    yield _gauge("quarantined", "Files in quarantine.", {(): is_so.quarantined})
    yield _gauge("embargoed", "Articles held until their embargo ends.", {(): is_so.embargoed})


def _gauge(name: str, says: str, values: Mapping[Labels, float], labels: Sequence[str] = ()) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(f"{_PREFIX}_{name}", says, labels=labels)
    for label, value in values.items():
        gauge.add_metric(label, value)
    return gauge
