"""States of earlier versions are brought up to date with what is in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from monitor.delivery.sample import sample_alert
from monitor.model.alert import NotificationState
from monitor.model.match import Status
from monitor.storage import Store
from monitor.storage.database import connect
from monitor.storage.upgrade import MIGRATIONS
from tests.support.databases import PostgresServer
from tests.support.stored import NOW

EARLIER = """
INSERT INTO receivers (name, state, since, reason, detail) VALUES ('desk', 'ok', 0, '', '');
INSERT INTO notifications (id, kind, receiver, recipient, thread, content, due, created, route, template, state,
  reason, attempts) VALUES ('n1', 'alert', 'desk', 'a@example.org', 't', '{content}', 0, 0, 'r', 'default', 'pending', '', 1);
INSERT INTO notifications (id, kind, receiver, recipient, thread, content, due, created, route, template, state,
  reason, attempts) VALUES ('n2', 'alert', 'desk', 'a@example.org', 't', '{{}}', 0, 0, 'r', 'default', 'suppressed',
  'silenced: by anna', 0);
INSERT INTO deliveries (notification_id, started, outcome, reason, detail) VALUES ('n1', 0, 'started', '', '')
"""


def _at(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


async def _of_the_first_version(url: str) -> None:
    database = connect(url)
    content = json.dumps(sample_alert()).replace("'", "''")
    async with database.writer.begin() as connection:
        await connection.run_sync(_at, "0001")
        for statement in EARLIER.format(content=content).split(";\n"):
            await connection.exec_driver_sql(statement.strip().replace("%", "%%"))
        assert await connection.scalar(text("SELECT count(*) FROM deliveries")) == 1
    await database.dispose()


async def _is_whole(url: str) -> None:
    store = await Store.open(url)
    async with store.begin() as tx:
        history = await tx.outbox.get("n1")
        assert history is not None
        assert (history.notification.state, len(history.deliveries)) == (NotificationState.PENDING, 1)
        (waits,) = await tx.queue.heads("desk", history.notification.due, 9)
        assert (waits.id, waits.about["rule"], waits.tried) == ("n1", "city-captured", True)
        assert await tx.tallies.take("desk", "a@example.org") == (), "what was suppressed before is history"
    await store.close()


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database without any schema."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/state.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    return await server.create()


async def test_what_the_first_version_left_is_there_and_can_be_decided_over(url: str) -> None:
    await _of_the_first_version(url)
    await _is_whole(url)


COPIES = [f"b{number}.txt" for number in range(600)]
MICROSECONDS = int(NOW.timestamp() * 1_000_000)
FACTS = {"proof": {"status": "claimed"}, "article": {"source": "Reuters"}}


def _at_the_first_schema(connection: Connection) -> None:
    """One open alert with its match, and a copy's, as the first version wrote them."""
    _at(connection, "0001")
    for path in ("a.txt", *COPIES):
        connection.execute(
            text(
                "INSERT INTO articles (source, path, number, version, headline, publisher, language, published,"
                " published_from, received, story_id, correction, body) VALUES ('wire', :path, 1, 'v', 'h', 'Reuters',"
                " 'en', :now, 'dateline', :now, 's1', :no, :body)"
            ),
            {"path": path, "now": MICROSECONDS, "no": False, "body": b""},
        )
    connection.execute(
        text(
            "INSERT INTO alerts (id, rule_id, happening, state, severity, headline, late, opened, last_match, hold_until,"
            " story_id, facts) VALUES ('a1', 'captured', 'story:s1', 'open', 'high', 'Hama', :no, :now, :now, :now, 's1',"
            " :facts)"
        ),
        {"now": MICROSECONDS, "no": False, "facts": json.dumps(FACTS)},
    )
    for path, kept_back in (("a.txt", None), *((path, "copy") for path in COPIES)):
        connection.execute(
            text(
                "INSERT INTO matches (source, path, number, rule_id, happening, matched, alert_id, kept_back, facts)"
                " VALUES ('wire', :path, 1, 'captured', 'story:s1', :now, 'a1', :kept_back, :facts)"
            ),
            {"path": path, "now": MICROSECONDS, "kept_back": kept_back, "facts": json.dumps(FACTS)},
        )


async def test_an_open_alert_still_rests_on_its_reports(url: str) -> None:
    database = connect(url)
    async with database.writer.begin() as connection:
        await connection.run_sync(_at_the_first_schema)
    await database.dispose()
    store = await Store.open(url)
    async with store.read() as tx:
        alert = await tx.alerts.get("a1")
        reports = await tx.reports.of(["a1"])
        history = await tx.why.alert("a1")
    await store.close()
    assert alert is not None
    assert (alert.status, alert.sources, alert.entries) == (Status.CLAIMED, 1, {})
    assert history is not None
    assert {(one.match.status, one.match.voice) for one in history.matches} == {
        ("claimed", "Reuters"),
        ("claimed", None),
    }
    assert len(history.matches) == 1 + len(COPIES)
    assert [(one.article.path, one.voice, one.status) for one in reports["a1"]] == [("a.txt", "Reuters", "claimed")]
