"""The shape of `monitor.yml`: what can be set, what each setting means, and its default.

Reading the file, its positions and secrets is `monitor.settings`; these classes only say what is valid.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from monitor.model.alert import AlertSeverity


class Settings(BaseModel):
    """Base of every section: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]


class FolderSettings(Settings):
    """A watched folder, with everything below it."""

    folder: str = Field(description="Path of the folder, relative to monitor.yml.")
    name: Name | None = Field(None, description="The source's name; without it the folder's own name.")
    max_bytes: int = Field(2_000_000, ge=1_000, description="A larger file goes to quarantine.")
    settle_seconds: float = Field(
        2.0, ge=0.1, description="How long a file must stay unchanged where open writers cannot be seen."
    )
    rescan_seconds: float = Field(30.0, ge=1, description="The folder is compared with the ledger this often.")


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
    connections: int = Field(4, ge=1, le=50)
    timeout_seconds: float = Field(30.0, gt=0)
    catch: str = Field("var/mail", description="The catcher's Maildir, used without `host`.")


class EmailReceiver(Settings):
    kind: Literal["email"]
    to: list[str] = Field(min_length=1, description="Addresses; each gets a message of its own.")
    owner: Name | None = Field(None, description="The receiver that is told when this one is paused.")


class WebhookReceiver(Settings):
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
    owner: Name | None = None


class ConsoleReceiver(Settings):
    kind: Literal["console"]
    owner: Name | None = None


class FileReceiver(Settings):
    kind: Literal["file"]
    folder: str = Field(description="One .eml a notification is written here.")
    owner: Name | None = None


Receiver = Annotated[EmailReceiver | WebhookReceiver | ConsoleReceiver | FileReceiver, Field(discriminator="kind")]


class Route(Settings):
    """Which alerts go where. What is not named is not asked; the first route that fits decides, unless `continue`."""

    name: Name | None = None
    severity: list[AlertSeverity] = Field(default_factory=list)
    tag: list[str] = Field(default_factory=list)
    rule: list[str] = Field(default_factory=list)
    source: list[str] = Field(default_factory=list)
    to: list[Name] = Field(default_factory=list, description="Receivers that are told at once.")
    digest: Name | None = Field(None, description="The digest that collects the alert.")
    continue_: bool = Field(False, alias="continue")

    @property
    def is_default(self) -> bool:
        """Whether every alert fits."""
        return not (self.severity or self.tag or self.rule or self.source)


class DigestSettings(Settings):
    cron: str = Field(description="Five fields of crontab(5); weekdays 0 and 7 are Sunday.")
    timezone: str = "UTC"
    to: list[Name] = Field(min_length=1)
    when_empty: Literal["skip", "send"] = "skip"
    template: str = "digest"


class RetentionSettings(Settings):
    articles_days: int = Field(90, ge=1)
    deliveries_days: int = Field(180, ge=1)


class MonitorSettings(Settings):
    """monitor.yml. Paths are relative to the file's folder."""

    sources: list[FolderSettings] = Field(min_length=1)
    rules: str = "rules"
    templates: str = "templates"
    default_language: str = Field("en", pattern="^[a-z]{2}$")
    store: SecretStr = Field(SecretStr("sqlite:///var/monitor.db"), description="sqlite:///PATH or postgresql://…")
    store_file: str | None = Field(None, description="A file that holds the store's address, instead of `store`.")
    smtp: SmtpSettings = SmtpSettings()
    receivers: dict[Name, Receiver] = Field(min_length=1)
    routes: list[Route] = Field(min_length=1)
    digests: dict[Name, DigestSettings] = Field(default_factory=dict)
    retention: RetentionSettings = RetentionSettings()
    owner: Name | None = Field(None, description="The receiver told about the monitor itself, where no other is named.")
    grace_seconds: float = Field(10.0, ge=0, description="How long sends may take to finish at a stop.")
    log: Literal["auto", "json", "text"] = "auto"
