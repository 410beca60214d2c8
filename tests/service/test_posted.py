"""Articles that are posted to the real process: to the mail, through kills, and at a stop."""

from __future__ import annotations

import http.client
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.service.conftest import quake
from tests.support.service import Service, mails, until

TOKEN = "the-token-of-the-wire"
DOOR = f"http: {{listen: '127.0.0.1:0', most_waiting: 1}}\nsources:\n  - {{push: wire, token: {TOKEN}}}\n"


@pytest.fixture
def open_workspace(workspace: Path) -> Path:
    config = workspace / "monitor.yml"
    config.write_text(config.read_text().replace("sources:\n", DOOR))
    return workspace


def connect(service: Service) -> http.client.HTTPConnection:
    found = re.findall(r"answers  at http://127\.0\.0\.1:(\d+)", service.log.read_text())
    return http.client.HTTPConnection("127.0.0.1", int(found[-1]), timeout=60)


def ask(connection: http.client.HTTPConnection, body: str, key: str) -> None:
    connection.request("POST", "/articles", body, {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": key})


def post(service: Service, body: str, key: str) -> tuple[int, dict[str, object]]:
    with closing(connect(service)) as connection:
        ask(connection, body, key)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def get(service: Service, path: str) -> str:
    with closing(connect(service)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        assert answer.status == 200
        return answer.read().decode()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Somebody else writes: no commit until the end."""
    with closing(sqlite3.connect(folder / "var/monitor.db", isolation_level=None, timeout=30)) as state:
        state.execute("BEGIN IMMEDIATE")
        yield
        state.execute("ROLLBACK")


def count(folder: Path, table: str) -> int:
    with closing(sqlite3.connect(folder / "var/monitor.db")) as state:
        return int(state.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_what_is_posted_is_told(open_workspace: Path) -> None:
    with Service(open_workspace).ready() as service:
        status, answer = post(service, quake("Ankara"), "k1")
        assert (status, answer) == (201, {"articles": [{"id": "key/k1"}], "held": [], "refused": []})
        assert get(service, "/readyz") == '{"status":"ready"}'
        figures = get(service, "/metrics")
        assert 'news_monitor_articles_total{source="wire"} 1.0' in figures
        assert 'news_monitor_source_last_article_timestamp_seconds{source="wire"} 1.' in figures
        assert 'news_monitor_rules{state="in_force"} 1.0' in figures
        (mail,) = until(lambda: mails(open_workspace / "var/mail"), "a mail")
        assert "Ankara" in mail["Subject"]
        assert service.stop() == 0


def test_what_is_under_embargo_is_told_at_its_time_though_the_monitor_was_killed(open_workspace: Path) -> None:
    title, _, text = quake("Ankara").partition("\n\n")
    with Service(open_workspace).ready() as service:
        ends = datetime.now(UTC) + timedelta(seconds=4)
        body = json.dumps({"id": "a", "title": title, "text": text, "embargo": ends.isoformat()})
        assert post(service, body, "k1")[0] == 202
        service.kill()
    with Service(open_workspace).ready() as service:
        (mail,) = until(lambda: mails(open_workspace / "var/mail"), "a mail")
        assert datetime.now(UTC) >= ends
        assert "Ankara" in mail["Subject"]
        assert service.stop() == 0


@pytest.mark.parametrize("stored", [False, True], ids=["before the commit", "after the commit"])
def test_killed_before_the_answer_and_asked_again_it_is_one_alert(open_workspace: Path, stored: bool) -> None:
    with Service(open_workspace).ready() as service, closing(connect(service)) as connection:
        if stored:
            ask(connection, quake("Ankara"), "k1")
            until(lambda: count(open_workspace, "articles"), "the commit")
            service.kill()  # the answer is not read
        else:
            with locked(open_workspace):
                ask(connection, quake("Ankara"), "k1")
                until(lambda: post_is_refused(service), "the first waits")
                service.kill()
    assert count(open_workspace, "articles") == stored
    with Service(open_workspace).ready() as service:
        assert post(service, quake("Ankara"), "k1")[0] == 201
        assert post(service, quake("Ankara"), "k1")[0] == 201
        until(lambda: mails(open_workspace / "var/mail"), "a mail")
        assert service.stop() == 0
    assert (count(open_workspace, "articles"), count(open_workspace, "alerts")) == (1, 1)
    assert len({mail["Message-ID"] for mail in mails(open_workspace / "var/mail")}) == 1


def test_a_stop_answers_what_is_under_way(open_workspace: Path) -> None:
    answers: list[tuple[int, dict[str, object]]] = []
    with Service(open_workspace).ready() as service:
        with locked(open_workspace):
            asking = threading.Thread(target=lambda: answers.append(post(service, quake("Ankara"), "k1")))
            asking.start()
            until(lambda: 'source_waiting{source="wire"} 1.0' in get(service, "/metrics"), "it waits for the commit")
            service.process.terminate()
            service.told("STOPPING=1")
        asking.join(30)
        assert service.process.wait(30) == 0
    assert [status for status, _ in answers] == [201]
    assert count(open_workspace, "articles") == 1


def post_is_refused(service: Service) -> bool:
    """Whether the only place is taken."""
    return post(service, "", "k")[0] == 429


def test_an_address_that_is_taken_is_said_at_once(open_workspace: Path, tmp_path: Path) -> None:
    with Service(open_workspace).ready() as service:
        port = connect(service).port
        second = tmp_path / "second"
        (second / "rules").mkdir(parents=True)
        text = (open_workspace / "monitor.yml").read_text()
        (second / "monitor.yml").write_text(text.replace("127.0.0.1:0", f"127.0.0.1:{port}"))
        with Service(second) as other:
            assert other.process.wait(60) == 75
            assert f"cannot listen on 127.0.0.1:{port}: " in other.log.read_text()
