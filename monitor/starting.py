"""What a start says, and what it does before the first article."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import structlog

from monitor.config import MonitorSettings
from monitor.errors import Problem
from monitor.model.article import ArticleId, RawArticle
from monitor.reloading import Live
from monitor.sources import Source

log: structlog.stdlib.BoundLogger = structlog.get_logger()


def introduction(live: Live, sources: Mapping[str, Source], url: str | None) -> str:
    """In plain words what is about to happen. `url`: where articles are posted to, if they are."""
    rules = live.admitted.engine.ruleset.rules.values()
    running = sum(rule.enabled for rule in rules)
    smtp = live.settings.smtp
    server = f"through {smtp.host}:{smtp.port}"
    mails_to = server if smtp.host else f"nowhere: no mail server is set, so they are kept in {smtp.catch}"
    off = f", {len(rules) - running} are switched off" if running < len(rules) else ""
    lines = [
        "News Monitor",
        *(f"  watches  {source.place}" for source in sources.values()),
        f"  rules    {running} run{off}",
        *(f"           {path} is broken: see `monitor check`" for path in sorted(live.admitted.refused)),
        *([f"  answers  at {url}"] if url else []),
        f"  mails    go {mails_to}",
        "  stop     with Ctrl-C",
    ]
    return "\n".join(lines) + "\n"


def practice(now: datetime) -> RawArticle:
    """An article to read before the first real one: it loads the language model and the lemmas, which takes a second
    that the first alert would lose. Nothing of it is kept."""
    content = b"Practice\n\n" + b"Rebels were said to have captured the towns in the north of the country. " * 3
    return RawArticle(ArticleId("practice", "practice"), content, hashlib.sha256(content).hexdigest(), now, now)


def endless(config: Path) -> Problem:
    """Nothing would end `run --once`."""
    message = "`run --once` ends when standard input does, but no source reads it"
    return Problem(str(config), 0, 0, "no-stdin", message, suggestion="add `- stdin: NAME` to `sources`")


def warn_of_restart(before: MonitorSettings, after: MonitorSettings) -> None:
    """Of edited settings that are read once, at the start."""
    changed = [key for key in ("sources", "http", "store", "log") if getattr(before, key) != getattr(after, key)]
    if before.smtp.catch != after.smtp.catch or (before.smtp.host and not after.smtp.host):
        changed.append("smtp")  # the catcher's
    if changed:
        log.warning("settings that take effect at the next start were edited", keys=changed)
