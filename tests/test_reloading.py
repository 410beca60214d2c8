"""What is in force, and who is told of what, as real files are edited beside a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from monitor import settings
from monitor.model.alert import Notification
from monitor.reloading import Live, Reloader
from monitor.storage import Store
from monitor.storage.rows import BrokenFile, FileKind
from tests.support.clock import VirtualClock
from tests.support.desk import RULE, SETTINGS

OWNED = SETTINGS + "owner: box\n"


class Edited:
    """A configuration in a folder, its store, and the reloader that follows it."""

    def __init__(self, root: Path, store: Store) -> None:
        self.root = root
        self.store = store
        self.applied: list[Live] = []
        self.fails = False
        self._clock = VirtualClock()
        self.write("monitor.yml", OWNED)
        self.write("rules/cholera.yml", RULE)
        self.reloader = self._new()

    def write(self, path: str, text: str) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    async def restarted(self) -> None:
        self.reloader = self._new()
        await self.reloader.start()

    def _new(self) -> Reloader:
        loaded = settings.load(self.root / "monitor.yml", {})
        return Reloader(loaded, self.store, self._clock, self._apply)

    def _apply(self, live: Live) -> None:
        if self.fails:
            raise RuntimeError("a fault of ours: \udcff")
        self.applied.append(live)

    @property
    def rules(self) -> set[str]:
        return set(self.applied[-1].admitted.engine.ruleset.rules)

    async def broken(self) -> dict[str, BrokenFile]:
        async with self.store.read() as tx:
            return await tx.rulefiles.broken()

    async def told(self) -> list[str]:
        """The subjects of the notices, oldest first."""
        async with self.store.read() as tx:
            rows: list[Notification] = await tx.outbox.list()
        return [str(row.content["subject"]) for row in reversed(rows)]


@pytest.fixture
async def edited(tmp_path: Path) -> AsyncIterator[Edited]:
    store = await Store.open(f"sqlite:///{tmp_path}/var/monitor.db")
    made = Edited(tmp_path, store)
    await made.reloader.start()
    yield made
    await store.close()


@pytest.mark.parametrize(
    ("file", "shown"),
    [("rules/caf\udce9.yml", r"rules/caf\xe9.yml"), ("templates/x\udcff.txt.j2", r"templates/x\xff.txt.j2")],
)
async def test_a_broken_file_whose_name_is_no_text_breaks_alone(edited: Edited, file: str, shown: str) -> None:
    edited.write(file, "{{ nobody }}")
    await edited.reloader.reload()
    assert (edited.rules, set(await edited.broken())) == ({"cholera"}, {shown})
    assert await edited.told() == [f"{shown} is broken"]
    await edited.restarted()
    assert edited.rules == {"cholera"}
    assert await edited.told() == [f"{shown} is broken"]


async def test_what_breaks_at_once_is_told_in_one_message(edited: Edited) -> None:
    edited.write("rules/cholera.yml", RULE + "severty: high\n")
    edited.write("rules/flu.yml", "title: Flu\nany: [flu\n")
    edited.write("rules/siege.yml", "owner: war@example.org\ntitle: Siege\nany: [siege]\nnotify: nobody\n")
    await edited.reloader.reload()
    async with edited.store.read() as tx:
        (notice,) = await tx.outbox.list()
    assert notice.content["subject"] == "3 files are broken"
    lines = [str(line) for line in notice.content["lines"]]
    assert [line.split(":")[0] for line in lines[::2]] == ["rules/cholera.yml", "rules/flu.yml", "rules/siege.yml"]
    assert "rules/cholera.yml: Its last good version stays in service." in lines
    assert "rules/flu.yml: It is not in service." in lines
    edited.write("rules/flu.yml", "title: Flu\nany: [flu, \n")
    await edited.reloader.reload()
    assert await edited.told() == ["3 files are broken", "rules/flu.yml is broken"]


async def test_a_fault_of_ours_ends_no_service_and_is_told_once(edited: Edited) -> None:
    edited.fails = True
    await edited.reloader.reload()
    await edited.reloader.reload()
    assert await edited.told() == ["edited files could not be loaded"]
    edited.fails = False
    await edited.reloader.reload()
    assert len(edited.applied) == 2


async def test_a_folder_that_vanishes_keeps_what_was_in_it(edited: Edited) -> None:
    edited.write("templates/city.txt.j2", "{{ alert.headline }}")
    edited.write("rules/deep/city.yml", "title: City\ntemplate: city\nany: [hama]\n")
    await edited.reloader.reload()
    (edited.root / "rules").rename(edited.root / "elsewhere")
    (edited.root / "templates").rename(edited.root / "elsewhere too")
    for _ in range(2):
        await edited.restarted()
        assert edited.rules == {"cholera", "city"}
        assert "city" in edited.applied[-1].admitted.workspace.templates.names()
        kinds = {path: file.kind for path, file in (await edited.broken()).items()}
        assert kinds == {"rules": FileKind.RULE, "templates": FileKind.TEMPLATE}
        assert await edited.told() == ["2 files are broken"]
    (edited.root / "elsewhere").rename(edited.root / "rules")
    (edited.root / "elsewhere too").rename(edited.root / "templates")
    await edited.reloader.reload()
    assert (edited.rules, await edited.broken()) == ({"cholera", "city"}, {})


async def test_a_pack_goes_into_service_with_an_edit_of_the_settings(edited: Edited) -> None:
    edited.write("monitor.yml", f"{OWNED}packs: [disaster]\n")
    edited.write("rules/quiet.yml", "extend: flood\nenabled: false\n")
    await edited.reloader.reload()
    assert {"cholera", "earthquake", "flood"} <= edited.rules
    assert not edited.applied[-1].admitted.engine.ruleset.rules["flood"].enabled
    edited.write("monitor.yml", f"{OWNED}packs: [disastre]\n")
    await edited.reloader.reload()
    assert "earthquake" in edited.rules
    edited.write("monitor.yml", OWNED)
    await edited.reloader.reload()
    assert (edited.rules, await edited.broken()) == ({"cholera"}, {})


async def test_a_pack_outlives_the_folder_of_rules(edited: Edited) -> None:
    """Its shipped files need none; the desk's own version of one stays, too."""
    edited.write("monitor.yml", f"{OWNED}packs: [disaster]\n")
    edited.write("rules/packs/disaster/flood.yml", RULE.replace("Cholera", "Flood"))
    await edited.reloader.reload()
    before = edited.rules
    (edited.root / "rules").rename(edited.root / "elsewhere")
    for _ in range(2):
        await edited.restarted()
        assert edited.rules == before
        assert edited.applied[-1].admitted.engine.ruleset.rules["flood"].title == "Flood outbreak"
        assert set(await edited.broken()) == {"rules"}


async def test_a_list_of_the_desks_that_breaks_a_pack_is_refused(edited: Edited) -> None:
    edited.write("monitor.yml", f"{OWNED}packs: [disaster]\n")
    await edited.reloader.reload()
    edited.write("rules/lists/countries.yml", "- Atlantis\n")
    await edited.reloader.reload()
    assert set(await edited.broken()) == {"rules/lists/countries.yml"}
    assert "earthquake" in edited.rules


async def test_the_last_rule_that_goes_is_told_of_once(edited: Edited) -> None:
    (edited.root / "rules/cholera.yml").unlink()
    await edited.reloader.reload()
    await edited.restarted()
    assert (edited.rules, await edited.told()) == (set(), ["no rule runs"])


async def test_a_table_of_status_cues_is_live_and_a_broken_one_changes_nothing(edited: Edited) -> None:
    shipped = edited.applied[-1].admitted.engine.statuses.digests["en"]
    edited.write("rules/status/en.yml", "extend: en\ncues: [{words: [on the grapevine], status: claimed}]\n")
    await edited.reloader.reload()
    mine = edited.applied[-1].admitted.engine.statuses.digests["en"]
    assert mine != shipped
    edited.write("rules/status/en.yml", "extend: en\ncues: [{words: [on the grapevine], status: sure}]\n")
    for _ in range(2):
        await edited.restarted()
        assert edited.applied[-1].admitted.engine.statuses.digests["en"] == mine
        assert {path: file.kind for path, file in (await edited.broken()).items()} == {
            "rules/status/en.yml": FileKind.LIST
        }
        assert await edited.told() == ["rules/status/en.yml is broken"]


async def test_a_family_whose_own_tests_fail_stays_as_it_was(edited: Edited) -> None:
    good = "title: t\nlanguages: {en: {verbs: [{words: [besiege], subject: actor, object: target}]}}\n"
    edited.write("rules/actions/siege.yml", f"{good}tests: {{yes: [Rebels besieged Hama.]}}\n")
    edited.write("rules/siege.yml", "title: Siege\nevent: {action: $siege}\n")
    await edited.reloader.reload()
    assert edited.rules == {"cholera", "siege"}
    edited.write(
        "rules/actions/siege.yml", f"{good.replace('besiege', 'surround')}tests: {{yes: [Rebels besieged Hama.]}}\n"
    )
    await edited.restarted()
    assert (edited.rules, await edited.told()) == ({"cholera", "siege"}, ["rules/actions/siege.yml is broken"])


async def test_each_receiver_that_a_rule_loses_is_told_of(edited: Edited) -> None:
    two = "  first: {kind: console}\n  second: {kind: console}\n"
    edited.write("monitor.yml", OWNED.replace("receivers:\n", f"receivers:\n{two}"))
    edited.write("rules/siege.yml", "title: Siege\nany: [siege]\nnotify: [first, second]\n")
    await edited.restarted()
    assert await edited.told() == []
    edited.write("monitor.yml", OWNED.replace("receivers:\n", "receivers:\n  second: {kind: console}\n"))
    await edited.restarted()
    assert (edited.rules, await edited.told()) == ({"cholera", "siege"}, ["rules/siege.yml is broken"])
    await edited.restarted()
    assert await edited.told() == ["rules/siege.yml is broken"]
    edited.write("monitor.yml", OWNED)
    await edited.restarted()
    assert await edited.told() == ["rules/siege.yml is broken"] * 2
    async with edited.store.read() as tx:
        lines = [str(one.content["lines"]) for one in await tx.outbox.list()]
    assert "first" in lines[0]
    assert "second" in lines[0]
