"""`packs`: which ready rules there are, and which are on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from monitor import workspace
from monitor.cli.output import form_option, show_json
from monitor.cli.session import Session, pass_session
from monitor.rules.compiled import Rule
from monitor.rules.files import pack_of
from monitor.settings_checks import known_packs


@click.command()
@form_option
@pass_session
def packs(session: Session, form: str) -> None:
    """Packs of ready rules.

    Each with its rules. `packs:` in monitor.yml switches them on; a rule file that says `extend: RULE` changes one.
    """
    chosen, root = session.settings, session.loaded.root
    names = known_packs(root / chosen.rules)
    compiled = workspace.load(root, chosen.model_copy(update={"packs": names}))
    found = [_pack(name, name in chosen.packs, compiled) for name in names]
    if form == "json":
        show_json(found)
    else:
        for line in _lines(found):
            click.echo(line)


def _pack(name: str, on: bool, compiled: workspace.Workspace) -> dict[str, Any]:
    rules = [rule for rule in compiled.ruleset.rules.values() if pack_of(rule.file) == name]
    return {"pack": name, "on": on, "rules": [_rule(rule) for rule in rules]}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.id,
        "title": rule.title,
        "severity": str(rule.severity),
        "enabled": rule.enabled,
        "changed_by": [change.file for change in rule.changed_by],
    }


def _lines(found: Iterable[dict[str, Any]]) -> Iterator[str]:
    for pack in found:
        yield click.style(f"{pack['pack']}: {'on' if pack['on'] else 'off'}", bold=True)
        for rule in pack["rules"]:
            notes = ["" if rule["enabled"] else "switched off", *(f"changed by {file}" for file in rule["changed_by"])]
            note = ", ".join(filter(None, notes))
            yield f"  {rule['rule']:24} {rule['title']}{note and f' ({note})'}"
