"""`alerts wrong`: an alert that should not have been, as a `no` test of its rule."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from monitor.cli.deliveries import unknown
from monitor.cli.exit_codes import ExitCode
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading
from monitor.cli.times import to_minute
from monitor.cli.workbench import Workbench
from monitor.drafting.mending import Change, changes
from monitor.matching.explain import Explanation, explain
from monitor.matching.explained import as_text
from monitor.rules.compiled import Rule
from monitor.rules.editing import CannotEdit, with_no_test
from monitor.rules.writing import scalar
from monitor.sources.names import from_text
from monitor.storage.rows import AlertHistory


@click.command("wrong")
@click.argument("alert_id", metavar="ID")
@click.option("--write", is_flag=True, help="Put the test into the rule's file.")
@pass_session
@asynchronous
async def wrong(session: Session, *, alert_id: str, write: bool) -> None:
    """An alert that should not have been.

    Its sentence becomes a `no` test of its rule, and what would make it pass is told. The test is shown, and with
    --write put into the rule's file. Exit code 1 where the rule does not fire on the sentence any more.
    """
    async with reading(session) as tx:
        history = await tx.why.alert(alert_id)
    if history is None:
        raise unknown("alert", alert_id)
    bench = Workbench(session)
    bench.tell_errors()
    rule = bench.rule(history.alert.rule_id)
    click.echo(f"{history.alert.headline} ({rule.id}), since {to_minute(history.alert.opened)}")
    found = _fired_on(session, bench, rule, history)
    if found is None:
        click.echo("the rule does not fire on its sentence any more, so there is nothing to mend")
        click.get_current_context().exit(ExitCode.FINDINGS)
    _show(session, bench, rule, found)
    if write:
        _write(session, bench, rule, found.article.text)


def _fired_on(session: Session, bench: Workbench, rule: Rule, history: AlertHistory) -> Explanation | None:
    """The first of the alert's texts on which the rule fires by itself: the sentence, its paragraph, all that was kept
    of the article."""
    ground = bench.ground(session.clock.now())
    engine = bench.engine([rule])
    for text in _texts([history.alert.facts, *(each.match.facts for each in history.matches)]):
        explained = explain(engine, rule, ground.article(text), ground.now)
        if explained.fires:
            return explained
    return None


def _texts(facts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Smallest first: of each the proving sentence, its paragraph, and the paragraphs around it."""
    known = [each for each in facts if isinstance(each.get("proof"), dict)]
    yield from (each["proof"]["text"] for each in known)
    for each in known:
        around = each.get("context", ())
        paragraphs = ["".join(part["text"] for part in paragraph["parts"]) for paragraph in around]
        yield from (text for text, paragraph in zip(paragraphs, around, strict=True) if paragraph["proof"])
        yield " ".join(paragraphs)


def _show(session: Session, bench: Workbench, rule: Rule, explained: Explanation) -> None:
    click.echo(f"a test for `tests: no:` of {session.settings.rules}/{rule.file}:\n")
    click.echo(f"    - {scalar(' '.join(explained.article.text.split()))}\n")
    click.echo("it fails now:\n")
    click.echo("".join(f"  {line}".rstrip() + "\n" for line in as_text(explained).splitlines()[2:]))
    engine, language = bench.engine([rule]), session.settings.default_language
    found = list(changes(engine, rule, explained, language=language, now=session.clock.now()))
    if found:
        click.echo("with any one of these it passes, and so do the rule's other tests:")
        click.echo("".join(f"  {_said(rule, change)}\n" for change in found), nl=False)
    else:
        click.echo("no single word, slot or status keeps this sentence away without losing a test that must fire:")
        click.echo("  say with `unless`, `none`, `not` or `near` what tells it apart, or what it lacks with `all`")
    click.echo("choose what is true of all such sentences, not of this one only")


def _said(rule: Rule, change: Change) -> str:
    """Where the rule has an `unless` already, its word is added there."""
    if change.said.startswith("unless") and rule.conditions.unless:
        return f"{change.said[9:-1]} in `unless`"
    return change.said


def _write(session: Session, bench: Workbench, rule: Rule, text: str) -> None:
    """The test goes into the file; the file is replaced whole, so that nobody reads half of it."""
    path = session.loaded.root / session.settings.rules / from_text(rule.file)
    with path.open(encoding="utf-8", newline="") as file:
        known = file.read()
    try:
        edited = with_no_test(known, rule.line, " ".join(text.split()))
    except CannotEdit as error:
        raise click.UsageError(f"{path} cannot be edited safely, since {error}: put the test in by hand") from None
    _replace(path, edited)
    click.echo(f"\nwritten to {path}; until the rule passes it, the file's last good version stays in service")


def _replace(path: Path, text: str) -> None:
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
        file.write(text)
    Path(made).chmod(path.stat().st_mode)
    Path(made).replace(path)
