"""`archive`: how much is kept, and what was delivered."""

from __future__ import annotations

import click

from monitor.cli.deliveries import unknown
from monitor.cli.output import cell, form_option, show_json
from monitor.cli.session import Session, asynchronous, pass_session
from monitor.cli.state import reading
from monitor.model.article import ArticleId
from monitor.reading import MEMBER


@click.group()
def archive() -> None:
    """The articles that are kept; `monitor search` finds them."""


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
    click.echo(f"{kept.articles:,} versions of articles, {kept.bytes / 1e6:,.1f} MB, since {cell(kept.oldest)}")
    if kept.originals:
        click.echo(f"{kept.originals:,} originals, {kept.bytes_of_originals / 1e6:,.1f} MB")
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
