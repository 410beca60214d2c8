"""`init`, `doctor`, and what every command shares."""

from __future__ import annotations

import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from monitor.cli import COMMANDS, commands
from monitor.cli.exit_codes import ExitCode
from monitor.cli.failures import code_of
from monitor.errors import (
    InvalidFiles,
    MonitorError,
    NotListening,
    PermanentFailure,
    StateLocked,
    StoreConflict,
    StoreUnavailable,
    TemporaryFailure,
    Unreadable,
    UnreadableReason,
)
from tests.support.desk import SETTINGS, Desk

SECRET = "correct-horse-battery"


def test_init_makes_a_configuration_that_is_sound(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    assert CliRunner().invoke(commands, ["init", str(folder)]).exit_code == ExitCode.DONE
    result = CliRunner().invoke(commands, ["--config", str(folder / "monitor.yml"), "check"])
    assert result.exit_code == ExitCode.DONE, result.stdout
    for file in (folder / "monitor.yml", *folder.glob("rules/*.yml")):
        schema = file.read_text(encoding="utf-8").splitlines()[0].rpartition("$schema=")[2]
        assert (file.parent / schema).is_file(), file


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "monitor.yml").write_text("mine", encoding="utf-8")
    assert CliRunner().invoke(commands, ["init", str(tmp_path)]).exit_code == ExitCode.USAGE
    assert (tmp_path / "monitor.yml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_has_help(name: str) -> None:
    result = CliRunner().invoke(commands, [name, "--help"])
    assert result.exit_code == ExitCode.DONE
    assert result.stdout.startswith("Usage:")


def test_an_unknown_command_is_a_wrong_call() -> None:
    assert CliRunner().invoke(commands, ["rnu"]).exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InvalidFiles([]), ExitCode.INVALID),
        (Unreadable(UnreadableReason.BINARY, ""), ExitCode.UNREADABLE),
        (PermanentFailure("x", ""), ExitCode.NOT_DELIVERED),
        (TemporaryFailure("x", ""), ExitCode.NOT_DELIVERED),
        (StateLocked(), ExitCode.NO_DAEMON),
        (StoreUnavailable(), ExitCode.TRY_AGAIN),
        (StoreConflict(), ExitCode.TRY_AGAIN),
        (NotListening(), ExitCode.TRY_AGAIN),
    ],
)
def test_errors_have_the_exit_codes_of_the_documentation(error: MonitorError, code: ExitCode) -> None:
    assert code_of(error) == code


@pytest.mark.parametrize("command", [["check"], ["status"], ["match", "x"], ["doctor"], ["run"]])
def test_without_settings_no_command_has_a_traceback(tmp_path: Path, command: list[str]) -> None:
    result = CliRunner().invoke(commands, ["--config", str(tmp_path / "monitor.yml"), *command])
    assert result.exit_code == ExitCode.INVALID
    assert "monitor init" in result.output


def verdicts(desk: Desk) -> dict[str, tuple[str, str]]:
    found = json.loads(desk("doctor", "--format", "json").stdout)
    return {finding["what"].split()[0]: (finding["verdict"], finding["detail"]) for finding in found}


def test_doctor_tries_what_there_is(desk: Desk) -> None:
    (desk.root / "seeds").mkdir()
    found = verdicts(desk)
    assert found["daemon"][0] == "warn"
    assert {what: verdict for what, (verdict, _) in found.items() if verdict == "fail"} == {}
    assert {"folder", "mail", "inotify", "disk", "clock", "time", "store"} <= found.keys()
    assert desk("doctor").exit_code == ExitCode.DONE


def test_doctor_says_which_server_does_not_answer(desk: Desk) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        smtp = f"smtp: {{host: 127.0.0.1, port: {port}, username: m, password: {SECRET}}}\n"
        hook = f"  chat: {{kind: webhook, url: 'https://127.0.0.1:{port}/{SECRET}', allow_private: true}}\n  box:"
        desk.write("monitor.yml", SETTINGS.replace("  box:", hook) + smtp)
        result = desk("doctor")
    assert result.exit_code == ExitCode.FINDINGS
    assert f"fail desk: mail server 127.0.0.1:{port}: connection_refused" in result.stdout
    assert "fail chat: webhook 127.0.0.1: connection_refused" in result.stdout
    assert "monitor send-test desk" in result.stdout
    assert SECRET not in result.output


class Answering(BaseHTTPRequestHandler):
    """Some HTTP server."""

    status, body = 200, b"{}"

    def do_GET(self) -> None:
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said."""


@pytest.mark.parametrize(
    ("status", "body", "verdict", "told"),
    [
        (200, b'{"status": "ready"}', "ok", "answers: ready"),
        (503, b'{"status": "not ready", "why": ["no rule runs"]}', "fail", "answers: not ready: no rule runs"),
        (200, b"<html>", "fail", "another program answers there (200)"),
        (404, b"[]", "fail", "another program answers there (404)"),
    ],
)
def test_doctor_knocks_at_the_door(desk: Desk, status: int, body: bytes, verdict: str, told: str) -> None:
    kind = type("Kind", (Answering,), {"status": status, "body": body})
    with HTTPServer(("127.0.0.1", 0), kind) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        desk.write("monitor.yml", f"{SETTINGS}http: {{listen: '127.0.0.1:{server.server_port}'}}\n")
        assert verdicts(desk)["http"] == (verdict, told)
        server.shutdown()


def test_doctor_says_whether_the_doors_port_is_free(desk: Desk) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        desk.write("monitor.yml", f"{SETTINGS}http: {{listen: '127.0.0.1:{taken.getsockname()[1]}'}}\n")
        assert verdicts(desk)["http"] == ("fail", "cannot be had: Address already in use")
    assert verdicts(desk)["http"][0] == "ok"
