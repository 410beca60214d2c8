"""Problems in files that people wrote, printed as a compiler prints them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Literal

import click

from monitor.errors import Problem, Severity

Format = Literal["text", "json", "github"]
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def show(problems: Sequence[Problem], form: Format = "text", *, err: bool = False) -> None:
    """Print all of them: for people, as one JSON list, or as GitHub's workflow commands."""
    match form:
        case "json":
            click.echo(json.dumps([asdict(problem) for problem in problems], ensure_ascii=False, indent=2), err=err)
        case "github":
            for problem in problems:
                click.echo(_as_github(problem), err=err)
        case "text":
            for problem in problems:
                click.echo(_as_text(problem), err=err)


def count(problems: Sequence[Problem]) -> str:
    """`2 errors, 1 warning`; empty where there are none."""
    counts = [(severity, sum(problem.severity is severity for problem in problems)) for severity in Severity]
    return ", ".join(f"{number} {severity}{'s' * (number != 1)}" for severity, number in counts if number)


def _as_text(problem: Problem) -> str:
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    kind = click.style(str(problem.severity), fg=_COLOURS[problem.severity], bold=True)
    lines = [f"{click.style(place, bold=True)}: {kind}: {problem.message} [{problem.code}]"]
    if problem.source_line:
        lines += _underlined(problem)
    if problem.suggestion:
        lines.append(f"      = {problem.suggestion}")
    return "\n".join(lines)


def _underlined(problem: Problem) -> list[str]:
    """The line, and a caret below the column: tabs stay tabs, so that the caret stands where the eye expects it."""
    before = problem.source_line[: problem.column - 1]
    blank = "".join("\t" if letter == "\t" else " " for letter in before)
    return [f"{problem.line:>5} | {problem.source_line}", f"      | {blank}{click.style('^', fg='green', bold=True)}"]


def _as_github(problem: Problem) -> str:
    place = f"file={_property(problem.file)}"
    if problem.line:
        place += f",line={problem.line},col={problem.column}"
    advice = f" ({problem.suggestion})" if problem.suggestion else ""
    return f"::{problem.severity} {place},title={problem.code}::{_escaped(problem.message + advice)}"


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
