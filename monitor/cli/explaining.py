"""`explain`: why a rule fires on an article, or the first step that said no."""

from __future__ import annotations

import click

from monitor.cli.articles import readable
from monitor.cli.output import form_option, show_json
from monitor.cli.session import Session, pass_session
from monitor.cli.workbench import Workbench
from monitor.matching.explain import explain as explained
from monitor.matching.explained import as_json, as_text


@click.command()
@click.argument("rule")
@click.argument("file")
@form_option
@pass_session
def explain(session: Session, rule: str, file: str, form: str) -> None:
    """Why a rule fires on an article, or does not.

    Each condition of RULE on the article FILE: what held and what did not, with the text underlined.
    """
    bench = Workbench(session)
    bench.tell_errors()
    chosen = bench.rule(rule)
    engine = bench.engine([chosen])
    for article in readable(session, [file]):
        explanation = explained(engine, chosen, article, session.clock.now())
        if form == "json":
            show_json(as_json(explanation))
        else:
            click.echo(as_text(explanation), nl=False)
