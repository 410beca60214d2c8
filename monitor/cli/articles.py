"""`read` and `match`: one article as the monitor sees it, and articles × rules without stories, time or state."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import click

from monitor.cli import inputs
from monitor.cli.exit_codes import ExitCode
from monitor.cli.matches import marked, match_json
from monitor.cli.output import plain
from monitor.cli.session import Session, pass_session
from monitor.cli.workbench import Workbench
from monitor.errors import Unreadable
from monitor.model.article import Article, Zone
from monitor.model.match import Match
from monitor.rules.compiled import Rule


@click.command()
@click.argument("files", nargs=-1, required=True)
@pass_session
def read(session: Session, files: tuple[str, ...]) -> None:
    """Print articles as the monitor sees them.

    Each is a JSON object: zones, sentences, dates, language, source, warnings.
    A `.jsonl` file, or - for stdin, holds one article a line. Exit code 4 where one cannot be read.
    """
    for article in readable(session, files):
        click.echo(json.dumps(article_json(article), ensure_ascii=False, indent=2))


@click.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--rule", "rules", multiple=True, help="Only this rule, enabled or not; may be given again. `*` stands "
              "for anything.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True,
              help="For people, or an object for each article, rule and happening.")  # fmt: skip
@click.option("--expect", is_flag=True, help="Exit code 1 where nothing matched.")
@pass_session
def match(session: Session, files: tuple[str, ...], rules: tuple[str, ...], form: str, expect: bool) -> None:
    """FILES × rules, without stories, time or state.

    A `.jsonl` file, or - for stdin, holds one article a line: `text`, and where known `id`, `title`, `source`,
    `published`, `language`, `url`. Exit code 4 where an article cannot be read; the others are matched all the same.
    """
    bench = Workbench(session)
    bench.tell_errors()
    chosen = [replace(rule, enabled=rule.enabled or bool(rules)) for rule in bench.chosen(rules)]
    engine, matched = bench.engine(chosen), False
    for article in _with_progress(readable(session, files)):
        for found in engine.match(article, now=article.published):
            matched = True
            rule = bench.workspace.ruleset.rules[found.rule_id]
            click.echo(
                json.dumps(match_json(found, rule), ensure_ascii=False) if form == "jsonl" else _text(found, rule)
            )
    if expect and not matched:
        click.get_current_context().exit(ExitCode.FINDINGS)


def _with_progress(found: Iterator[Article]) -> Iterator[Article]:
    """The articles, counted on a terminal that does not show the matches themselves."""
    hidden = sys.stdout.isatty() or not sys.stderr.isatty()
    with click.progressbar(
        found, label="articles", show_pos=True, file=sys.stderr, hidden=hidden, update_min_steps=100
    ) as counted:
        yield from counted


def readable(session: Session, files: Sequence[str]) -> Iterator[Article]:
    """What can be read; what cannot is told on stderr, and ends the command with its exit code after all the rest."""
    unreadable = 0
    found = inputs.articles(
        files,
        default_language=session.settings.default_language,
        now=session.clock.now(),
        hinted=inputs.hints_of(session.settings, session.loaded.root),
    )
    for article in found:
        if isinstance(article, Unreadable):
            click.echo(f"monitor: {article}", err=True)
            unreadable += 1
        else:
            yield article
    if unreadable:
        click.get_current_context().exit(ExitCode.UNREADABLE)


def article_json(article: Article) -> dict[str, Any]:
    """An article as JSON values. Offsets are code points of `text`; the lead is in the body's first two paragraphs."""
    body = [paragraph for paragraph in article.paragraphs if paragraph.zone is Zone.BODY]
    return {
        "article": str(article.id),
        "version": article.version,
        "headline": article.headline,
        "language": article.language,
        "published": plain(article.published),
        "published_from": str(article.published_from),
        "received": plain(article.received),
        "source": article.source,
        "url": article.url,
        "place": article.place,
        "correction": article.correction,
        "withdrawn": article.withdrawn,
        "embargo": plain(article.embargo) if article.embargo else None,
        "edition": article.edition,
        "urgency": article.urgency,
        "authors": list(article.authors),
        "keywords": list(article.keywords),
        "warnings": list(article.warnings),
        "paragraphs": [
            {
                "zone": str(paragraph.zone),
                "lead": paragraph in body[:2],
                "start": paragraph.start,
                "end": paragraph.end,
                "sentences": [article.quote(sentence) for sentence in paragraph.sentences],
            }
            for paragraph in article.paragraphs
        ],
        "quotes": [article.quote(span) for span in article.quotes],
        "text": article.text,
    }


def _text(match: Match, rule: Rule) -> str:
    facts = match_json(match, rule)
    lines = [f"{click.style(facts['article'], bold=True)}: {rule.id}: {facts['headline']}"]
    lines.append(f"  {marked(match.article, match.proof.sentence, match.proof.spans)}")
    lines += [f"  {name}: {slot['name'] or slot['text']}" for name, slot in facts["slots"].items()]
    return "\n".join(lines)
