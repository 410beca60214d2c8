"""An orderly stop: a daemon counts as alive until nothing of it is on its way."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

from tests.service.conftest import quake
from tests.support.postoffice import post_office
from tests.support.service import Service

NOT_YET = """\
CREATE TRIGGER signed_off BEFORE DELETE ON daemons
WHEN EXISTS (SELECT 1 FROM notifications WHERE leased_by IS NOT NULL AND state = 'pending')
BEGIN SELECT RAISE(ABORT, 'signed off while something is on its way'); END
"""


def test_a_daemon_signs_off_after_its_last_send(workspace: Path) -> None:
    reached, gate = threading.Event(), threading.Event()

    def hold() -> None:
        reached.set()
        gate.wait(60)

    with post_office() as office:
        office.at_data = hold
        config = workspace / "monitor.yml"
        config.write_text(config.read_text() + office.settings() + "grace_seconds: 2\n")
        with Service(workspace).ready() as service:
            with closing(sqlite3.connect(workspace / "var/monitor.db")) as state, state:
                state.execute(NOT_YET)
            (workspace / "seeds" / "a.txt").write_text(quake("Ankara"))
            assert reached.wait(30)
            assert service.stop() == 0
            gate.set()
    assert "signed off while" not in service.log.read_text()
    with closing(sqlite3.connect(workspace / "var/monitor.db")) as state:
        assert state.execute("SELECT count(*) FROM daemons").fetchone() == (0,)
