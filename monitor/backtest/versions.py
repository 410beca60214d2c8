"""Versions of the rules: those on disk, those that run, and those of another folder or file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from monitor import workspace
from monitor.config import MonitorSettings
from monitor.gate import in_service
from monitor.rules.compiled import Rule, RuleSet
from monitor.rules.windows import Sequence as InSequence
from monitor.storage import Store
from monitor.storage.rows import FileKind
from monitor.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Version:
    """Compiled rules, and what they are called where something is compared with them."""

    name: str
    workspace: Workspace

    def chosen(self, names: Sequence[str]) -> set[str]:
        """The ids that fit one of the names (`*` stands for anything); without names, all that are enabled."""
        rules = self.workspace.ruleset.rules
        if not names:
            return {id for id, rule in rules.items() if rule.enabled}
        return {id for id in rules if any(fnmatchcase(id, name) for name in names)}

    def behaviour(self, id: str) -> tuple[str, ...]:
        """A rule's id, and what it rests on: of whatever version, rules of which this is equal do the same."""
        rules = self.workspace.ruleset.rules
        return (id, self.workspace.cues.digest, *(rule.digest for rule in _with_parts(rules, id)))

    def only(self, ids: Iterable[str]) -> RuleSet:
        """These rules, and those that their sequences are made of. All are tried out: one that is switched off or in
        the shadow raises alerts here."""
        rules = self.workspace.ruleset.rules
        wanted = {part.id for id in ids for part in _with_parts(rules, id)}
        running = {id: replace(rule, enabled=True, shadow=False) for id, rule in rules.items() if id in wanted}
        return replace(self.workspace.ruleset, rules=running)


def _with_parts(rules: Mapping[str, Rule], id: str) -> list[Rule]:
    rule = rules[id]
    parts = rule.when.sequence if isinstance(rule.when, InSequence) else ()
    return [rule, *(rules[part] for part in parts if part in rules)]


async def running(url: str, settings: MonitorSettings, present: Workspace) -> Version | None:
    """What the daemon has in service, by its store; None where there is no store, or nothing ever was in service.
    Raises StoreUnavailable."""
    file = url.removeprefix("sqlite:///")
    if file != url and not await asyncio.to_thread(Path(file).exists):
        return None
    store = await Store.open(url)
    try:
        async with store.read() as tx:
            kinds = (FileKind.RULE, FileKind.LIST, FileKind.TEMPLATE)
            good = {path: one.text for kind in kinds for path, one in (await tx.rulefiles.good(kind)).items()}
    finally:
        await store.close()
    if not good:
        return None
    made = workspace.compile_files(in_service(present.files, good, settings), settings, previous=present)
    return Version("the running version", made)


def of_folder(folder: Path, root: Path, settings: MonitorSettings, present: Workspace) -> Version:
    """Another folder of rules under the same settings."""
    elsewhere = settings.model_copy(update={"rules": str(folder.absolute())})
    made = workspace.compile_files(workspace.read(root, elsewhere), elsewhere, previous=present)
    return Version(str(folder), made)


def with_file(file: Path, settings: MonitorSettings, present: Workspace, names: Sequence[str]) -> Version | None:
    """The present rules with one file as it is there: in place of that of the same name, or else of the one file that
    has the rules of these names. None where there is no such file."""
    rules = present.files.rules
    asked = {rule.file for rule in present.ruleset.rules.values() if any(fnmatchcase(rule.id, name) for name in names)}
    for fitting in ([path for path in rules if Path(path).name == file.name], sorted(asked)):
        if len(fitting) == 1:
            files = replace(present.files, rules={**rules, fitting[0]: file.read_text(encoding="utf-8")})
            return Version(str(file), workspace.compile_files(files, settings, previous=present))
    return None
