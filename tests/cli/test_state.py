"""The commands that meet the daemon in the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.exit_codes import ExitCode
from monitor.cli.sources import SourceState, lines
from monitor.delivery.sample import sample_alert
from monitor.model.alert import Held, HeldBy, NotificationState, ReceiverHealth, ReceiverState, Silence
from monitor.model.article import ArticleId
from monitor.storage import Transaction
from monitor.storage.locks import DaemonLock
from monitor.storage.rows import BrokenFile, DaemonRow, FileKind, GoodFile
from tests.support.desk import SETTINGS, Desk
from tests.support.stored import MINUTE, alert, kept, match, notification, raw


@contextmanager
def running(desk: Desk) -> Iterator[None]:
    """A daemon holds the state, as its process does until it ends in whatever way."""
    lock = DaemonLock(desk.write("var/monitor.db.lock", ""))
    try:
        yield
    finally:
        lock.release()


async def a_day(tx: Transaction) -> None:
    """One alert from one article: sent to one address, dead at the other."""
    now = datetime.now(UTC)
    await tx.articles.add([kept("syria.txt")])
    await tx.alerts.add([alert(opened=now, last_match=now, hold_until=now + 60 * MINUTE)])
    await tx.matches.add([match(path="syria.txt")])
    await tx.outbox.add([
        notification("n1", alert_id="alert-1", route="urgent"),
        notification("n2", recipient="b@example.org", alert_id="alert-1", rendered=b"Subject: Hama\r\n\r\n"),
    ])  # fmt: skip
    await tx.outbox.drop("n2", "nobody there")


def test_deliveries_list_and_show(desk: Desk) -> None:
    desk.stored(a_day)
    assert {row["id"] for row in json.loads(desk("deliveries", "list", "--format", "json").stdout)} == {"n1", "n2"}
    dead = desk("deliveries", "list", "--state", "dead").stdout
    assert "nobody there" in dead
    assert "n1" not in dead
    shown = json.loads(desk("deliveries", "show", "n2", "--format", "json").stdout)
    assert (shown["notification"]["state"], shown["deliveries"]) == ("dead", [])
    assert desk("deliveries", "show", "n2", "--message").stdout_bytes == b"Subject: Hama\r\n\r\n"
    assert desk("deliveries", "show", "n9").exit_code == ExitCode.USAGE


def test_deliveries_retry_and_drop(desk: Desk) -> None:
    desk.stored(a_day)
    assert desk("deliveries", "retry", "n2").exit_code == ExitCode.DONE
    assert desk("deliveries", "retry", "n2").exit_code == ExitCode.FINDINGS
    assert desk("deliveries", "drop", "n1", "n2", "--reason", "moved").exit_code == ExitCode.DONE

    async def states(tx: Transaction) -> set[tuple[NotificationState, str]]:
        return {(row.state, row.reason) for row in await tx.outbox.list()}

    assert desk.stored(states) == {(NotificationState.DEAD, "moved")}


def test_receivers_list_and_resume(desk: Desk) -> None:
    async def pause(tx: Transaction) -> None:
        await a_day(tx)
        now = datetime.now(UTC)
        await tx.receivers.set(ReceiverHealth("desk", ReceiverState.PAUSED, now, "authentication_failed", "535"))

    desk.stored(pause)
    listed = {row["health"]["name"]: row for row in json.loads(desk("receivers", "list", "--format", "json").stdout)}
    assert listed["desk"]["health"]["state"] == "paused"
    assert listed["desk"]["waiting"] == 1
    assert listed["box"]["health"]["state"] == "ok"
    assert "authentication_failed" in desk("receivers", "list").stdout
    assert desk("receivers", "resume", "desk").stdout == "desk is resumed\n"
    assert desk("receivers", "resume", "desk").stdout == "desk was working already\n"
    assert desk("receivers", "resume", "dsk").exit_code == ExitCode.USAGE


def test_a_silence_from_its_making_to_its_end(desk: Desk) -> None:
    made = desk("silence", "add", "rule:cholera", "--for", "6h", "--reason", "drill", "--owner", "ann")
    assert made.stdout.startswith("silence 1: rule:cholera until ")
    (row,) = json.loads(desk("silence", "list", "--format", "json").stdout)
    assert (row["owner"], row["reason"]) == ("ann", "drill")
    assert datetime.fromisoformat(row["ends"]) - datetime.fromisoformat(row["starts"]) == timedelta(hours=6)
    assert desk("silence", "expire", "1").exit_code == ExitCode.DONE
    assert json.loads(desk("silence", "list", "--format", "json").stdout) == []
    assert desk("silence", "expire", "1").exit_code == ExitCode.USAGE

    async def all_of_them(tx: Transaction) -> list[Silence]:
        return await tx.silences.list()

    assert len(desk.stored(all_of_them)) == 1


@pytest.mark.parametrize("what", ["alert-1", "wire:syria.txt", "syria.txt", "story-1"])
def test_a_silence_of_the_story_that_something_tells(desk: Desk, what: str) -> None:
    desk.stored(a_day)
    made = desk("silence", "add", f"story:{what}", "--for", "6h", "--reason", "known")
    assert made.stdout.startswith("silence 1: story:story-1 until ")


def test_what_was_held_and_what_left_with_others_is_said(desk: Desk) -> None:
    async def held(tx: Transaction) -> None:
        await a_day(tx)
        now = datetime.now(UTC)
        (one,) = await tx.queue.heads("desk", now, 9)
        await tx.queue.hold([(one, Held(HeldBy.QUIET_HOURS, now + 60 * MINUTE, "until 07:00"))], now)
        await tx.queue.carry(["n1"], "digest-1", now)

    desk.stored(held)
    for said in (desk("why", "alert-1").stdout, desk("deliveries", "show", "n1").stdout):
        assert "quiet_hours" in said
        assert "until 07:00" in said
        assert "with others in digest-1" in said
    shown = json.loads(desk("deliveries", "show", "n1", "--format", "json").stdout)
    assert [hold["by"] for hold in shown["holds"]] == ["quiet_hours"]


def test_why_says_what_a_notification_waits_for(desk: Desk) -> None:
    async def pause(tx: Transaction) -> None:
        await a_day(tx)
        now = datetime.now(UTC)
        await tx.receivers.set(ReceiverHealth("desk", ReceiverState.PAUSED, now, "authentication_failed", "535"))

    desk.stored(pause)
    said = desk("why", "alert-1").stdout
    assert said.count("its receiver is paused since ") == 1, "of the one that waits, not of the one that is dead"
    assert "authentication_failed 535" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("colour:red", "--for", "6h", "--reason", "x"),
        ("rule:x", "--for", "0h", "--reason", "x"),
        ("rule:x", "--for", "6h"),
        ("rule:x", "--for", "6h", "--reason", " "),
    ],
)
def test_a_silence_needs_scope_length_and_reason(desk: Desk, arguments: tuple[str, ...]) -> None:
    assert desk("silence", "add", *arguments).exit_code == ExitCode.USAGE


def test_quarantine(desk: Desk) -> None:
    async def refuse(tx: Transaction) -> None:
        await tx.quarantine.add(raw("a.bin"), "binary", "a NUL byte at 7")

    desk.stored(refuse)
    assert "wire:a.bin  binary" in desk("quarantine", "list").stdout
    assert json.loads(desk("quarantine", "show", "1", "--format", "json").stdout)["detail"] == "a NUL byte at 7"
    assert desk("quarantine", "retry").exit_code == ExitCode.USAGE
    assert desk("quarantine", "retry", "9").exit_code == ExitCode.USAGE
    assert desk("quarantine", "retry", "--all").stdout == "1 to be read again\n"
    desk.write("monitor.yml", SETTINGS.replace("folder: seeds", "stdin: wire"))
    refused = desk("quarantine", "retry", "1")
    assert (refused.exit_code, "have it sent again" in refused.stderr) == (1, True)

    async def asked(tx: Transaction) -> list[ArticleId]:
        return await tx.quarantine.retries(datetime.now(UTC))

    assert desk.stored(asked) == [ArticleId("wire", "a.bin")]


def test_alerts(desk: Desk) -> None:
    desk.stored(a_day)
    (row,) = json.loads(desk("alerts", "--format", "json", "--since", "1h").stdout)
    assert (row["id"], row["headline"]) == ("alert-1", "Hama captured")
    assert "facts" not in row
    assert json.loads(desk("alerts", "--format", "json", "--rule", "other").stdout) == []
    assert desk("alerts", "--since", "yesterday").exit_code == ExitCode.USAGE


@pytest.mark.parametrize("what", ["alert-1", "wire:syria.txt", "syria.txt"])
def test_why_tells_who_heard_of_it(desk: Desk, what: str) -> None:
    desk.stored(a_day)
    told = desk("why", what).stdout
    assert "to desk a@example.org by urgent: pending" in told
    assert "to desk b@example.org: dead: nobody there" in told
    assert "Hama captured" in told


def test_why_not(desk: Desk) -> None:
    desk.stored(a_day)
    assert "nothing was addressed to box" in desk("why", "syria.txt", "--receiver", "box").stdout
    assert desk("why", "syria.txt", "--receiver", "bx").exit_code == ExitCode.USAGE
    assert desk("why", "iran.txt").exit_code == ExitCode.USAGE


def test_why_of_an_article_that_nothing_matched_or_read(desk: Desk) -> None:
    async def quiet(tx: Transaction) -> None:
        await tx.articles.add([kept("quiet.txt")])
        await tx.quarantine.add(raw("a.bin"), "binary", "a NUL byte")

    desk.stored(quiet)
    assert "no rule matched" in desk("why", "quiet.txt").stdout
    assert "in quarantine" in desk("why", "wire:a.bin").stdout


def test_status_without_a_daemon(desk: Desk) -> None:
    result = desk("status")
    assert result.exit_code == ExitCode.NO_DAEMON
    assert result.stderr == "no daemon is running\n"


def test_status_of_a_daemon_and_its_troubles(desk: Desk) -> None:
    async def trouble(tx: Transaction) -> None:
        await a_day(tx)
        now = datetime.now(UTC)
        wire = {"kind": "folder", "place": "/news", "last": None, "articles": 2, "refused": {"binary": 1}, "waiting": 3}
        summary = {
            "rules": 0,
            "broken files": [],
            "sources": {"wire": {**wire, "troubles": {"a.txt": "no_permission", "": "is not there"}}},
        }
        await tx.daemon.heartbeat(DaemonRow("d1", 4711, "news1", now, now, summary))
        await tx.receivers.set(ReceiverHealth("desk", ReceiverState.FAILING, now, "timeout"))
        await tx.rulefiles.save_good([GoodFile("rules/a.yml", FileKind.RULE, "", "")])
        for path, kind in (
            ("rules/b.yml", FileKind.RULE),
            ("rules/a.yml", FileKind.RULE),
            ("rules", FileKind.SETTINGS),
            ("monitor.yml", FileKind.SETTINGS),
        ):
            await tx.rulefiles.save_broken(BrokenFile(path, kind, "d", (), now))

    desk.stored(trouble)
    with running(desk):
        result = desk("status")
        told: dict[str, Any] = json.loads(desk("status", "--format", "json").stdout)
        assert "ok   daemon: is running" in desk("doctor").stdout
    assert result.exit_code == ExitCode.DONE
    for words in (
        "process 4711",
        "rules: 0\n",
        "there is no rule",
        "source wire (folder: /news): last gave 20",
        "; 2 since the start, 1 kept, 1 refused, 3 waiting\n",
        "  trouble: a.txt: no_permission\n",
        "  trouble: is not there\n",
        "1 pending, 0 sent, 1 dead",
        "desk is failing",
        "rules/a.yml is broken; its last good version runs",
        "rules/b.yml is broken; it has no good version",
        "rules is broken; the last good versions of its files run",
        "monitor.yml is broken; the earlier settings are in force",
    ):
        assert words in result.stdout
    assert not set("[]{}") & set(result.stdout)
    assert told["daemons"][0]["summary"]["rules"] == 0
    assert told["notifications"]["dead"] == 1
    (wire,) = (one for one in told["sources"] if one["name"] == "wire")
    assert (wire["kind"], wire["articles"], wire["kept"], wire["waiting"]) == ("folder", 2, 1, 3)
    assert wire["last"]


def test_a_daemon_that_was_killed_is_not_running(desk: Desk) -> None:
    async def beat(tx: Transaction) -> None:
        now = datetime.now(UTC)
        await tx.daemon.heartbeat(DaemonRow("d1", 4711, "news1", now, now, {}))

    with running(desk):
        desk.stored(beat)
        assert desk("status").exit_code == ExitCode.DONE
    assert desk("status").exit_code == ExitCode.NO_DAEMON
    assert "daemon: is not running" in desk("doctor").stdout


def test_quarantine_show_is_for_people(desk: Desk) -> None:
    async def keep(tx: Transaction) -> None:
        await tx.quarantine.add(raw("a.bin"), "binary", "a NUL byte")

    desk.stored(keep)
    assert "read since  -\n" in desk("quarantine", "show", "1").stdout


TYPO = ("receivers:\n", "recievers:\n")


@pytest.mark.parametrize(
    "settings", [SETTINGS.replace(*TYPO), SETTINGS + "routes: [\n", SETTINGS + "owner: ${NOT_SET_HERE}\n"]
)
def test_the_state_can_be_seen_and_changed_while_the_settings_are_broken(desk: Desk, settings: str) -> None:
    async def trouble(tx: Transaction) -> None:
        await a_day(tx)
        now = datetime.now(UTC)
        await tx.daemon.heartbeat(DaemonRow("d1", 4711, "news1", now, now, {}))
        await tx.receivers.set(ReceiverHealth("desk", ReceiverState.PAUSED, now, "authentication_failed"))

    desk.stored(trouble)
    desk.write("monitor.yml", settings)
    with running(desk):
        assert desk("status").exit_code == ExitCode.DONE
    for command in (
        ("why", "alert-1"),
        ("receivers", "list"),
        ("receivers", "resume", "desk"),
        ("deliveries", "list"),
        ("quarantine", "list"),
        ("silence", "list"),
        ("alerts",),
    ):
        result = desk(*command)
        assert result.exit_code == ExitCode.DONE, result.output
        assert "monitor.yml is broken: see `monitor check`" in result.stderr
        assert "times here are in UTC" in result.stderr
    assert desk("receivers", "resume", "dsk").exit_code == ExitCode.USAGE


def test_a_source_that_left_the_settings_is_named_with_its_place_alone() -> None:
    assert next(lines(SourceState("wire", place="/news"))).startswith("source wire (/news): has given nothing")


def test_secrets_of_the_service_are_asked_for_only_by_who_uses_them(desk: Desk) -> None:
    desk.stored(a_day)
    desk.write("monitor.yml", SETTINGS + "smtp: {username: m, password_file: '${CREDENTIALS}/password'}\n")
    for command in (
        ("why", "alert-1"),
        ("receivers", "list"),
        ("match", str(desk.root / "rules/cholera.yml")),
        ("check",),
    ):
        result = desk(*command)
        assert result.exit_code == ExitCode.DONE, result.output
        assert "is broken" not in result.stderr
    assert "warning: the environment variable `CREDENTIALS` is not set" in desk("check").stdout
    for command in (("send-test", "desk"), ("doctor",)):
        assert desk(*command).exit_code == ExitCode.INVALID


def test_backup(desk: Desk, tmp_path: Path) -> None:
    desk.stored(a_day)
    assert desk("backup", str(tmp_path / "copy.db")).exit_code == ExitCode.DONE
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM alerts").fetchone() == (1,)


def test_a_store_that_cannot_be_used_is_for_later(desk: Desk) -> None:
    desk.write("var/monitor.db", "this is no database, but long enough to be looked at" * 20)
    result = desk("status")
    assert result.exit_code == ExitCode.TRY_AGAIN
    assert result.stderr.startswith("monitor: the store cannot be used: ")


def test_doctor_tries_to_write_into_the_store(desk: Desk, tmp_path: Path) -> None:
    desk.stored(a_day)
    assert "ok   store: can be read and written" in desk("doctor").stdout
    with sqlite3.connect(tmp_path / "var/monitor.db") as state:
        assert state.execute("SELECT count(*) FROM daemons").fetchone() == (0,)
        state.execute("CREATE TRIGGER full BEFORE INSERT ON daemons BEGIN SELECT RAISE(ABORT, 'no room'); END")
    result = desk("doctor")
    assert result.exit_code == ExitCode.FINDINGS
    assert "fail store: no room" in result.stdout


@pytest.mark.parametrize(
    ("scope", "warning"),
    [
        ("rule:cholera", ""),
        ("rule:colera", "no rule is named `colera`; did you mean `cholera`?"),
        ("tag:war", "no tag is named `war`"),
        ("receiver:dsk", "no receiver is named `dsk`; did you mean `desk`?"),
        ("slot:city=Hama", "no slot is named `city`"),
        ("story:nowhere.txt", "no story is known by `nowhere.txt`"),
    ],
)
def test_a_silence_of_what_there_is_not_is_warned_of(desk: Desk, scope: str, warning: str) -> None:
    result = desk("silence", "add", scope, "--for", "1h", "--reason", "drill")
    assert result.exit_code == ExitCode.DONE
    assert warning in result.stderr
    assert bool(result.stderr) == bool(warning)


def test_a_digest_before_its_time(desk: Desk) -> None:
    assert desk("digest", "send", "evening").exit_code == ExitCode.USAGE
    assert "nothing is sent" in desk("digest", "send", "morning").stdout
    assert "nothing was collected" in desk("digest", "preview", "morning").stdout

    async def collect(tx: Transaction) -> None:
        now = datetime.now(UTC)
        facts = {**sample_alert()["alert"], "headline": "Hama captured by rebels"}
        await tx.alerts.add([alert(opened=now, last_match=now, hold_until=now + MINUTE, facts=facts)])
        await tx.digests.add_item("morning", "alert-1", now, late=False)

    desk.stored(collect)
    assert "Hama captured by rebels" in desk("digest", "preview", "morning").stdout
    assert desk("digest", "send", "morning").stdout == "1 notifications are due\n"
    assert "nothing was collected" in desk("digest", "preview", "morning").stdout
    (row,) = json.loads(desk("deliveries", "list", "--format", "json").stdout)
    assert (row["receiver"], row["state"]) == ("box", "pending")


def test_send_test_reaches_each_address(desk: Desk, tmp_path: Path) -> None:
    assert desk("send-test", "desk").stdout == "desk@example.org: taken\nnight@example.org: taken\n"
    mails = [message_from_bytes(path.read_bytes()) for path in (tmp_path / "var/mail/new").iterdir()]
    assert {parseaddr(mail["To"])[1] for mail in mails} == {"desk@example.org", "night@example.org"}
    assert all("Test message, nothing has happened" in " ".join(mail["Subject"].split()) for mail in mails)


def test_send_test_that_fails(desk: Desk) -> None:
    desk.write("outbox", "a file where the folder should be")
    result = desk("send-test", "box")
    assert result.exit_code == ExitCode.NOT_DELIVERED
    assert "unwritable" in result.stderr


def test_template_preview(desk: Desk) -> None:
    assert "default" in desk("template", "list").stdout.split()
    assert "<html" in desk("template", "preview", "default", "--part", "html").stdout
    assert "morning" in desk("template", "preview", "digest").stdout
    desk.write("templates/city.txt.j2", "{{ alert.headline }} {{ 1 / 0 }}")
    result = desk("template", "preview", "city", "--part", "txt")
    assert result.exit_code == ExitCode.INVALID
    assert "city.txt.j2:1" in result.stderr
