"""`{silence: 45m}`: nothing matched for so long. Goes by the monitor's clock, and only by the time in which it ran."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model.report import Watch
from monitor.rules.windows import Quiet

PAUSE = timedelta(minutes=1)
"""Between two looks that are farther apart than this the monitor did not run: that nothing came then means nothing."""


def look(watch: Watch, now: datetime) -> Watch:
    """The watch after another look at the clock."""
    away = now - watch.watched
    if away > PAUSE:
        return replace(watch, quiet_since=watch.quiet_since + away, watched=now)
    return replace(watch, watched=max(watch.watched, now))


def due(watch: Watch, when: Quiet, now: datetime) -> bool:
    """Whether the silence has lasted long enough, and nobody was told yet."""
    return watch.alert_id is None and now - watch.quiet_since >= when.silence


def heard(watch: Watch, now: datetime) -> Watch:
    """The watch after a match: silence begins anew."""
    return replace(watch, quiet_since=max(watch.quiet_since, now), watched=max(watch.watched, now), alert_id=None)
