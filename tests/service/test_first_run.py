"""The main job on the shipped article, as `make run` does it."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

from tests.support.service import Service, mails, until


def test_the_shipped_article_becomes_two_mails(shipped: Path) -> None:
    with Service(shipped).ready() as service:
        ready = time.monotonic()
        until(lambda: len(mails(shipped / "var/mail")) == 2, "two mails", 5)
        assert time.monotonic() - ready < 5
        assert service.stop() == 0
    subjects = sorted(str(mail["Subject"]) for mail in mails(shipped / "var/mail"))
    assert len(subjects) == 2
    assert "Hama" in subjects[0] + subjects[1]
    assert "China" in subjects[0] + subjects[1]
    assert not any(city in " ".join(subjects) for city in ("Aleppo", "Homs", "Damascus"))


def test_a_second_start_sends_nothing_again(shipped: Path) -> None:
    with Service(shipped).ready() as service:
        until(lambda: len(mails(shipped / "var/mail")) == 2, "two mails")
        assert service.stop() == 0
    (shipped / "seeds" / "sentinel.txt").write_text("Rebels captured the city of Goma on Thursday.\n")
    with Service(shipped).ready() as service:
        until(lambda: len(mails(shipped / "var/mail")) >= 3, "the mail about Goma")
        assert service.stop() == 0
    assert len(mails(shipped / "var/mail")) == 3


def test_the_same_article_under_another_name_is_no_second_alert(shipped: Path) -> None:
    with Service(shipped).ready() as service:
        until(lambda: len(mails(shipped / "var/mail")) == 2, "two mails")
        shutil.copy(shipped / "seeds/syria-hama.txt", shipped / "seeds/reprint.txt")
        (shipped / "seeds" / "sentinel.txt").write_text("Rebels captured the city of Goma on Thursday.\n")
        until(lambda: len(mails(shipped / "var/mail")) >= 3, "the mail about Goma")
        assert service.stop() == 0
    assert len(mails(shipped / "var/mail")) == 3


def test_stop_by_either_signal_is_orderly(workspace: Path) -> None:
    with Service(workspace).ready() as service:
        assert service.stop() == 0
    with Service(workspace).ready() as service:
        service.process.send_signal(2)
        assert service.process.wait(20) == 0


def test_a_second_daemon_on_the_same_state_refuses(workspace: Path) -> None:
    with Service(workspace).ready(), Service(workspace) as second:
        assert second.process.wait(20) == 6


def test_sighup_reloads(workspace: Path) -> None:
    with Service(workspace).ready() as service:
        os.kill(service.process.pid, 1)
        service.told("RELOADING=1")
        service.told("READY=1")
        assert service.stop() == 0
