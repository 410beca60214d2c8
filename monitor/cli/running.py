"""`run` and `init`."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import click

import monitor
from monitor import app
from monitor.cli import schemas
from monitor.cli.session import Session, pass_session


@click.command()
@click.option("--once", is_flag=True, help="End when standard input has ended, and what came of it is stored and sent.")
@pass_session
def run(session: Session, once: bool) -> None:
    """Watch, match and send until told to stop.

    SIGTERM and SIGINT end it in order, a second one at once; SIGHUP reads settings, rules and templates anew.
    """
    click.get_current_context().exit(asyncio.run(app.run(session.config, once=once)))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> None:
    """Make a new configuration in FOLDER.

    Settings, two rules with their tests, a template, and a folder for news. Nothing is overwritten.
    """
    if there := next(
        (folder / name for name in ("monitor.yml", "rules", "templates") if (folder / name).exists()), None
    ):
        raise click.UsageError(f"{there} exists already")
    starter = _starter()
    for below in ("seeds", "docs/schemas"):
        (folder / below).mkdir(parents=True, exist_ok=True)
    for below in ("rules", "templates"):
        shutil.copytree(starter / below, folder / below)
    for name in schemas.SCHEMAS:
        (folder / "docs/schemas" / schemas.file_name(name)).write_text(schemas.text(name), encoding="utf-8")
    shutil.copyfile(starter / "monitor.yml", folder / "monitor.yml")
    click.echo(f"made {folder / 'monitor.yml'}; next: monitor --config {folder / 'monitor.yml'} run")


def _starter() -> Path:
    """The shipped settings and rules: inside an installed package, beside it in a checkout."""
    package = Path(monitor.__file__).parent
    installed = package / "starter"
    return installed if installed.is_dir() else package.parent
