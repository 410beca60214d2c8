"""`archive`: how much is kept, what was delivered, and the way from one archive to another."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice

import click

from monitor.cli import inputs
from monitor.cli.deliveries import unknown
from monitor.cli.exit_codes import ExitCode
from monitor.cli.matches import SOURCE
from monitor.cli.output import cell, form_option, show_json
from monitor.cli.progress import Bars
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading, store
from monitor.cli.times import Since
from monitor.errors import Unreadable
from monitor.model.article import Article, ArticleId
from monitor.model.kept import to_json
from monitor.reading import MEMBER

_IMPORTED = "import"
"""The source's name of articles that come from files, not from another archive."""
_BATCH = 100
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


@click.group()
def archive() -> None:
    """The articles that are kept; `monitor search` finds them."""


def _size(bytes: int) -> str:
    return f"{bytes / 1e6:,.1f} MB" if bytes >= 1e5 else f"{bytes / 1e3:,.1f} kB"


@archive.command()
@form_option
@pass_session
@asynchronous
async def status(session: Session, form: str) -> None:
    """How much is kept, and since when."""
    async with reading(session) as tx:
        kept = await tx.archive.status()
    if form == "json":
        show_json(kept)
        return
    click.echo(f"{kept.articles:,} versions of articles, {_size(kept.bytes)}, since {cell(kept.oldest)}")
    if kept.originals:
        click.echo(f"{kept.originals:,} originals, {_size(kept.bytes_of_originals)}")
    if kept.waiting:
        click.echo(f"{kept.waiting:,} are not in the index yet: each search looks at them")


@archive.command()
@click.argument("article")
@pass_session
@asynchronous
async def original(session: Session, article: str) -> None:
    """The file of ARTICLE, written SOURCE:PATH, as it was delivered last, on standard output.

    It is kept where `retention` asks for `originals`.
    """
    source, _, path = article.partition(":")
    async with reading(session) as tx:
        content = await tx.originals.get(ArticleId(source, path.partition(MEMBER)[0]))
    if content is None:
        raise unknown("original of the article", article)
    click.echo(content, nl=False)


@archive.command()
@click.option("--since", type=Since(), default=_FIRST, help="Only what was received since then: 24h, 3d, 2026-11-23.")
@pass_session
@asynchronous
async def export(session: Session, since: datetime) -> None:
    """Every version of every article as a line of JSON on standard output, in the order of reception.

    `monitor match` takes these lines, and `monitor archive import` makes the same articles of them again.
    """
    async with reading(session) as tx:
        with Bars(beside_output=True) as progress:
            progress.begin("export", None)
            async for article in tx.archive.between(since, session.clock.now() + timedelta(days=1)):
                click.echo(json.dumps(to_json(article)))
                progress.done(1)


@archive.command("import")
@click.argument("files", nargs=-1, required=True)
@pass_session
@asynchronous
async def import_(session: Session, files: tuple[str, ...]) -> None:
    """Put the articles of FILES into the archive, each version once. No rule fires, and nobody is told.

    A `.jsonl` file, or - for stdin, holds one article a line, as `archive export` wrote it or as `match` takes it.
    Exit code 4 where one cannot be read; the others are imported all the same.
    """
    now = session.clock.now()
    found = inputs.articles(files, default_language=session.settings.default_language, now=now)
    seen = new = refused = 0
    async with store(session) as opened:
        with Bars() as progress:
            progress.begin("import", None)
            while batch := list(islice(found, _BATCH)):
                read = [_of_archive(one, now) for one in batch if isinstance(one, Article)]
                async with opened.begin() as tx:
                    new += await tx.archive.bring(read)
                for one in batch:
                    if isinstance(one, Unreadable):
                        progress.say(f"monitor: {one}")
                seen, refused = seen + len(read), refused + len(batch) - len(read)
                progress.done(len(batch))
    click.echo(f"{new} of {seen} articles are new in the archive")
    if refused:
        click.get_current_context().exit(ExitCode.UNREADABLE)


def _of_archive(article: Article, now: datetime) -> Article:
    """What was in no archive was received when it was published, as far as that is known; who published it is the
    import where nothing names anybody."""
    if article.id.source != SOURCE:
        return article
    publisher = _IMPORTED if article.source == SOURCE else article.source
    id, received = ArticleId(_IMPORTED, article.id.path), min(article.published, now)
    return replace(article, id=id, source=publisher, received=received)
