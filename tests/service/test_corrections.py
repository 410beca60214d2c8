"""What was told and turns out wrong is put right, by mail, in the thread of the first: the real process."""

from __future__ import annotations

from pathlib import Path

from tests.service.conftest import quake
from tests.support.service import Service, mails, until


def test_a_report_that_is_taken_back_is_followed_by_a_mail_in_its_thread(workspace: Path) -> None:
    box = workspace / "var" / "mail"
    with Service(workspace).ready() as service:
        (workspace / "seeds" / "a.txt").write_text(quake("Ankara"))
        (first,) = until(lambda: mails(box), "the alert")
        (workspace / "seeds" / "a.txt").write_text("Earth shakes\n\nNo city was near. Nobody knew more at first.\n")
        _, second = until(lambda: mails(box)[1:] and mails(box), "the retraction")
        kill = "KILL - Earth shakes\n\nPlease kill the story headlined Earth shakes: no earthquake struck Quito.\n"
        (workspace / "seeds" / "b.txt").write_text(quake("Quito"))
        until(lambda: len(mails(box)) == 3, "the alert of another city")
        (workspace / "seeds" / "b.txt").write_text(kill)
        until(lambda: len(mails(box)) == 4, "the kill")
        assert service.stop() == 0
    third, fourth = mails(box)[2:]
    assert first["Subject"] == "Quake: Ankara"
    assert second["Subject"] == "RETRACTED: Quake: Ankara"
    assert second["In-Reply-To"] == second["References"] == first["Message-ID"]
    assert (third["Subject"], fourth["Subject"]) == ("Quake: Quito", "RETRACTED: Quake: Quito")
    assert fourth["In-Reply-To"] == third["Message-ID"]
    text = second.get_body(("plain",))
    assert text is not None
    assert "The article’s new version no longer says so." in text.get_content()
