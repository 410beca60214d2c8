"""What a schema cannot say about settings: names that must exist, addresses, times, and what is valid but unwise.

Pure but for the time zone database and the names of the desk's own packs. Each check yields findings;
`monitor.settings` gives them their lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from monitor.alerting import cron, references
from monitor.config import (
    GROUPED_BY,
    EmailReceiver,
    FeedsSettings,
    FolderSettings,
    MonitorSettings,
    PushSettings,
    SmtpSettings,
    StdinSettings,
    WebhookReceiver,
)
from monitor.durations import in_words
from monitor.errors import Severity
from monitor.lexicon import shipped_packs
from monitor.rules.files import PACKS
from monitor.strictyaml import did_you_mean

_ADDRESS = re.compile(r"""[^\s@<>()\[\],;:\\"]{1,64}@(?!-)[\w-]+(\.(?!-)[\w-]+)*""")
"""What servers take without quoting, in any script. Whether it exists only the server knows."""


_POLITE = {"every": timedelta(minutes=1), "pause": timedelta(seconds=2)}
"""Shorter than that may do for servers of one's own."""


class Finding(NamedTuple):
    """A fault at a path of the settings."""

    path: tuple[str | int, ...]
    code: str
    message: str
    suggestion: str = ""
    severity: Severity = Severity.ERROR


def findings(settings: MonitorSettings, root: Path) -> Iterator[Finding]:
    """Every fault and warning, in the order of the checks."""
    for path, message, suggestion in references.problems(settings):
        yield Finding(path, "unknown-name", message, suggestion)
    yield from _packs(settings, root)
    yield from _sources(settings, root)
    yield from _tokens(settings)
    yield from _smtp(settings.smtp)
    yield from _timezone(("timezone",), settings.timezone)
    for name, receiver in settings.receivers.items():
        yield from _timezone(("receivers", name, "timezone"), receiver.timezone)
        match receiver:
            case EmailReceiver():
                yield from _recipients(name, receiver)
            case WebhookReceiver():
                yield from _webhook(name, receiver)
    yield from _digests(settings)
    yield from _groups(settings)
    yield from store_findings(settings.store.get_secret_value())


def _packs(settings: MonitorSettings, root: Path) -> Iterator[Finding]:
    known = known_packs(root / settings.rules)
    for index, name in enumerate(settings.packs):
        if name not in known:
            advice = did_you_mean(name, known) or f"there is {', '.join(known)}"
            yield Finding(("packs", index), "unknown-name", f"no pack is named `{name}`", advice)


def known_packs(rules: Path) -> list[str]:
    """The packs that ship, and the desk's own in its folder of rules."""
    own: list[str] = []
    with suppress(OSError):
        own += [entry.name for entry in (rules / PACKS).iterdir() if entry.is_dir()]
    return sorted({*shipped_packs(), *own})


def _sources(settings: MonitorSettings, root: Path) -> Iterator[Finding]:
    names, folders, reads = set[str](), list[tuple[Path, tuple[str, ...]]](), ""
    for index, source in enumerate(settings.sources):
        path = ("sources", index)
        if source.called in names:
            message = f"a source named `{source.called}` exists already"
            yield Finding(path, "duplicate-name", message, "give this one a `name`")
        names.add(source.called)
        yield from _timezone((*path, "timezone"), source.timezone)
        if isinstance(source, FolderSettings):
            folder = (root / source.folder).resolve()
            for earlier, globs in folders:
                apart = globs and source.glob and not set(globs) & set(source.glob)
                if not apart and (folder == earlier or earlier in folder.parents or folder in earlier.parents):
                    message = f"`{folder}` overlaps with the source `{earlier}`: articles would be read twice"
                    yield Finding((*path, "folder"), "overlapping-folders", message)
            folders.append((folder, source.glob))
        if isinstance(source, FeedsSettings):
            yield from _feeds(path, source)
        if isinstance(source, StdinSettings):
            if reads:
                message = f"`{reads}` reads standard input already: each would get some of its lines"
                yield Finding((*path, "stdin"), "duplicate-stdin", message, "have one source of this kind")
            reads = source.called
        if isinstance(source, PushSettings) and settings.http is None:
            message = f"nobody listens to `{source.push}`: there is no `http`"
            yield Finding((*path, "push"), "missing-key", message, "add `http: {listen: 127.0.0.1:8080}`")


def _feeds(path: tuple[str | int, ...], source: FeedsSettings) -> Iterator[Finding]:
    if source.format is not None:
        message = "`format` is for folders and senders: what a feed is its content tells"
        yield Finding((*path, "format"), "not-for-feeds", message, "leave it out")
    for key, shortest in _POLITE.items():
        if getattr(source, key) < shortest:
            message = f"`{key}` is shorter than {in_words(shortest)}: servers shut out who asks so often"
            yield Finding((*path, key), "impolite", message, "", Severity.WARNING)


def _tokens(settings: MonitorSettings) -> Iterator[Finding]:
    """Who posts is known by the token alone."""
    seen = set[str]()
    for index, source in enumerate(settings.sources):
        if isinstance(source, PushSettings):
            token = source.token.get_secret_value()
            if token in seen:
                message = f"`{source.push}` has the token of another sender"
                yield Finding(("sources", index, "token"), "duplicate-token", message, "give each one of its own")
            seen.add(token)


def _smtp(smtp: SmtpSettings) -> Iterator[Finding]:
    if not _is_address(parseaddr(smtp.sender)[1]):
        message = f"`{smtp.sender}` is not an e-mail address"
        yield Finding(("smtp", "sender"), "address", message, "write `Name <name@example.org>`")
    if (smtp.username is None) != (smtp.password is None):
        missing = "password" if smtp.password is None else "username"
        yield Finding(("smtp",), "missing-key", f"a {missing} is missing: both are needed to log in, or neither")
    if smtp.host and smtp.security == "none" and not _is_local(smtp.host):
        password = ", with its password," if smtp.username else ""
        message = f"mail to {smtp.host} would leave in clear{password} for everyone on the way to read"
        advice = "use `security: starttls` or `tls`"
        yield Finding(("smtp", "security"), "clear-text", message, advice, Severity.WARNING)


def _recipients(name: str, receiver: EmailReceiver) -> Iterator[Finding]:
    seen = Counter[str]()
    for index, address in enumerate(receiver.to):
        path = ("receivers", name, "to", index)
        if not _is_address(address):
            yield Finding(path, "address", f"`{address}` is not an e-mail address", "write `name@example.org`")
        seen[address.lower()] += 1
        if seen[address.lower()] == 2:
            yield Finding(path, "duplicate-address", f"`{address}` is listed twice")


def _webhook(name: str, receiver: WebhookReceiver) -> Iterator[Finding]:
    url = _split(receiver.url.get_secret_value())
    path = ("receivers", name, "url")
    if url is None or url.scheme not in ("http", "https") or not url.hostname:
        yield Finding(path, "url", "the address must start with https:// and name a server")
    elif url.scheme == "http" and not _is_local(url.hostname):
        message = "the address is http: alerts would leave in clear"
        yield Finding(path, "clear-text", message, "use https://", Severity.WARNING)


def _digests(settings: MonitorSettings) -> Iterator[Finding]:
    for name, digest in settings.digests.items():
        path = ("digests", name)
        if problem := cron.problem(digest.cron):
            yield Finding((*path, "cron"), "cron", problem, "five fields of crontab(5), such as `0 7 * * mon-fri`")
        yield from _timezone((*path, "timezone"), digest.timezone)


def _groups(settings: MonitorSettings) -> Iterator[Finding]:
    """A word that is meant, but is taken for a slot's name."""
    for number, route in enumerate(settings.routes):
        for index, key in enumerate(route.group.by if route.group else ()):
            if key not in GROUPED_BY and (advice := did_you_mean(key, GROUPED_BY)):
                path = ("routes", number, "group", "by", index)
                yield Finding(path, "unknown-name", f"`{key}` is taken for a slot", advice, Severity.WARNING)


def _timezone(path: tuple[str | int, ...], name: str | None) -> Iterator[Finding]:
    if name is None:
        return
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Finding(path, "timezone", f"there is no time zone `{name}`", _zone_like(name))


def _zone_like(name: str) -> str:
    zones = {zone.lower(): zone for zone in available_timezones()}
    short = {zone.rsplit("/", 1)[-1].lower(): zone for zone in zones.values() if "/" in zone}
    known = short.get(name.lower().replace(" ", "_")) or zones.get(name.lower())
    return f"did you mean `{known}`?" if known else did_you_mean(name, zones.values())


def store_findings(address: str) -> Iterator[Finding]:
    """What is wrong with the store's address."""
    url = _split(address)
    if url is None or url.scheme not in ("sqlite", "postgresql"):
        yield Finding(("store",), "store", "the store must be `sqlite:///PATH` or `postgresql://…`")


def _split(url: str) -> SplitResult | None:
    """An address in its parts; None where it is none."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text) is not None


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
