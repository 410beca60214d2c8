"""Runs the topics and prints what the timelines say of the alerts."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import structlog

from benchmarks.quality.corpus import ROOT
from benchmarks.quality.timelines.reporting import TOPICS, Piece, Timeline, days_of, next_days, pieces, timelines
from benchmarks.quality.timelines.verdicts import judged
from monitor.backtest.replay import Pace, Replay
from monitor.clock import SystemClock
from monitor.config import MonitorSettings
from monitor.delivery.render import render_headline
from monitor.matching import Engine
from monitor.model.alert import NotificationState
from monitor.model.article import RawArticle
from monitor.pipeline import InForce
from monitor.rules.compiled import RuleSet
from monitor.rules.families import load_families
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules
from monitor.storage import Store

PACK = ROOT / "monitor" / "lexicon" / "packs" / "conflict"
SETTINGS = MonitorSettings.model_validate(
    {
        "sources": [{"folder": "t17"}],
        "receivers": {"desk": {"kind": "console"}},
        "routes": [{"to": ["desk"]}],
    }
)


@dataclass(frozen=True, slots=True)
class Message:
    """What the desk was told, and the article that brought it."""

    topic: str
    day: date
    kind: str
    rule: str
    happening: str
    alert: str
    headline: str
    article: str
    proof: str

    @property
    def id(self) -> str:
        """Names the message in verdicts: the same in every run that decides the same, however stories are named."""
        about = self.happening if self.happening.startswith("slot:") else "story"
        return f"{self.rule} {self.kind} {self.article} {about}"


def rules(files: Sequence[Path]) -> InForce:
    """The rules of these files and the two that ship, with the shipped lists and families."""
    texts = {path.name: path.read_text("utf-8") for path in (*sorted((ROOT / "rules").glob("*.yml")), *files)}
    lists = load_lists({})
    loaded = load_rules(texts, lists.lists, lambda _: "", families=load_families({}, lists.lists))
    errors = [problem for problem in loaded.problems if problem.severity == "error"]
    if errors:
        raise SystemExit("\n".join(map(str, errors)))
    compiled = {rule.id: rule for found in loaded.rules.values() for rule in found}
    return InForce(SETTINGS, Engine(RuleSet(compiled, lists.lists)), render_headline)


async def run(topic: str, force: InForce) -> list[Message]:
    """A topic's reporting through the pipeline, day by day."""
    with tempfile.TemporaryDirectory() as folder:
        store = await Store.open(f"sqlite:///{folder}/state.db")
        await Replay(store, force, Pace(SystemClock(), None)).run(_counted(topic))
        messages = await _messages(store, topic)
        await store.close()
        return messages


def _counted(topic: str) -> Iterator[RawArticle]:
    for number, piece in enumerate(pieces(topic), start=1):
        yield piece.raw
        if number % 100 == 0:
            print(f"{topic}: {number} articles", flush=True)


async def _messages(store: Store, topic: str) -> list[Message]:
    async with store.read() as tx:
        sent = await tx.outbox.list(state=NotificationState.PENDING, limit=1_000_000)
        alerts = {one.id: one for one in await tx.alerts.list(limit=1_000_000)}
    found = []
    for one in reversed(sent):
        alert, change = one.content["alert"], one.content["change"]
        article = (change or {}).get("article") or alert["article"]
        proof = (change or {}).get("proof") or alert["proof"]
        found.append(
            Message(
                topic,
                one.created.date(),
                change["kind"] if change else "raised",
                alert["rule"]["id"],
                alerts[alert["id"]].happening,
                alert["id"],
                alert["headline"],
                Path(article["path"]).stem,
                proof["text"],
            )
        )
    return found


def met(timeline_dates: Sequence[date], told: set[date], days: Mapping[date, int]) -> tuple[int, int]:
    """Of the dates that have an article that day or the next: how many have a message, and how many there are."""
    can_be = [day for day in timeline_dates if any(one in days for one in next_days(day))]
    return sum(any(one in told for one in next_days(day)) for day in can_be), len(can_be)


def report(topic: str, articles: list[Piece], gold: list[Timeline], messages: list[Message]) -> Counter[str]:
    """One line a topic, and its sums."""
    days, told = days_of(articles), {one.day for one in messages}
    raised = [one for one in messages if one.kind == "raised"]
    dates = sorted({day for each in gold for day in each.dates})
    hit, possible = met(dates, told, days)
    by_chance, all_days = met(sorted(days), told, days)
    print(
        f"{topic:6} {len(articles):5} articles on {len(days):3} days  {len(raised):4} alerts, "
        f"{len(messages) - len(raised):3} updates  {len(messages) / len(days):5.2f} messages a day  "
        f"dates met {hit:3} of {possible:3} = {hit / max(1, possible):.3f}  any day {by_chance / max(1, all_days):.3f}"
    )
    again = Counter((one.rule, one.happening) for one in raised)
    sums = Counter(articles=len(articles), days=len(days), alerts=len(raised), messages=len(messages), hit=hit)
    sums.update(possible=possible, chance=by_chance, all_days=all_days)
    sums.update(reopened=sum(many - 1 for many in again.values()))
    return sums


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=Path, action="append", default=None)
    parser.add_argument("--topic", choices=TOPICS, action="append")
    parser.add_argument("--list", type=Path)
    parser.add_argument("--judged", type=int, default=0)
    parser.add_argument("--seed", default="")
    parser.add_argument("--unjudged", type=Path)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    force, total, everything = rules(asked.rules or sorted(PACK.glob("*.yml"))), Counter[str](), []
    for topic in asked.topic or TOPICS:
        messages = asyncio.run(run(topic, force))
        total += report(topic, pieces(topic), timelines(topic), messages)
        everything += messages
    print(
        f"all    {total['articles']:5} articles on {total['days']:3} days  {total['alerts']:4} alerts  "
        f"{total['messages'] / total['days']:5.2f} messages a day  "
        f"dates met {total['hit']:3} of {total['possible']:3} = {total['hit'] / total['possible']:.3f}  "
        f"any day {total['chance'] / total['all_days']:.3f}  "
        f"alerts of a happening that had one before {total['reopened']}"
    )
    by_rule = Counter((one.rule, one.kind) for one in everything)
    print("  ".join(f"{rule} {kind} {many}" for (rule, kind), many in sorted(by_rule.items())))
    if asked.list:
        asked.list.write_text("".join(f"{_line(one)}\n" for one in everything), "utf-8")
    if asked.judged:
        unread = judged({one.id for one in everything}, asked.judged, asked.seed)
        if asked.unjudged:
            asked.unjudged.write_text("".join(f"{_line(one)}\n" for one in everything if one.id in unread), "utf-8")


def _line(one: Message) -> str:
    shown = {name: str(getattr(one, name)) for name in one.__slots__}
    return json.dumps({"id": one.id, **shown}, ensure_ascii=False)
