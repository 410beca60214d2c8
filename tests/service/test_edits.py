"""Rules are edited, well and badly, while articles flow: nothing is lost, no send is cut off, every edit is heard."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.service.conftest import CITIES, QUAKE, quake
from tests.support.service import Service, mails, until

BAD = [
    "title: Broken {}\nanny: [x]\n",
    "title: [Broken {}",
    "title: Quake {}\nany: [earthquake]\ntests: {{yes: [Nothing here.]}}\n",
    "# emptied {}\n",
]


def _loads(service: Service) -> int:
    return service.log.read_text().count("rules in force")


def _wait_for_load(service: Service, before: int) -> None:
    until(lambda: _loads(service) > before, "the edit is heard", 20)


def _edit_and_feed(workspace: Path, edits: int) -> None:
    """Good and bad versions in turn, each waited for in the log; an article with every fourth."""
    rule = workspace / "rules" / "quake.yml"
    told = CITIES[: edits // 4]
    with Service(workspace).ready() as service:
        for number in range(edits):
            heard = _loads(service)
            if number % 2:
                rule.write_text(BAD[number // 2 % len(BAD)].format(number))
            else:
                rule.write_text(QUAKE.replace("Earthquake", f"Earthquake, edition {number}"))
            if number % 4 == 0:
                city = CITIES[number // 4]
                (workspace / "seeds" / f"{city}.txt").write_text(quake(city))
            _wait_for_load(service, heard)
        until(lambda: len(mails(workspace / "var/mail")) >= len(told), f"{len(told)} mails", 60)
        assert service.stop() == 0
    log = service.log.read_text()
    assert log.count("file refused") >= edits // 2
    assert log.count('"edited": ["quake"]') >= edits // 2 - 1
    assert "delivery failed" not in log
    subjects = sorted(str(mail["Subject"]) for mail in mails(workspace / "var/mail"))
    assert len(subjects) == len(told)
    assert all(any(city in subject for subject in subjects) for city in told)


def test_edits_while_articles_flow(workspace: Path) -> None:
    _edit_and_feed(workspace, 24)


@pytest.mark.soak
def test_a_hundred_edits_while_articles_flow(workspace: Path) -> None:
    _edit_and_feed(workspace, 100)


def test_a_saved_rule_takes_effect_and_a_broken_one_changes_nothing(workspace: Path) -> None:
    with Service(workspace).ready() as service:
        (workspace / "rules" / "flood.yml").write_text("title: Flood\nany: [flood]\n")
        until(lambda: '"added": ["flood"]' in service.log.read_text(), "the log names the new rule", 5)
        (workspace / "rules" / "quake.yml").write_text("title: Broken\nanny: [earthquake]\n")
        until(lambda: "anny" in service.log.read_text(), "the log names the fault", 5)
        (workspace / "seeds" / "a.txt").write_text(quake("Ankara"))
        (workspace / "seeds" / "b.txt").write_text("Rivers rise\n\nA flood covered the lower town at night.\n")
        until(lambda: len(mails(workspace / "var/mail")) >= 2, "both mails")
        service.kill()
    with Service(workspace).ready() as service:  # the last good version survives the restart
        (workspace / "seeds" / "c.txt").write_text(quake("Quito"))
        until(lambda: len(mails(workspace / "var/mail")) >= 3, "the third mail")
        assert service.stop() == 0
