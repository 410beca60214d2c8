"""A storm: `python -m benchmarks.storm [COUNT]`: COUNT articles, each one a match, as fast as they are taken.

The real service, a real mail server, a throttle of 10 messages a minute and a storm cap of 20. Prints how many mails
that made, what they say of the rest, and whether every match is accounted for: in a message, or by a reason.
"""

from __future__ import annotations

import re
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

from tests.support.postoffice import post_office
from tests.support.service import Service, until

SETTINGS = """\
sources:
  - folder: seeds
receivers:
  desk: {kind: email, to: [desk@example.org], throttle: {most: 10, per: 1m}, storm_cap: 20}
routes:
  - to: [desk]
"""
ACCOUNT = """\
SELECT count(*), sum(n.state = 'sent' AND n.carried_by IS NULL), sum(n.state = 'sent' AND n.carried_by IS NOT NULL),
  sum(m.kept_back IS NOT NULL) FROM matches m LEFT JOIN notifications n ON n.alert_id = m.alert_id
"""
_MORE = re.compile(r"And ([\d,]+) more")
_WORDS = "storm coast rain river road power school market water".split()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name, post_office() as office:
        folder = Path(name) / "w"
        for below in ("seeds", "rules", "templates"):
            (folder / below).mkdir(parents=True)
        (folder / "monitor.yml").write_text(SETTINGS + office.settings())
        (folder / "rules" / "flood.yml").write_text("title: Flood\nany: [flood]\n")
        (folder / "rules" / "quake.yml").write_text("title: Earthquake\nany: [earthquake]\n")
        with Service(folder).ready() as service:
            began = time.perf_counter()
            _write(folder, count)
            until(lambda: _account(folder)[0] >= count, "all is taken", 600)
            took = time.perf_counter() - began
            in_time = len(office.mails)
            until(lambda: sum(_account(folder)[1:]) >= count, "everything has left", 600)
            service.stop()
        matches, alone, within, kept_back = _account(folder)
        print(f"{matches} matches in {took:.0f} s; {in_time} mails by then, {len(office.mails)} in all")
        for mail in office.mails[-3:]:
            print(f"  {mail['Subject']}: {_said(mail)}")
        print(f"sent by themselves {alone}, within a digest {within}, kept back {kept_back}")
        print(f"not accounted for: {matches - alone - within - kept_back}")


def _write(folder: Path, count: int) -> None:
    for number in range(count):
        kind = "flood" if number % 4 == 0 else "earthquake"
        words = " ".join(_WORDS[(number + step) % len(_WORDS)] for step in range(5))
        text = f"Report {number}\n\nA {kind} hit town number {number}; {words}, officials said.\n"
        (folder / "seeds" / f"{number:06d}.txt").write_text(text)


def _account(folder: Path) -> tuple[int, int, int, int]:
    with closing(sqlite3.connect(f"file:{folder}/var/monitor.db?mode=ro", uri=True)) as base:
        matches, *rest = (int(value or 0) for value in base.execute(ACCOUNT).fetchone())
        return (matches, *rest)  # type: ignore[return-value]


def _said(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    found = _MORE.search(" ".join(part.get_content().split())) if part else None
    return f"lists 20, and {found[1]} more" if found else "one alert"


if __name__ == "__main__":
    main()
