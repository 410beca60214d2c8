"""What a message says of a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from monitor.alerting.facts import iso
from monitor.alerting.situation import Window
from monitor.alerting.windows.deciding import Counted
from monitor.alerting.windows.fired import Fired
from monitor.alerting.windows.keys import key_of
from monitor.model.article import ArticleId
from monitor.model.facts import CountedFacts, WindowFacts
from monitor.model.match import Status
from monitor.model.report import Occurrence, Report
from monitor.rules import windows

LISTED = 10  # matches of a window; the latest
_UNITS = ((timedelta(days=1), "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute"))


def window_of(when: Counted, values: Mapping[str, str], fired: Fired, new: ArticleId) -> Window:
    """What came together, for the decision on the article `new`; the rows with their facts."""
    others = [row for row in fired.rows if row.article != new]
    slots = others[0].facts.get("slots", {}) if isinstance(when, windows.Sequence) and others else {}
    return Window(key_of(values), window_facts(when, values, fired), tuple(map(report_of_row, others)), slots)


def window_facts(when: Counted, values: Mapping[str, str], fired: Fired) -> WindowFacts:
    return WindowFacts(
        form=type(when).__name__.lower(),
        asked=asked(when),
        values=dict(values),
        count=len(fired.rows),
        sources=fired.sources,
        start=iso(fired.start),
        end=iso(fired.end),
        usual=None if fired.usual is None else round(fired.usual, 2),
        matches=[_counted(row) for row in fired.rows[-LISTED:]],
    )


def so_far(when: Counted, new: Occurrence, rows: Sequence[Occurrence]) -> Fired:
    """What there is where it is not enough: that of the window that ends at the match."""
    over = when.memory if isinstance(when, windows.New) else when.over
    start = new.at - over
    return Fired(tuple(row for row in rows if start <= row.at <= new.at and row.spent is None), start, new.at)


def report_of_row(row: Occurrence) -> Report:
    """What a counted match says of the alert."""
    status = Status(row.facts.get("proof", {}).get("status", Status.UNKNOWN))
    return Report(row.article, row.number, row.story_id, row.voice, status, row.at, row.at)


def asked(when: windows.When) -> str:
    """What a rule asks for, in words."""
    match when:
        case windows.Count():
            several = f" from {when.sources} independent sources" if when.sources > 1 else ""
            return f"{when.count} matches within {in_words(when.over)}{several}"
        case windows.Spike():
            usual = f"{when.spike:g} times the mean of {in_words(when.against)}"
            return f"{usual} within {in_words(when.over)}, and at least {when.at_least} matches"
        case windows.New():
            return f"{when.new} not seen for {in_words(when.memory)}"
        case windows.Sequence():
            return f"{when.sequence[0]}, then {when.sequence[1]} within {in_words(when.over)}"
        case windows.Quiet():
            return f"nothing for {in_words(when.silence)}"


def in_words(length: timedelta) -> str:
    """`45 minutes`, `6 hours`, `14 days`."""
    for unit, name in _UNITS:
        if length >= unit and not length % unit:
            return f"{length // unit} {name}{'' if length == unit else 's'}"
    return f"{length.total_seconds():g} seconds"


def _counted(row: Occurrence) -> CountedFacts:
    article, proof = row.facts.get("article", {}), row.facts.get("proof", {})
    return CountedFacts(
        headline=article.get("headline", ""),
        source=row.voice,
        published=iso(row.at),
        url=article.get("url"),
        path=row.article.path,
        proof=proof.get("text", ""),
    )
