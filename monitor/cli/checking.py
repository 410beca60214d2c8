"""`check`, `test`, `schema`: what people wrote, judged before it goes into service."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli import junit, problems, schemas
from monitor.cli.exit_codes import ExitCode
from monitor.cli.session import Session, pass_session
from monitor.cli.workbench import Workbench
from monitor.errors import InvalidFiles, Problem, Severity
from monitor.gate import test_problems, test_results
from monitor.matching.examples import TestResult
from monitor.rules.compiled import Rule
from monitor.workspace import shadowed


@click.command()
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
              help="For people, as a JSON list, or as GitHub's annotations.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@pass_session
def check(session: Session, form: problems.Format, strict: bool) -> None:
    """Find mistakes in settings, rules, templates.

    Every error and warning, and every test of a rule that fails. What has no error here goes live.
    Exit code 3 where there is one.
    """
    try:
        found, rules = _found(session)
    except InvalidFiles as error:  # without settings nobody knows where the rules are
        found, rules = list(error.problems), 0
    problems.show(found, form)
    if form == "text":
        click.echo(problems.count(found) or f"{rules} rules, nothing to complain about")
    if any(strict or problem.severity is Severity.ERROR for problem in found):
        click.get_current_context().exit(ExitCode.INVALID)


def _found(session: Session) -> tuple[list[Problem], int]:
    """All problems, and how many rules are sound."""
    bench = Workbench(session)
    engine, tested, now = bench.engine(), bench.tested(()), session.clock.now()
    failing = [p for rule in tested for p in test_problems(engine, rule, bench.workspace, session.settings, now)]
    alike = shadowed(bench.workspace, session.settings)
    found = [*session.loaded.warnings, *sorted((*bench.workspace.problems, *alike, *failing))]
    return found, len(bench.workspace.ruleset.rules)


@click.command()
@click.argument("rules", nargs=-1)
@click.option("--junit", "report", type=click.Path(path_type=Path, dir_okay=False), help="Write a JUnit report.")
@pass_session
def test(session: Session, rules: tuple[str, ...], report: Path | None) -> None:
    """Run the tests inside the rules.

    All of them, or those of the RULES named (`*` stands for anything), and of your own verb families (`$seize`).
    Exit code 1 where a test fails, 3 where a rule file has an error and was left out.
    """
    bench = Workbench(session)
    bench.tell_errors()
    chosen = bench.tested(rules)
    engine, now = bench.engine(), session.clock.now()
    results = [(rule, test_results(engine, rule, bench.workspace, session.settings, now)) for rule in chosen]
    for rule, of_rule in results:
        _show(session, rule, of_rule)
    if report is not None:
        report.write_text(junit.report(results), encoding="utf-8")
    failed = sum(not result.passed for _, of_rule in results for result in of_rule)
    click.echo(f"{sum(len(of_rule) for _, of_rule in results) - failed} passed, {failed} failed")
    if failed:
        click.get_current_context().exit(ExitCode.FINDINGS)
    if bench.workspace.errors:
        click.get_current_context().exit(ExitCode.INVALID)


def _show(session: Session, rule: Rule, results: list[TestResult]) -> None:
    failed = [result for result in results if not result.passed]
    mark = click.style("FAIL", fg="red") if failed else click.style("ok  ", fg="green")
    click.echo(f"{mark} {rule.id}: {len(results)} {'test' if len(results) == 1 else 'tests'}")
    for result in failed:
        wanted = "should fire" if result.test.fires else "should not fire"
        click.echo(
            f"     {session.settings.rules}/{rule.file_of(result.test)}:{result.test.line}: {wanted}: {result.why}"
        )
        click.echo(f"       {' '.join(result.test.text.split())[:160]}")


@click.command()
@click.argument("what", type=click.Choice(list(schemas.SCHEMAS)), required=False)
@click.option("--write", "folder", type=click.Path(path_type=Path, file_okay=False), help="Write all into a folder.")
def schema(what: str | None, folder: Path | None) -> None:
    """Print a JSON schema, for editors.

    That of monitor.yml, of rule files, of lists, of verb families or of status cues.
    """
    if (what is None) == (folder is None):
        raise click.UsageError(f"name one of {', '.join(schemas.SCHEMAS)}, or a folder with --write")
    if what is not None:
        click.echo(schemas.text(what), nl=False)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        for name in schemas.SCHEMAS:
            (folder / schemas.file_name(name)).write_text(schemas.text(name), encoding="utf-8")
