"""A backtest does what a daemon would have done, with any number of processes."""

from __future__ import annotations

import asyncio
import hashlib
import pickle
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor import log
from monitor.alerting.situation import Office
from monitor.backtest import Backtest, Outcome
from monitor.backtest.spool import Spool
from monitor.backtest.work import Entry, Worker
from monitor.errors import Unreadable, UnreadableReason
from monitor.matching import Engine
from monitor.model.alert import Alert
from monitor.model.article import ArticleId, RawArticle
from monitor.pipeline import InForce, Pipeline
from monitor.raising import tick
from monitor.reading.given import Line
from monitor.rules.compiled import RuleSet
from monitor.rules.load import load_rules
from monitor.storage import Store
from tests.stories.test_placing import GAZETTE, GOMA, HAMA, LATER_TAKE
from tests.support.alerting import plain_headline, settings
from tests.support.clock import VirtualClock

SETTINGS = settings(receivers={"desk": {"kind": "email", "to": ["desk@example.org"]}}, routes=[{"to": ["desk"]}])
START = datetime(2026, 11, 1, 6, tzinfo=UTC)
RULES = {
    "fall.yml": "title: Fall\nall: [[captured, capture, seized], [Hama, Goma]]\nwithin: sentence\nalert: {again_if: [sources]}\n",
    "word.yml": "title: Every town\nany: [{of: [Hama, Goma], as: town}]\nalert: {once_per: [town], hold: 1h}\n",
    "twice.yml": "title: Twice\nany: [Hama, Goma]\nwhen: {count: 2, over: 6h}\n",
    "quiet.yml": "title: Quiet\nany: [Goma]\nwhen: {silence: 3h}\n",
}


class Silent:
    """Progress that nobody sees."""

    def begin(self, what: str, total: int | None) -> None: ...
    def done(self, more: int) -> None: ...


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with log.silenced():
        yield


def ruleset(*files: str) -> RuleSet:
    loaded = load_rules({file: RULES[file] for file in files or RULES}, {})
    assert not [problem for problem in loaded.problems if problem.severity == "error"], loaded.problems
    return RuleSet({rule.id: rule for found in loaded.rules.values() for rule in found}, {})


def raw(path: str, text: str, hours: float, source: str = "Reuters") -> RawArticle:
    at = START + timedelta(hours=hours)
    content = f"---\nsource: {source}\npublished: {at.isoformat()}\n---\n{text}\n".encode()
    return RawArticle(ArticleId("wire", path), content, hashlib.sha256(content).hexdigest(), at, at)


ARTICLES = [
    raw("a", f"Rebels capture Hama\n\n{HAMA}", 0),
    raw("b", f"Rebels in Hama\n\n{HAMA}", 1, "Daily Planet"),
    raw("c", f"Rebels capture Goma\n\n{GOMA}", 2),
    raw("g", f"Insurgents seized Hama\n\n{GAZETTE}", 3, "Gazette"),
    raw("d", f"Rebels capture Hama, free prisoners\n\n{LATER_TAKE}", 4),
    raw("a", "CORRECTED: Rebels near Hama\n\nRebels are near Hama. They did not take it, Reuters corrects.", 5),
    raw("e", "Market day\n\nThere was a market in the town, and nobody came.", 9),
    raw("f", f"Rebels capture Goma again\n\n{GOMA}", 300, "AP"),
    raw("c", f"Rebels capture Goma\n\n{GOMA}\n\nGoma is captured, the army said.", 400),
]


def outcomes(articles: Iterable[RawArticle | Line | Unreadable], *rulesets: RuleSet, jobs: int = 1) -> list[Outcome]:
    with Backtest(SETTINGS, plain_headline, jobs=jobs, now=START, progress=Silent()) as past:
        assert past.read(articles) == []
        return past.run([Engine(one) for one in rulesets])


async def lived(
    articles: Sequence[RawArticle], rules: RuleSet, folder: Path, every: timedelta = timedelta(hours=1)
) -> list[Alert]:
    """The same by the pipeline and the ticks of a daemon."""
    clock = VirtualClock(START)
    force = InForce(SETTINGS, Engine(rules), plain_headline)
    store = await Store.open(f"sqlite:///{folder}/live.db")
    pipeline = Pipeline(store, {}, lambda: force, clock, lambda: None)

    async def look() -> None:
        async with store.begin() as tx:
            await tick(tx, force.rules, Office(clock.now(), force.settings, force.headline))

    await look()
    for one in articles:
        while clock.now() + every <= one.received:
            clock.step(every)
            await look()
        clock.step(one.received - clock.now())
        await pipeline.take([one])
    async with store.read() as tx:
        found = await tx.alerts.list(limit=1_000)
    await store.close()
    return found


def compared(alerts: Iterable[Alert]) -> list[tuple[object, ...]]:
    return sorted(
        (a.rule_id, a.happening, a.opened, a.last_match, a.status, a.standing, a.severity, a.sources, a.late)
        for a in alerts
    )


def told(outcome: Outcome) -> list[tuple[object, ...]]:
    return sorted(
        (a.rule, a.happening, a.opened, a.until, a.status, a.standing, a.severity, a.sources, a.late)
        for a in outcome.alerts
    )


async def test_a_backtest_raises_what_a_daemon_would_have_raised(tmp_path: Path) -> None:
    live = await lived(ARTICLES, ruleset("fall.yml", "word.yml", "twice.yml"), tmp_path)
    assert {one.rule_id for one in live} == {"fall", "word", "twice"}
    assert any(one.sources > 1 for one in live)
    (outcome,) = await asyncio.to_thread(lambda: outcomes(ARTICLES, ruleset("fall.yml", "word.yml", "twice.yml")))
    assert told(outcome) == compared(live)


async def test_silence_is_heard_minute_by_minute(tmp_path: Path) -> None:
    articles = [*ARTICLES[:7], raw("f", f"Goma\n\n{GOMA}", 12)]
    live = await lived(articles, ruleset("quiet.yml"), tmp_path, timedelta(minutes=1))
    assert len(live) == 1
    (outcome,) = await asyncio.to_thread(lambda: outcomes(articles, ruleset("quiet.yml")))
    assert told(outcome) == compared(live)
    assert outcome.alerts[0].article == "monitor:silence/quiet"


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_number_of_processes_changes_nothing(jobs: int) -> None:
    texts = (HAMA, GOMA, GAZETTE, LATER_TAKE)
    many = [raw(f"{n}", f"Rebels\n\n{texts[n % 4]} {n % 7}", n % 50 * 2, f"Paper {n % 5}") for n in range(130)]
    alone = outcomes(many, ruleset("fall.yml", "word.yml"))
    assert len(alone[0].alerts) > 3
    assert outcomes(many, ruleset("fall.yml", "word.yml"), jobs=jobs) == alone


def test_a_worker_that_is_made_anew_in_another_process_does_the_same(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    worker = Worker(spool, [Engine(ruleset("fall.yml"))], "en", START)
    entries = [one for one in worker.read(ARTICLES) if isinstance(one, Entry)]
    other: Worker = pickle.loads(pickle.dumps(worker))
    here, there = worker.match(entries), other.match(entries)
    matches = [[spool.load(ref) if ref else None for seen in found for ref in seen.matches] for found in (here, there)]
    assert matches[0] == matches[1]
    assert any(matches[0])
    spool.close()


def test_the_order_given_does_not_matter_where_times_differ() -> None:
    assert outcomes(reversed(ARTICLES[:5]), ruleset("fall.yml")) == outcomes(ARTICLES[:5], ruleset("fall.yml"))


def test_each_version_of_rules_is_run_by_itself_and_again_as_the_first_time() -> None:
    both = ruleset("fall.yml", "word.yml")
    with Backtest(SETTINGS, plain_headline, jobs=1, now=START, progress=Silent()) as past:
        past.read(ARTICLES)
        together = past.run([Engine(ruleset("fall.yml")), Engine(both)])
        again = past.run([Engine(both)])
    assert [one.rule for one in together[0].alerts] == ["fall"] * len(together[0].alerts)
    assert [one for one in together[1].alerts if one.rule == "fall"] == list(together[0].alerts)
    assert again == [together[1]]
    assert together[1].matched["fall"] == 7


def test_what_cannot_be_read_is_answered_and_the_rest_goes_on() -> None:
    missing = Unreadable(UnreadableReason.NO_FILE, "gone.txt: not there")
    line = Line("x.jsonl:1", b'{"text": "Rebels captured Hama.", "published": "2026-11-02"}', "file")
    with Backtest(SETTINGS, plain_headline, jobs=1, now=START, progress=Silent()) as past:
        found = past.read([Line("x.jsonl:0", b"{", "file"), missing, raw("z", "", 0), line])
        assert [one.reason for one in found] == [
            UnreadableReason.NO_FILE,
            UnreadableReason.NO_TEXT,
            UnreadableReason.NO_TEXT,
        ]
        (outcome,) = past.run([Engine(ruleset("fall.yml"))])
    assert [(one.article, one.opened) for one in outcome.alerts] == [
        ("file:x.jsonl:1", datetime(2026, 11, 2, tzinfo=UTC))
    ]


def test_only_articles_of_the_time_asked_for_count() -> None:
    since, until = START + timedelta(hours=1), START + timedelta(hours=4)
    with Backtest(SETTINGS, plain_headline, jobs=1, now=START, progress=Silent()) as past:
        past.read(ARTICLES, since, until)
        assert past.articles == 3
        assert past.period == (since, START + timedelta(hours=3))


def test_an_embargoed_article_comes_when_its_embargo_ends() -> None:
    content = (
        b'{"uri": "x", "type": "text", "headline": "Rebels captured Hama", "versioncreated": "2026-11-02T06:00:00Z", '
        b'"embargoed": "2026-11-02T09:00:00Z", "body_text": "Rebels captured Hama on Monday, the army said."}'
    )
    one = RawArticle(ArticleId("wire", "x.json"), content, hashlib.sha256(content).hexdigest(), START, START)
    (outcome,) = outcomes([one], ruleset("fall.yml"))
    assert [alert.opened for alert in outcome.alerts] == [datetime(2026, 11, 2, 9, tzinfo=UTC)]


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    outcomes(ARTICLES, ruleset("fall.yml"), jobs=2)
    assert list(tmp_path.iterdir()) == []
