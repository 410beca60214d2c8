"""`monitor drill` against a real daemon: who is reached, who is not, and that nothing is left behind."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.support.postoffice import post_office
from tests.support.service import ROOT, Service

SETTINGS = """\
sources:
  - folder: seeds
receivers:
  desk: {kind: email, to: [desk@example.org, gone@example.org], quiet_hours: {from: 00:00, to: 24:00}}
  hook: {kind: webhook, url: "http://127.0.0.1:9/hook", allow_private: true}
routes:
  - name: urgent
    to: [desk, hook]
"""


def drill(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monitor", "--config", "monitor.yml", "drill", *arguments]
    env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=workspace, env=env, capture_output=True, text=True, timeout=120, check=False)


def test_a_drill_says_who_could_not_be_reached(workspace: Path) -> None:
    with post_office() as office:
        office.refused = {"gone@example.org"}
        (workspace / "monitor.yml").write_text(SETTINGS + office.settings())
        assert drill(workspace).returncode == 6
        with Service(workspace).ready() as service:
            done = drill(workspace, "--wait", "8s", "--format", "json")
            assert done.returncode == 5, done.stderr
            assert service.stop() == 0
    found = {(one["receiver"], one["recipient"]): one for one in json.loads(done.stdout)}
    assert found["desk", "desk@example.org"]["reached"], "in quiet hours, too"
    assert found["desk", "desk@example.org"]["ways"] == ["route urgent"]
    assert "recipient_refused" in found["desk", "gone@example.org"]["reason"]
    assert "connection_refused" in found["hook", ""]["reason"]
    assert [mail["Subject"] for mail in office.mails] == [
        "Practice alert: CRITICAL: Practice alert: nothing has happened"
    ]
    with closing(sqlite3.connect(workspace / "var" / "monitor.db")) as state:
        left = state.execute("SELECT count(*) FROM notifications WHERE state = 'pending'").fetchone()
    assert left == (0,), "what has not left is taken back"
