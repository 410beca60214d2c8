"""An article that somebody gives as one line of JSON, as scripts do and `match`, `stories` and `backtest` take it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, NamedTuple

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from monitor.errors import Unreadable, UnreadableReason
from monitor.model.article import Article, ArticleId
from monitor.model.kept import from_json
from monitor.reading.article import read_text


def _moment(value: object) -> object:
    """A time without a zone is in UTC; a date alone is its first moment."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) and moment.tzinfo is None else moment


class Line(NamedTuple):
    """A line that is to be an article, where it stands (its name where it has no id), and the source's name."""

    place: str
    content: bytes
    source: str


class _Fields(BaseModel):
    """What is taken of it. Other keys are ignored."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    text: str = Field(strict=True)
    id: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: Annotated[datetime | None, BeforeValidator(_moment)] = Field(
        None, validation_alias=AliasChoices("published", "date")
    )
    language: str | None = Field(None, validation_alias=AliasChoices("language", "lang"), pattern=r"^[a-z]{2}\b")


def read_line(line: Line, *, default_language: str, now: datetime) -> Article:
    """The article; what has no date was published `now`. Raises Unreadable, which says the place."""
    try:
        found = _object(line.content)
        if "kept" in found:  # as `archive export` wrote it
            return from_json(found)
        given = _fields(found)
        return read_text(
            given.text,
            id=ArticleId(line.source, given.id if given.id is not None else line.place),
            published=given.published or now,
            default_language=default_language,
            language=given.language and given.language[:2],
            title=given.title,
            source=given.source,
            url=given.url,
            received=now,
        )
    except Unreadable as error:
        raise Unreadable(error.reason, f"{line.place}: {error.detail}") from None


def _fields(found: dict[str, object]) -> _Fields:
    try:
        return _Fields.model_validate(found)
    except ValidationError as error:
        first = error.errors()[0]
        raise Unreadable(UnreadableReason.NO_TEXT, f"`{first['loc'][0]}`: {first['msg']}") from None


def _object(line: bytes) -> dict[str, object]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Unreadable(UnreadableReason.NO_TEXT, f"no JSON: {error}") from None
    if not isinstance(found, dict):
        raise Unreadable(UnreadableReason.NO_TEXT, "no JSON object")
    return found
