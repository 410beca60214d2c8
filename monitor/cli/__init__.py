"""The command line: `monitor` and `python -m monitor`.

One file per group of commands, each thin: it reads arguments, asks a library, prints. A command's module is imported
only when that command runs, so that `monitor match` in a pipe does not wait for a database driver.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from monitor.cli.failures import exit_code_of
from monitor.cli.session import Session
from monitor.clock import SystemClock
from monitor.release import release

COMMANDS = {
    "run": "running:run",
    "init": "running:init",
    "check": "checking:check",
    "test": "checking:test",
    "schema": "checking:schema",
    "rules": "rules:rules",
    "packs": "packs:packs",
    "read": "articles:read",
    "match": "articles:match",
    "stories": "stories:stories",
    "backtest": "backtesting:backtest",
    "replay": "replaying:replay",
    "explain": "explaining:explain",
    "search": "search:search_",
    "archive": "archive:archive",
    "send-test": "sending:send_test",
    "drill": "drilling:drill",
    "template": "sending:template",
    "digest": "digests:digest",
    "alerts": "alerts:alerts",
    "why": "alerts:why",
    "deliveries": "deliveries:deliveries",
    "receivers": "deliveries:receivers",
    "silence": "silences:silence",
    "quarantine": "quarantine:quarantine",
    "feed": "feeds:feed",
    "status": "service:status",
    "backup": "service:backup",
    "doctor": "doctor:doctor",
}
"""Where each command is, in the order in which `--help` lists them."""


class Commands(click.Group):
    """Finds a command by name when it is wanted, and ends every expected error with its exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(import_module(f"monitor.cli.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        with exit_code_of(ctx):
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("monitor.yml"),
    show_default=True,
    envvar="MONITOR_CONFIG",
    help="The settings file.",
)
@click.version_option(release(), prog_name="monitor")
@click.pass_context
def commands(ctx: click.Context, config: Path) -> None:
    """News Monitor: tells the right people once, quickly, with the sentence that proves it."""
    ctx.obj = Session(config, SystemClock())


def main() -> None:
    """The entry point."""
    commands(prog_name="monitor")
