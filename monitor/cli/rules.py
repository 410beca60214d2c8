"""`rules`: reading and making rule files. `rules read` says one in plain words, `rules import` turns rules of other
tools into them."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TextIO

import click

from monitor.cli.exit_codes import ExitCode
from monitor.cli.session import Session, pass_session
from monitor.cli.workbench import Workbench
from monitor.rules.importing import FORMS, Imported, import_rules
from monitor.rules.saying import say

_WIDTH = 110


@click.group()
def rules() -> None:
    """Read and make rule files."""


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
        _write(files, out)
    if len(files) < len(made):
        click.get_current_context().exit(ExitCode.FINDINGS)


def _write(files: list[Imported], folder: Path) -> None:
    there = [path for each in files if (path := folder / f"{each.id}.yml").exists()]
    if there:
        raise click.UsageError(f"{there[0]} is there already: choose another --id, or another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for each in files:
        (folder / f"{each.id}.yml").write_text(each.text, encoding="utf-8")
    click.echo(f"{len(files)} {'rule' if len(files) == 1 else 'rules'} written to {folder}", err=True)
