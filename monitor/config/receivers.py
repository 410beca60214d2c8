"""Receivers: who can be told, and in which measure."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, WithJsonSchema, model_validator

from monitor.config.base import Duration, MaybeDuration, Name, Settings, TimeOfDay
from monitor.model.alert import AlertSeverity


class Language(StrEnum):
    """The languages of what stands around the news in a message."""

    EN = "en"
    FR = "fr"
    DE = "de"
    ES = "es"
    AR = "ar"


class WhenEmpty(StrEnum):
    """What becomes of a digest that collected nothing."""

    SKIP = "skip"
    SEND = "send"


class Weekday(StrEnum):
    """In the order of `datetime.weekday()`."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Throttle(Settings):
    """At most so many messages to one recipient in any stretch of that length; the rest waits, and leaves as one."""

    most: int = Field(ge=1, le=10_000, description="So many messages to each recipient …")
    per: Duration = Field(description="… in any stretch of this length.")
    let_through: list[AlertSeverity] = Field(default_factory=list, description="Severities that are not held.")


class QuietHours(Settings):
    """A part of the day in which nobody is interrupted; what comes meanwhile leaves at its end, as one message."""

    from_: TimeOfDay = Field(alias="from", description="When they begin, by the receiver's `timezone`.")
    to: TimeOfDay = Field(description="When they end; earlier than `from`: on the next day.")
    days: list[Weekday] = Field(
        default_factory=lambda: list(Weekday), min_length=1, description="The days on which they begin."
    )
    let_through: list[AlertSeverity] = Field(default_factory=list, description="Severities that are not held.")

    @model_validator(mode="after")
    def _some_time(self) -> QuietHours:
        if self.from_ == self.to:
            raise ValueError("must not begin and end at the same time; a whole day is `from: 00:00`, `to: 24:00`")
        return self


class Fallback(Settings):
    """Who is told in a receiver's place when it is paused, has failed for `after`, or refuses a message for good."""

    to: Name
    after: MaybeDuration = Field(timedelta(minutes=15), description="How long a receiver may fail before that.")


def _fallback(written: object) -> object:
    return {"to": written} if isinstance(written, str) else written


_SHORT_FALLBACK = {"anyOf": [Fallback.model_json_schema(), {"type": "string"}]}
MaybeFallback = Annotated[Fallback | None, BeforeValidator(_fallback), WithJsonSchema(_SHORT_FALLBACK)]


class ReceiverSettings(Settings):
    """What every kind of receiver has."""

    owner: Name | None = Field(None, description="The receiver that is told when this one is paused.")
    fallback: MaybeFallback = Field(None, description="Who is told in its place when it cannot be reached.")
    quiet_hours: QuietHours | None = None
    throttle: Throttle | None = None
    storm_cap: int = Field(
        20, ge=1, le=300, description="Alerts that a message lists which stands for several; the rest is counted."
    )
    language: Language | None = Field(None, description="Of what stands around the news; else the settings' own.")
    timezone: str | None = Field(None, description="In which times are written; else the settings' own.")
    max_length: int = Field(100, ge=1, le=300, description="Alerts that a digest lists; the rest is counted.")
    when_empty: WhenEmpty | None = Field(None, description="Of a digest; else as the digest says.")


class EmailReceiver(ReceiverSettings):
    kind: Literal["email"]
    to: list[str] = Field(min_length=1, description="Addresses; each gets a message of its own.")
    connections: int | None = Field(None, ge=1, le=50, description="To the mail server; else as `smtp` says.")


class WebhookReceiver(ReceiverSettings):
    kind: Literal["webhook"]
    url: SecretStr
    url_file: str | None = Field(None, description="A file that holds the address, instead of `url`.")
    secrets: list[SecretStr] = Field(
        default_factory=list, max_length=2, description="Signing keys (`whsec_…`); two during a rotation."
    )
    secrets_file: str | None = Field(None, description="A file with one key a line, instead of `secrets`.")
    body: str = Field("standard", description="`standard`, or a template: slack, teams, discord, mattermost, own.")
    headers: dict[str, SecretStr] = Field(default_factory=dict)
    timeout_seconds: float = Field(15.0, gt=0)
    allow_private: bool = Field(False, description="Allow loopback and private addresses.")
    connections: int = Field(8, ge=1, le=50, description="Posts that may be on their way at once.")


class ConsoleReceiver(ReceiverSettings):
    kind: Literal["console"]


class FileReceiver(ReceiverSettings):
    kind: Literal["file"]
    folder: str = Field(description="One .eml a notification is written here.")


Receiver = Annotated[EmailReceiver | WebhookReceiver | ConsoleReceiver | FileReceiver, Field(discriminator="kind")]
