"""Articles from the command line: files as the watched folder would take them, and JSONL with one article a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Annotated

import click
from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from monitor.errors import Unreadable, UnreadableReason
from monitor.model.article import Article, ArticleId, RawArticle
from monitor.reading import read_all, read_text

SOURCE = "file"
"""The source's name of articles that come by the command line."""


def _moment(value: object) -> object:
    """A time without a zone is in UTC; a date alone is its first moment."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if isinstance(moment, datetime) and moment.tzinfo is None else moment


class Line(BaseModel):
    """One line of JSONL. Other keys are ignored."""

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


def articles(paths: Iterable[str], *, default_language: str, now: datetime) -> Iterator[Article | Unreadable]:
    """Every article of the files, in order; an Unreadable in the place of each that is none."""
    for path in paths:
        if path == "-" or path.endswith(".jsonl"):
            with click.open_file(path, "rb") as lines:
                yield from _lines(path, lines, default_language, now)
        else:
            yield from file(Path(path), default_language, now)


def file(path: Path, default_language: str, now: datetime) -> Iterator[Article | Unreadable]:
    """The articles of one file: several of a feed, an mbox, an archive."""
    try:
        content, status = path.read_bytes(), path.stat()
    except OSError as error:
        denied = isinstance(error, PermissionError)
        reason = UnreadableReason.NO_PERMISSION if denied else UnreadableReason.NO_FILE
        yield Unreadable(reason, f"{path}: {error.strerror}")
        return
    modified = datetime.fromtimestamp(status.st_mtime, UTC)
    raw = RawArticle(
        ArticleId(SOURCE, path.as_posix()),
        content,
        hashlib.sha256(content).hexdigest(),
        received=now,
        modified=modified,
    )
    for found in read_all(raw, default_language=default_language):
        if isinstance(found.outcome, Unreadable):
            yield Unreadable(found.outcome.reason, f"{found.id.path}: {found.outcome.detail}")
        else:
            yield found.outcome


def _lines(path: str, lines: IO[bytes], default_language: str, now: datetime) -> Iterator[Article | Unreadable]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            place = f"{path}:{number}"
            try:
                yield _line(place, line, default_language, now)
            except Unreadable as error:
                yield Unreadable(error.reason, f"{place}: {error.detail}")


def _object(line: bytes) -> dict[str, object]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise Unreadable(UnreadableReason.NO_TEXT, f"no JSON: {error}") from None
    if not isinstance(found, dict):
        raise Unreadable(UnreadableReason.NO_TEXT, "no JSON object")
    return found


def _line(place: str, line: bytes, default_language: str, now: datetime) -> Article:
    try:
        given = Line.model_validate(_object(line))
    except ValidationError as error:
        first = error.errors()[0]
        raise Unreadable(UnreadableReason.NO_TEXT, f"`{first['loc'][0]}`: {first['msg']}") from None
    return read_text(
        given.text,
        id=ArticleId(SOURCE, given.id if given.id is not None else place),
        published=given.published or now,
        default_language=default_language,
        language=given.language and given.language[:2],
        title=given.title,
        source=given.source,
        url=given.url,
        received=now,
    )
