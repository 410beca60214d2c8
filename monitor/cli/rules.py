"""`rules`: reading and making rule files. `rules new` drafts one from sample sentences, `rules read` says one in plain
words, `rules import` turns rules of other tools into them."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TextIO

import click

from monitor.cli import problems
from monitor.cli.exit_codes import ExitCode
from monitor.cli.session import Session, pass_session
from monitor.cli.workbench import Workbench
from monitor.drafting import Draft, draft
from monitor.rules.importing import FORMS, Imported, import_rules
from monitor.rules.saying import say

_WIDTH = 110


@click.group()
def rules() -> None:
    """Read and make rule files."""


@rules.command("new")
@click.argument("sentences", nargs=-1)
@click.option("--from", "file", type=click.File("r", encoding="utf-8", errors="replace"),
              help="A file with a sample a line (- for stdin).")  # fmt: skip
@click.option("--id", "rule_id", help="The rule's id.")
@click.option("--title", help="The rule's title.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write the file into this folder, and "
              "overwrite none.")  # fmt: skip
@pass_session
def new(
    session: Session,
    *,
    sentences: tuple[str, ...],
    file: TextIO | None,
    rule_id: str | None,
    title: str | None,
    out: Path | None,
) -> None:
    """Draft a rule from sample SENTENCES on which it must fire: three do well.

    An event rule where a verb family or a verb fits all of them, else a rule of words, with tests. Its tests are run,
    and what does not hold is said; then the exit code is 1. Without samples it asks for them.
    """
    bench = Workbench(session)
    bench.tell_errors()
    asking = not sentences and file is None and sys.stdin.isatty()
    samples = [line.strip() for line in (*sentences, *(file or ())) if line.strip()]
    if asking:
        samples = list(_asked_samples())
        title = title or click.prompt("Title (empty: as found)", default="", show_default=False)
    if not samples:
        raise click.UsageError("give sample sentences, three do well, or a file of them with --from")
    drafted = draft(samples, bench.ground(session.clock.now()), id=rule_id, title=title)
    _tell(drafted, session)
    if asking:
        click.echo(drafted.text)
        folder = session.loaded.root / session.settings.rules
        out = folder if click.confirm(f"Write {folder / drafted.id}.yml?", default=drafted.holds) else None
    if out is not None:
        _write([(drafted.id, drafted.text)], out)
    elif not asking:
        click.echo(drafted.text, nl=False)
    if not drafted.holds:
        click.get_current_context().exit(ExitCode.FINDINGS)


def _asked_samples() -> Iterator[str]:
    click.echo("Write sentences on which the rule must fire, one a line; three do well. An empty line ends them.")
    for number in count(1):
        line = click.prompt(f"{number}", default="", show_default=False, prompt_suffix="> ")
        if not line.strip():
            return
        yield line.strip()


def _tell(drafted: Draft, session: Session) -> None:
    """What was found, the file's warnings, and how its tests went."""
    for note in drafted.notes:
        click.echo(note, err=True)
    problems.show([replace(each, file=f"{session.settings.rules}/{each.file}") for each in drafted.problems], err=True)
    for result in drafted.results:
        if not result.passed:
            wanted = "should fire" if result.test.fires else "should not fire"
            click.echo(f"{wanted}: {result.test.text}\n  {result.why}", err=True)
    passed = sum(result.passed for result in drafted.results)
    click.echo(f"{passed} of its tests pass, {len(drafted.results) - passed} fail", err=True)


@rules.command("read")
@click.argument("names", nargs=-1, metavar="[RULE]...")
@pass_session
def read(session: Session, names: tuple[str, ...]) -> None:
    """Say rules in plain words.

    All of them, or the RULES named (`*` stands for anything).
    """
    bench = Workbench(session)
    bench.tell_errors()
    said = ("\n".join(map(_wrapped, say(rule))) for rule in bench.chosen(names))
    click.echo("\n\n\n".join(said))


def _wrapped(line: str) -> str:
    """At most so wide, what follows further in than its beginning."""
    inner = " " * (len(line) - len(line.lstrip(" -")) + 2)
    return textwrap.fill(line, _WIDTH, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False)


@rules.command("import")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"))
@click.option("--from", "form", type=click.Choice(FORMS), default="auto", show_default=True,
              help="The tool that it comes from.")  # fmt: skip
@click.option("--id", "rule_id", help="The rule's id; of several rules, what their ids begin with.")
@click.option("--title", help="The rule's title.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write a file for each rule into this "
              "folder, and overwrite none.")  # fmt: skip
def import_(file: TextIO, form: str, rule_id: str | None, title: str | None, out: Path | None) -> None:
    """Turn rules of other tools into rule files.

    FILE (- for stdin) holds a Boolean string, as of Google Alerts, Lucene or Brandwatch, or IPTC EXTRA rules as JSON.
    What cannot be said here is refused, the operator named, and then the exit code is 1.
    """
    made = import_rules(file.read(), form, id=rule_id, title=title)
    files = [each for each in made if isinstance(each, Imported)]
    for each in made:
        if isinstance(each, Imported):
            for note in each.notes:
                click.echo(f"{each.id}: {note}", err=True)
        else:
            click.echo(f"refused: {each.name}: {each.reason}", err=True)
    if out is None:
        click.echo("---\n".join(each.text for each in files), nl=False)
    else:
        _write([(each.id, each.text) for each in files], out)
    if len(files) < len(made):
        click.get_current_context().exit(ExitCode.FINDINGS)


def _write(files: Sequence[tuple[str, str]], folder: Path) -> None:
    """Rule files by their ids; none is overwritten."""
    there = next((path for rule_id, _ in files if (path := folder / f"{rule_id}.yml").exists()), None)
    if there is not None:
        raise click.UsageError(f"{there} is there already: choose another --id, or another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for rule_id, text in files:
        (folder / f"{rule_id}.yml").write_text(text, encoding="utf-8")
    click.echo(f"{len(files)} {'rule' if len(files) == 1 else 'rules'} written to {folder}", err=True)
