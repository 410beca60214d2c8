"""What an answer holds: a document or none, and the raw article that its entries are taken from. No I/O but the log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

import structlog

from monitor.errors import Unreadable
from monitor.model.article import ArticleId, Hints, RawArticle
from monitor.outgoing.pauses import http_date
from monitor.reading import MEMBER, Document, document
from monitor.sources.feeds.answers import Failed, Page, Reason

log: structlog.stdlib.BoundLogger = structlog.get_logger()


def article_path(url: str) -> str:
    """A feed's address as the path of an article, in which `!/` stands before an entry."""
    return url.replace(MEMBER, "%21/")


def read(page: Page, fields: Mapping[str, str]) -> Document | Failed:
    """The document, or why it is none. Raises nothing."""
    try:
        return document(page.content, fields)
    except Unreadable as refusal:
        return Failed(Reason.NO_FEED, refusal.detail)
    except Exception as error:  # the boundary: a hostile document must not stop the asking of the others
        log.exception("document broke the reader")
        return Failed(Reason.NO_FEED, f"{type(error).__name__}: {error}")


def raw_article(
    source: str, url: str, page: Page, entries: Iterable[str], *, hints: Hints, now: datetime
) -> RawArticle:
    """The document of the feed listed as `url`, of which only these entries are meant."""
    return RawArticle(
        id=ArticleId(source, article_path(url)),
        content=page.content,
        content_hash=hashlib.sha256(page.content).hexdigest(),
        received=now,
        modified=min(now, http_date(page.modified) or now),
        only=frozenset(entries),
        hints=hints,
    )
