"""`/healthz`, `/readyz` and `/metrics`, as a probe and Prometheus ask for them."""

from __future__ import annotations

from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from monitor.storage import Store
from tests.support.door import TOKEN, door

DOCUMENTED = (Path(__file__).parents[2] / "docs/operations.md").read_text(encoding="utf-8")


async def test_alive_and_ready(lite: Store) -> None:
    async with door(lite) as open_door:
        for path, status in (("/healthz", "alive"), ("/readyz", "ready")):
            async with open_door.client.get(path) as answer:
                assert (answer.status, (await answer.json())["status"]) == (200, status)


async def test_not_ready_says_why_and_is_alive(lite: Store) -> None:
    async with door(lite) as open_door:
        open_door.lacks.append("no rule runs")
        async with open_door.client.get("/readyz") as answer:
            assert (answer.status, await answer.json()) == (503, {"status": "not ready", "why": ["no rule runs"]})
        async with open_door.client.get("/healthz") as answer:
            assert answer.status == 200


async def test_without_its_store_it_is_not_ready(lite: Store, tmp_path: Path) -> None:
    async with door(lite) as open_door:
        await lite.close()
        break_state(tmp_path)
        async with open_door.client.get("/readyz") as answer:
            assert answer.status == 503
            assert (await answer.json())["why"][0].startswith("the store cannot be used: ")
        async with open_door.client.get("/metrics") as answer:
            assert (answer.status, answer.content_type) == (503, "application/problem+json")
        assert (await open_door.post("Fever\n\nTwelve people fell ill with cholera."))[0] == 503


def break_state(folder: Path) -> None:
    """Whoever opens the state finds a folder in its place."""
    for each in folder.glob("monitor.db*"):
        each.unlink()
    (folder / "monitor.db").mkdir()


async def samples(open_door: object) -> dict[str, float]:
    async with open_door.client.get("/metrics") as answer:  # type: ignore[attr-defined]
        assert answer.headers["Content-Type"].startswith("text/plain")
        text = await answer.text()
    assert TOKEN not in text
    return {
        f"{one.name}{sorted(one.labels.items()) if one.labels else ''}": one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


async def test_metrics_count_what_was_stored(lite: Store) -> None:
    async with door(lite) as open_door:
        for body in ("Fever\n\nTwelve people fell ill with cholera.", "Sports\n\nThey won the cup.", b"\x00\x01\x02"):
            await open_door.post(body)
            await open_door.post(body)  # counted once
        found = await samples(open_door)
    assert found["news_monitor_articles_total[('source', 'wire')]"] == 2
    assert found["news_monitor_refused_total[('reason', 'binary'), ('source', 'wire')]"] == 2
    assert found["news_monitor_article_seconds_count"] == 2
    assert found["news_monitor_judged_total"] == 6
    assert found["news_monitor_judged_seconds_total"] > 0
    assert found["news_monitor_notifications[('receiver', 'desk'), ('state', 'pending')]"] == 1
    assert found["news_monitor_outbox_oldest_seconds"] == pytest.approx(90, abs=1)
    assert found["news_monitor_receiver_ok[('receiver', 'desk')]"] == 0
    assert found["news_monitor_alerts_opened_total[('severity', 'high')]"] == 4
    assert found["news_monitor_rules[('state', 'in_force')]"] == 1
    assert found["process_resident_memory_bytes"] > 0


async def test_every_metric_is_documented(lite: Store) -> None:
    async with door(lite) as open_door:
        found = await samples(open_door)
    names = {name.partition("[")[0] for name in found if name.startswith("news_monitor_")}
    plain = {name.removesuffix("_bucket").removesuffix("_count").removesuffix("_sum") for name in names}
    assert [name for name in sorted(plain) if not name.endswith("_created") and f"`{name}" not in DOCUMENTED] == []
