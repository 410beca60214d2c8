"""The shape of `monitor.yml`: what can be set, what each setting means, and its default.

Reading the file, its positions and secrets is `monitor.settings`; these classes only say what is valid.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, SecretStr

from monitor.config.base import Name, Settings, Size
from monitor.config.http import HttpSettings, address
from monitor.config.receivers import (
    ConsoleReceiver,
    EmailReceiver,
    Fallback,
    FileReceiver,
    Language,
    QuietHours,
    Receiver,
    ReceiverSettings,
    Throttle,
    WebhookReceiver,
    Weekday,
    WhenEmpty,
)
from monitor.config.routes import GROUPED_BY, DigestSettings, Group, Route
from monitor.config.sources import FeedsSettings, FolderSettings, PushSettings, Source, SourceSettings, StdinSettings

__all__ = [
    "GROUPED_BY",
    "ConsoleReceiver",
    "DigestSettings",
    "EmailReceiver",
    "Fallback",
    "FeedsSettings",
    "FileReceiver",
    "FolderSettings",
    "Group",
    "HttpSettings",
    "Language",
    "MonitorSettings",
    "PushSettings",
    "QuietHours",
    "Receiver",
    "ReceiverSettings",
    "RetentionSettings",
    "Route",
    "Settings",
    "SmtpSettings",
    "Source",
    "SourceSettings",
    "StdinSettings",
    "Throttle",
    "WebhookReceiver",
    "Weekday",
    "WhenEmpty",
    "address",
]


class SmtpSettings(Settings):
    """How mail leaves. Without `host` it goes to the catcher that the daemon runs itself."""

    host: str | None = None
    port: int = Field(587, ge=1, le=65535)
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls", description="`none` sends in clear: only for a server on this machine."
    )
    username: str | None = None
    password: SecretStr | None = None
    password_file: str | None = Field(None, description="A file that holds the password, instead of `password`.")
    ca_file: str | None = Field(None, description="Certificates to trust instead of the system's.")
    sender: str = Field("News Monitor <monitor@localhost>", description="The From address.")
    connections: int = Field(4, ge=1, le=50, description="Kept open at most, for each receiver.")
    timeout_seconds: float = Field(30.0, gt=0)
    catch: str = Field("var/mail", description="The catcher's Maildir, used without `host`.")


class RetentionSettings(Settings):
    articles_days: int = Field(90, ge=1)
    articles_size: Size | None = Field(
        None,
        description="Where the archive's articles, compressed, are more (`20GB`), the oldest go before their time.",
    )
    originals: bool = Field(False, description="Keep each file as it was delivered, too, as long as its articles.")
    deliveries_days: int = Field(180, ge=1)


class MonitorSettings(Settings):
    """monitor.yml. Paths are relative to the file's folder."""

    sources: list[Source] = Field(min_length=1)
    http: HttpSettings | None = Field(None, description="The door for other programs; without it none is open.")
    rules: str = "rules"
    packs: list[Name] = Field(
        default_factory=list, description="Packs of ready rules to switch on: conflict, diplomacy, politics, disaster."
    )
    templates: str = "templates"
    default_language: str = Field("en", pattern="^[a-z]{2}$")
    store: SecretStr = Field(SecretStr("sqlite:///var/monitor.db"), description="sqlite:///PATH or postgresql://…")
    store_file: str | None = Field(None, description="A file that holds the store's address, instead of `store`.")
    smtp: SmtpSettings = SmtpSettings()
    receivers: dict[Name, Receiver] = Field(min_length=1)
    routes: list[Route] = Field(min_length=1)
    digests: dict[Name, DigestSettings] = Field(default_factory=dict)
    language: Language = Field(Language.EN, description="Of what stands around the news in messages.")
    timezone: str = Field("UTC", description="In which times are written, where a receiver names no other.")
    retention: RetentionSettings = RetentionSettings()
    owner: Name | None = Field(None, description="The receiver told about the monitor itself, where no other is named.")
    grace_seconds: float = Field(10.0, ge=0, description="How long sends may take to finish at a stop.")
    log: Literal["auto", "json", "text"] = "auto"

    def named_sources(self) -> dict[str, Source]:
        """The sources by the names that they go by."""
        return {source.called: source for source in self.sources}

    def folders(self) -> list[FolderSettings]:
        """The sources that are watched folders."""
        return [source for source in self.sources if isinstance(source, FolderSettings)]

    def language_of(self, receiver: str) -> Language:
        """In which a receiver reads what stands around the news."""
        own = self.receivers[receiver].language if receiver in self.receivers else None
        return own or self.language

    def timezone_of(self, receiver: str, digest: str = "") -> str:
        """In which a receiver reads times; in a digest that names a zone, that one comes before the settings' own."""
        own = self.receivers[receiver].timezone if receiver in self.receivers else None
        return own or (self.digest_timezone(digest) if digest in self.digests else self.timezone)

    def digest_timezone(self, digest: str) -> str:
        """By which a digest's `cron` counts."""
        return self.digests[digest].timezone or self.timezone
