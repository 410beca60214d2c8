"""Where articles come from: the `sources:` of monitor.yml."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import PurePath
from typing import Literal

from pydantic import Field

from monitor.config.base import Duration, Name, Settings

JsonField = Literal[
    "title", "text", "summary", "published", "source", "url", "language", "id", "authors", "keywords", "urgency",
    "embargo", "place",
]  # fmt: skip


class SourceSettings(Settings):
    """What can be set for a source of any kind."""

    name: Name | None = Field(None, description="The source's name; without it one that its kind gives.")
    fields: dict[JsonField, str] = Field(
        default_factory=dict, description="Where JSON of one's own has an article's values: `{text: story.body}`."
    )
    stalled_after: Duration | None = Field(
        None, description="The owner is told when no new article has come for so long."
    )

    @property
    @abstractmethod
    def called(self) -> str:
        """The name it goes by: `name`, or what its kind gives."""


class FolderSettings(SourceSettings):
    """A watched folder, with everything below it. Without `name` it is called as the folder is."""

    folder: str = Field(description="Path of the folder, relative to monitor.yml.")
    max_bytes: int = Field(2_000_000, ge=1_000, description="A larger file goes to quarantine.")
    settle_seconds: float = Field(
        2.0, ge=0.1, description="How long a file must stay unchanged where open writers cannot be seen."
    )
    rescan_seconds: float = Field(30.0, ge=1, description="The folder is compared with the ledger this often.")

    @property
    def called(self) -> str:
        """`name`, else the folder's own."""
        return self.name or PurePath(self.folder).name


Source = FolderSettings
"""A source of any kind."""
