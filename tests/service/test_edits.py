"""Rules are edited, well and badly, while articles flow: nothing is lost, and every good version works at once."""

from __future__ import annotations

from pathlib import Path

from tests.service.conftest import CITIES, QUAKE, quake
from tests.support.service import Service, mails, until

BAD = ["title: Broken\nanny: [x]\n", "title: [", "title: Quake\nany: [earthquake]\ntests: {yes: [Nothing here.]}\n", ""]


def test_a_hundred_edits_while_articles_flow(workspace: Path) -> None:
    rule = workspace / "rules" / "quake.yml"
    with Service(workspace).ready() as service:
        for number in range(100):
            good = QUAKE.replace("Earthquake", f"Earthquake, edition {number}")
            rule.write_text(BAD[number % 8 // 2] if number % 2 else good)
            if number % 4 == 0:
                city = CITIES[number // 4]
                (workspace / "seeds" / f"{city}.txt").write_text(quake(city))
        until(lambda: len(mails(workspace / "var/mail")) >= 25, "25 mails", 60)
        assert service.stop() == 0
    told = sorted(str(mail["Subject"]) for mail in mails(workspace / "var/mail"))
    assert len(told) == 25
    assert all(any(city in subject for subject in told) for city in CITIES[:25])


def test_a_saved_rule_takes_effect_and_a_broken_one_changes_nothing(workspace: Path) -> None:
    with Service(workspace).ready() as service:
        (workspace / "rules" / "flood.yml").write_text("title: Flood\nany: [flood]\n")
        until(lambda: "flood" in service.log.read_text(), "the log names the new rule", 5)
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
