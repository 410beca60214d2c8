"""`search`: the archive in the rule language."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.exit_codes import ExitCode
from monitor.cli.matches import marked, match_json
from monitor.cli.output import cell, plain, show_json
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading
from monitor.cli.times import Since
from monitor.matching import Engine
from monitor.model.match import Mention
from monitor.rules.compiled import Conditions, Rule, RuleSet
from monitor.rules.query import QueryFault, parse, terms_of
from monitor.rules.terms import lists_of
from monitor.searching import Hit, search
from monitor.storage.rows import ArchivePlace
from monitor.strictyaml import did_you_mean

if TYPE_CHECKING:
    from monitor.cli.workbench import Workbench

_SHOWN = 3
"""Sentences of an article that people see."""
_QUERY = "query"


class Before(click.ParamType[ArchivePlace]):
    """A moment as `--since` takes it, or an article's `place` of an earlier page: `2026-11-28T06:00:00Z/4711`."""

    name = "before"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> ArchivePlace:
        if isinstance(value, ArchivePlace):
            return value
        moment, _, seq = str(value).partition("/")
        if seq and not seq.isdecimal():
            self.fail(f"{value} is no place of an article", param, ctx)
        return ArchivePlace(Since().convert(moment, param, ctx), int(seq or 0))


@click.command("search")
@click.argument("query", required=False)
@click.option("--rule", "rule_id", help="What this rule matches, instead of a query.")
@click.option("--since", type=Since(), help="Only what was received since then: 24h, 3d, 2026-11-23.")
@click.option(
    "--before", type=Before(), help="Only what was received before: the next page, or a moment like `--since`."
)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Articles at most.")
@click.option("--versions", is_flag=True, help="Every version of an article, not only the latest.")
@click.option("--format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text", show_default=True,
              help="For people, one JSON list, or an object a line.")  # fmt: skip
@click.option("--expect", is_flag=True, help="Exit code 1 where nothing is found.")
@pass_session
@asynchronous
async def search_(
    session: Session,
    *,
    query: str | None,
    rule_id: str | None,
    since: datetime | None,
    before: ArchivePlace | None,
    limit: int,
    versions: bool,
    form: str,
    expect: bool,
) -> None:
    """Articles of the archive that match QUERY, newest first, with what matches.

    QUERY is a Boolean expression as a rule's `query` takes it: `captured NEAR/5 Hama`, `(embassy OR consulate)
    evacuat*`, `"exact words"`, `headline:coup`, `$cities`. Works beside a running daemon.
    """
    if (query is None) == (rule_id is None):
        raise click.UsageError("give a query, or --rule")
    engine, rule = _asked(session, query, rule_id)
    hits: list[Hit] = []
    async with reading(session) as tx:
        if not engine.sought(rule, ("en",)):
            click.echo("no word is in all that matches: every article is looked at, the newest first", err=True)
        progress = _Progress(hidden=not sys.stderr.isatty())
        found = search(tx, engine, rule, since=since, before=before, versions=versions, looked=progress.looked)
        async for hit in found:
            hits.append(hit)
            progress.clear()
            if form != "json":
                click.echo(_text(hit) if form == "text" else json.dumps(hit_json(hit, rule), ensure_ascii=False))
            if len(hits) == limit:
                break
        progress.clear()
        if not hits and form == "text":
            click.echo("nothing" if await tx.archive.languages() else "nothing is kept yet", err=True)
    if form == "json":
        show_json([hit_json(hit, rule) for hit in hits])
    elif form == "text" and len(hits) == limit:
        click.echo(f"older ones: --before {_place(hits[-1])}", err=True)
    if expect and not hits:
        click.get_current_context().exit(ExitCode.FINDINGS)


def _asked(session: Session, query: str | None, rule_id: str | None) -> tuple[Engine, Rule]:
    """An engine of the rule that is asked for. The user's files are read only where it names one."""
    if query is None:
        bench = _workbench(session)
        rule = bench.rule(rule_id or "")
        return bench.engine([rule]), rule
    try:
        parsed = parse(query)
    except QueryFault as fault:
        advice = f"; {fault.suggestion}" if fault.suggestion else ""
        raise click.UsageError(f"the query, at letter {fault.start + 1}: {fault.message}{advice}") from None
    named = {name for term in terms_of(parsed.expression) for name in lists_of(term)}
    lists = _workbench(session).workspace.lists.lists if named else {}
    for name in sorted(named - lists.keys()):
        advice = did_you_mean(name, lists)
        raise click.UsageError(f"there is no list `${name}`{advice and f'; {advice}'}")
    rule = Rule(_QUERY, query, "", 1, query, Conditions(query=parsed))
    return Engine(RuleSet({rule.id: rule}, lists)), rule


def _workbench(session: Session) -> Workbench:
    """Imported where it is needed: all that reads and judges users' files takes long to import, and most queries are
    words."""
    made: Workbench = import_module("monitor.cli.workbench").Workbench(session)
    return made


def hit_json(hit: Hit, rule: Rule) -> dict[str, Any]:
    """What was found as JSON values. Offsets are code points of the article's text."""
    article = hit.kept.article
    told = ("status", "slots", "proof", "mentions")
    return {
        "article": str(article.id),
        "number": hit.kept.number,
        "version": article.version,
        "headline": article.headline,
        "source": article.source,
        "language": article.language,
        "published": plain(article.published),
        "received": plain(article.received),
        "url": article.url,
        "story": hit.kept.story_id,
        "place": _place(hit),
        "matches": [{name: one[name] for name in told} for one in (match_json(each, rule) for each in hit.matches)],
    }


def _text(hit: Hit) -> str:
    article = hit.kept.article
    mentions = [mention for match in hit.matches for mention in _best_first(match.mentions, match.proof)]
    sentences = dict.fromkeys(marked(article, each.sentence, each.spans) for each in mentions)
    lines = [f"{cell(article.published)}  {click.style(cell(article.headline), bold=True)}"]
    lines.append(click.style(f"  {cell(article.source)}, {cell(article.id)}", dim=True))
    lines += [f"  {sentence}" for sentence in list(sentences)[:_SHOWN]]
    if len(sentences) > _SHOWN:
        lines.append(f"  and {len(sentences) - _SHOWN} more")
    return "\n".join(lines)


def _best_first(mentions: tuple[Mention, ...], proof: Mention) -> Iterator[Mention]:
    yield proof
    yield from (mention for mention in mentions if mention is not proof)


def _place(hit: Hit) -> str:
    received, seq = hit.kept.place
    return f"{received.isoformat().replace('+00:00', 'Z')}/{seq}"


class _Progress:
    """How many articles were looked at since the last that was found, on a terminal."""

    def __init__(self, *, hidden: bool) -> None:
        self._hidden = hidden
        self._count = 0

    def looked(self) -> None:
        self._count += 1
        if not self._hidden and self._count % 500 == 0:
            click.echo(f"\rlooked at {self._count:,} articles", nl=False, err=True)

    def clear(self) -> None:
        if not self._hidden and self._count >= 500:
            click.echo("\r\x1b[K", nl=False, err=True)
        self._count = 0
