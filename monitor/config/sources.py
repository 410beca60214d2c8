"""Where articles come from: the `sources:` of monitor.yml."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from difflib import get_close_matches
from pathlib import PurePath
from typing import Annotated, ClassVar, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, SecretStr, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from monitor.config.base import Duration, Name, Settings
from monitor.model.article import Hints

JsonField = Literal[
    "title", "text", "summary", "published", "source", "url", "language", "id", "authors", "keywords", "urgency",
    "embargo", "place",
]  # fmt: skip


ArticleFormat = Literal["text", "markdown", "html", "mail", "json", "iptc7901"]


class SourceSettings(Settings):
    """What can be set for a source of any kind."""

    kind: ClassVar[str]
    """The key that only this kind has."""

    name: Name | None = Field(None, description="The source's name; without it one that its kind gives.")
    fields: dict[JsonField, str] = Field(
        default_factory=dict, description="Where JSON of one's own has an article's values: `{text: story.body}`."
    )
    format: ArticleFormat | None = Field(
        None, description="What its articles are, where their content cannot tell; archives are opened first."
    )
    timezone: str | None = Field(None, description="Of times in articles that name no zone; else UTC.")
    stalled_after: Duration | None = Field(
        None, description="The owner is told when no new article has come for so long."
    )

    @property
    def hints(self) -> Hints:
        """What readers have to know of its articles."""
        return Hints(
            {str(name): place for name, place in self.fields.items()},
            self.format,
            ZoneInfo(self.timezone) if self.timezone else None,
        )

    @property
    @abstractmethod
    def called(self) -> str:
        """The name it goes by: `name`, or what its kind gives."""


def _listed(written: object) -> object:
    return [written] if isinstance(written, str) else written


Globs = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


class FolderSettings(SourceSettings):
    """A watched folder, with everything below it. Without `name` it is called as the folder is."""

    kind = "folder"

    folder: str = Field(description="Path of the folder, relative to monitor.yml.")
    glob: Globs = Field(
        default_factory=tuple, description="Which files are articles: `*.xml`, or a list; else all of them."
    )
    max_bytes: int = Field(2_000_000, ge=1_000, description="A larger file goes to quarantine.")
    settle_seconds: float = Field(
        2.0, ge=0.1, description="How long a file must stay unchanged where open writers cannot be seen."
    )
    rescan_seconds: float = Field(30.0, ge=1, description="The folder is compared with the ledger this often.")

    @property
    def called(self) -> str:
        """`name`, else the folder's own."""
        return self.name or PurePath(self.folder).name


def _long_enough(token: SecretStr) -> SecretStr:
    if len(token.get_secret_value()) < _SHORTEST_TOKEN:
        raise ValueError(f"must have at least {_SHORTEST_TOKEN} letters, so that nobody guesses it")
    return token


_SHORTEST_TOKEN = 16
Token = Annotated[SecretStr, AfterValidator(_long_enough)]


class PushSettings(SourceSettings):
    """A sender that posts its articles to `POST /articles`, known by its token."""

    kind = "push"

    push: Name = Field(description="The sender's name; the source is called so, unless it has a `name`.")
    token: Token = Field(description="What the sender proves itself by; 16 letters at least.")
    token_file: str | None = Field(None, description="A file that holds the token, instead of `token`.")
    max_bytes: int = Field(2_000_000, ge=1_000, description="A larger body is refused.")

    @property
    def called(self) -> str:
        """`name`, else the sender's."""
        return self.name or self.push


class StdinSettings(SourceSettings):
    """Standard input, each line an article: JSON, unless `format` says otherwise."""

    kind = "stdin"

    stdin: Name = Field(description="The source's name, unless it has a `name`.")
    max_bytes: int = Field(2_000_000, ge=1_000, description="A longer line goes to quarantine.")

    @property
    def hints(self) -> Hints:
        """A line that is no JSON is broken: what it would be in its place nobody can tell."""
        said = super().hints
        return said if said.format else replace(said, format="json")

    @property
    def called(self) -> str:
        """`name`, else what stands after `stdin`."""
        return self.name or self.stdin


class FeedsSettings(SourceSettings):
    """Feeds of the web, listed in an OPML file. Without `name` it is called as the file is."""

    kind = "feeds"

    feeds: str = Field(description="Path of the OPML file that lists them, relative to monitor.yml.")
    every: Duration = Field(
        timedelta(minutes=15), description="How often a feed is asked, where the list says nothing else for it."
    )
    pause: Duration = Field(timedelta(seconds=10), description="Between two requests to one host.")
    max_bytes: int = Field(5_000_000, ge=1_000, description="A larger document is not read.")
    timeout_seconds: float = Field(60.0, gt=0, description="For one request, all of it.")
    allow_private: bool = Field(False, description="Feeds may be at private and loopback addresses.")

    @property
    def called(self) -> str:
        """`name`, else the file's own without its ending."""
        return self.name or PurePath(self.feeds).stem


_KINDS: Mapping[str, type[SourceSettings]] = {
    one.kind: one for one in (FolderSettings, FeedsSettings, PushSettings, StdinSettings)
}


def _kinds_of(written: Mapping[str, object]) -> list[str]:
    """The kinds whose key is there, or else whose key may have been meant."""
    given = [key for key in _KINDS if key in written]
    meant = [close for key in written for close in get_close_matches(str(key).lower(), _KINDS, n=1)]
    return given or meant[:1]


def _of_one_kind(written: object) -> object:
    """A source is of exactly one kind; what is misspelt is told of as the unknown key that it is."""
    if isinstance(written, Mapping) and len(kinds := _kinds_of(written)) != 1:
        keys = " and ".join(f"`{key}`" for key in kinds)
        message = f"a source is of one kind, but this one has {keys}" if kinds else "this source is of no kind"
        advice = "make it a source for each" if kinds else f"it needs one of {', '.join(f'`{key}`' for key in _KINDS)}"
        known = {"code": "source-kind", "message": message, "suggestion": advice}
        raise PydanticCustomError("problem", "{message}", known)
    return written


def _tag(written: object) -> str:
    if isinstance(written, Mapping):
        return f"{_kinds_of(written)[0]} source"
    return next((f"{key} source" for key, kind in _KINDS.items() if isinstance(written, kind)), "folder source")


# A tag is no key of the file: the path to a fault would take it for one.
Source = Annotated[
    Annotated[FolderSettings, Tag("folder source")]
    | Annotated[FeedsSettings, Tag("feeds source")]
    | Annotated[PushSettings, Tag("push source")]
    | Annotated[StdinSettings, Tag("stdin source")],
    Discriminator(_tag),
    BeforeValidator(_of_one_kind),
]
"""A source of any kind, told by the key that is there."""
