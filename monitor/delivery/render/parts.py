"""The names of templates: sets, their parts, and the files that hold them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.model.alert import NotificationKind

DEFAULTS = {
    NotificationKind.ALERT: "default",
    NotificationKind.DIGEST: "digest",
    NotificationKind.NOTICE: "notice",
    NotificationKind.DRILL: "default",
}


class Part(StrEnum):
    """The parts of a set, named as in their file names."""

    SUBJECT = "subject"
    TEXT = "txt"
    HTML = "html"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template's text; `label` is the path that problems name."""

    label: str
    source: str


def file_name(name: str, part: Part) -> str:
    """The file of a part."""
    return f"{name}.{part}.j2"
