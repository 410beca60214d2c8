"""Routes: which alerts go where, and which of them leave together. Digests: summaries at fixed times."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from monitor.config.base import Duration, MaybeDuration, Name, Settings
from monitor.config.receivers import WhenEmpty
from monitor.model.alert import AlertSeverity

GROUPED_BY = ("story", "rule", "severity", "source")
_SLOT_PATH = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?")


def _group_key(written: str) -> str:
    if not _SLOT_PATH.fullmatch(written):
        raise ValueError(
            f"must be {', '.join(GROUPED_BY)}, or a slot such as `city` or `city.country`, not `{written}`"
        )
    return written


GroupKey = Annotated[
    str, AfterValidator(_group_key), WithJsonSchema({"type": "string", "pattern": f"^{_SLOT_PATH.pattern}$"})
]


class Group(Settings):
    """Alerts that are alike in all that `by` names leave together, in one message."""

    by: list[GroupKey] = Field(min_length=1, description="`story`, `rule`, `severity`, `source`, or a slot's path.")
    wait: MaybeDuration = Field(
        timedelta(seconds=30), description="How long the first waits for others; `0s`: it leaves at once."
    )
    interval: Duration = Field(timedelta(minutes=10), description="A group's messages keep this distance.")


class Route(Settings):
    """Which alerts go where. What is not named is not asked; the first route that fits decides, unless `continue`."""

    name: Name | None = None
    severity: list[AlertSeverity] = Field(default_factory=list)
    tag: list[str] = Field(default_factory=list)
    rule: list[str] = Field(default_factory=list)
    source: list[str] = Field(default_factory=list)
    to: list[Name] = Field(default_factory=list, description="Receivers that are told at once.")
    digest: Name | None = Field(None, description="The digest that collects the alert.")
    group: Group | None = Field(None, description="Which of its alerts leave together.")
    continue_: bool = Field(False, alias="continue")

    @property
    def is_default(self) -> bool:
        """Whether every alert fits."""
        return not (self.severity or self.tag or self.rule or self.source)


class DigestSettings(Settings):
    cron: str = Field(description="Five fields of crontab(5); weekdays 0 and 7 are Sunday.")
    timezone: str | None = Field(None, description="By which `cron` counts; else the settings' own.")
    to: list[Name] = Field(min_length=1)
    when_empty: WhenEmpty = WhenEmpty.SKIP
    template: str = "digest"
