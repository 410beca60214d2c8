"""An article as JSON values and back, exactly: what an export writes, and an import reads.

The keys of a line (`text`, `id`, `source`, `published`, `language`, `url`) are what `match` takes; the rest is under
`kept`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from monitor.errors import Unreadable, UnreadableReason
from monitor.model.article import Article, ArticleId, PublishedFrom, Zone
from monitor.model.distances import distances, gaps, laid_out, spans

Distance = Annotated[int, Field(ge=0)]
ParagraphRow = tuple[Zone, Distance, Distance] | tuple[Zone, Distance, Distance, list[Distance]]


class _Kept(BaseModel):
    model_config = ConfigDict(extra="ignore")

    source: str
    path: str
    version: str
    received: AwareDatetime
    published_from: PublishedFrom
    layout: list[ParagraphRow]
    quoted: list[Distance]
    place: str | None = None
    correction: bool = False
    withdrawn: bool = False
    warnings: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    urgency: int | None = None
    edition: str | None = None
    embargo: AwareDatetime | None = None


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")

    text: str
    source: str
    published: AwareDatetime
    language: str
    url: str | None = None
    kept: _Kept


def to_json(article: Article) -> dict[str, Any]:
    """An article as JSON values."""
    kept = {
        "source": article.id.source,
        "path": article.id.path,
        "version": article.version,
        "received": article.received.isoformat(),
        "published_from": article.published_from.value,
        "layout": list(distances(article.paragraphs)),
        "quoted": gaps(article.quotes, 0),
        "place": article.place,
        "correction": article.correction,
        "withdrawn": article.withdrawn,
        "warnings": list(article.warnings),
        "authors": list(article.authors),
        "keywords": list(article.keywords),
        "urgency": article.urgency,
        "edition": article.edition,
        "embargo": article.embargo.isoformat() if article.embargo else None,
    }
    return {
        "id": str(article.id),
        "headline": article.headline,
        "source": article.source,
        "published": article.published.isoformat(),
        "language": article.language,
        "url": article.url,
        "text": article.text,
        "kept": kept,
    }


def from_json(given: Mapping[str, object]) -> Article:
    """The article that `to_json` made these of. Raises Unreadable for what it cannot have made."""
    try:
        line = _Line.model_validate(given)
        kept = line.kept
        article = Article(
            id=ArticleId(kept.source, kept.path),
            text=line.text,
            source=line.source,
            published=line.published,
            language=line.language,
            url=line.url,
            paragraphs=tuple(laid_out(kept.layout)),
            quotes=spans(kept.quoted, 0),
            **{name: getattr(kept, name) for name in _ALIKE},
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise _unreadable(f"`{'.'.join(map(str, first['loc']))}`: {first['msg']}") from None
    except ValueError as error:
        raise _unreadable(str(error)) from None
    _check(article)
    return article


_ALIKE = (
    "version", "received", "published_from", "place", "correction", "withdrawn", "warnings", "authors", "keywords",
    "urgency", "edition", "embargo",
)  # fmt: skip


def _check(article: Article) -> None:
    """Nothing of what goes by its places may stand outside of what it is in."""
    if not article.paragraphs:
        raise _unreadable("no paragraphs")
    last = max([article.paragraphs[-1].end, *(quote.end for quote in article.quotes)])
    if last > len(article.text) or any(one.sentences and one.sentences[-1].end > one.end for one in article.paragraphs):
        raise _unreadable("the places are those of another text")


def _unreadable(detail: str) -> Unreadable:
    return Unreadable(UnreadableReason.NO_TEXT, f"not as `archive export` writes it: {detail}")
