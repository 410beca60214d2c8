"""The mail server is taken from the settings in force, not from those of the start."""

from __future__ import annotations

from pathlib import Path

from tests.service.conftest import quake
from tests.support.postoffice import PostOffice, post_office
from tests.support.service import Service, mails, until


def _use(workspace: Path, service: Service, smtp: str, sender: str = "") -> None:
    """Edit `smtp`, and wait until the daemon has loaded it."""
    heard = service.log.read_text().count("rules in force")
    config = workspace / "monitor.yml"
    others = [line for line in config.read_text().splitlines() if not line.startswith("smtp")]
    config.write_text("\n".join([*others, smtp.strip().replace("}", f", sender: {sender}}}") if sender else smtp, ""]))
    until(lambda: service.log.read_text().count("rules in force") > heard, "the edit is heard", 20)


def _feed(workspace: Path, city: str) -> None:
    (workspace / "seeds" / f"{city}.txt").write_text(quake(city))


def _got(office: PostOffice, city: str) -> bool:
    return any(city in subject for subject in office.subjects())


def test_another_mail_server_is_used_from_the_edit_on(workspace: Path) -> None:
    with post_office() as first, post_office() as second, Service(workspace).ready() as service:
        _feed(workspace, "Ankara")
        until(lambda: mails(workspace / "var/mail"), "the catcher has the first mail")
        _use(workspace, service, first.settings())
        _feed(workspace, "Quito")
        until(lambda: _got(first, "Quito"), "the first server has the second mail")
        _use(workspace, service, second.settings(), sender="desk@example.net")
        _feed(workspace, "Havana")
        until(lambda: _got(second, "Havana"), "the second server has the third mail")
        assert [mail["From"] for mail in second.mails] == ["desk@example.net"]
        _use(workspace, service, "")
        _feed(workspace, "Nairobi")
        until(lambda: len(mails(workspace / "var/mail")) == 2, "the catcher is used again")
        assert service.stop() == 0
    assert (len(first.mails), len(second.mails)) == (1, 1)


def test_a_server_taken_out_of_the_settings_is_used_until_the_next_start(workspace: Path) -> None:
    with post_office() as office:
        config = workspace / "monitor.yml"
        config.write_text(config.read_text() + office.settings())
        with Service(workspace).ready() as service:
            _use(workspace, service, "")
            _feed(workspace, "Ankara")
            until(lambda: _got(office, "Ankara"), "the mail leaves as before")
            assert "take effect at the next start" in service.log.read_text()
            assert service.stop() == 0
    assert not (workspace / "var/mail").exists()
