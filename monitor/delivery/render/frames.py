"""What stands around the news in a message: words, dates and numbers in the reader's language and time zone.

The words are in `monitor/lexicon/frames`; how a language forms plurals, dates and the names of countries is Babel's
(CLDR). The news itself stays in its own language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal

from monitor.config import Language
from monitor.lexicon import shipped_frames
from monitor.strictyaml import Plain, parse

_GAP = re.compile(r"\{([a-z_]+)\}")
_A_WEEK = timedelta(days=6)
_ANY_NUMBER = "other"  # CLDR's name for the form that every language has


@dataclass(frozen=True, slots=True)
class Frame:
    """In which language and time zone a message is framed."""

    language: str = Language.EN
    timezone: str = "UTC"

    @property
    def direction(self) -> str:
        """How the language is written: `ltr` or `rtl`."""
        return "rtl" if Locale(self.language).text_direction == "rtl" else "ltr"


DEFAULT_FRAME = Frame()
_frame: ContextVar[Frame] = ContextVar("frame", default=DEFAULT_FRAME)


@contextmanager
def framed(variables: Mapping[str, object]) -> Iterator[None]:
    """Render what is inside in the `language` and `timezone` of the variables. Pieces that are imported without
    variables are framed alike."""
    language, timezone = variables.get("language"), variables.get("timezone")
    token = _frame.set(
        Frame(
            language if isinstance(language, str) and language in list(Language) else DEFAULT_FRAME.language,
            timezone if isinstance(timezone, str) else DEFAULT_FRAME.timezone,
        )
    )
    try:
        yield
    finally:
        _frame.reset(token)


def say(key: str, count: int | None = None, **given: object) -> str:
    """A phrase of the frame by its key, such as `digest.sources`; a `count` chooses its form and is filled in as well.
    Empty for a key that there is not, so that a word of a later version never breaks a message."""
    phrase = _words(_frame.get().language).get(key)
    if isinstance(phrase, dict):
        form = _locale().plural_form(count or 0)
        phrase = phrase.get(form) or phrase[_ANY_NUMBER]
    if not isinstance(phrase, str):
        return ""
    filled = {"count": "" if count is None else number(count), **given}
    return _GAP.sub(lambda gap: str(filled.get(gap[1], gap[0])), phrase)


def number(value: float) -> str:
    """A number with the language's separators."""
    return str(format_decimal(value, locale=_locale()))


def listed(items: Iterable[str]) -> str:
    """Several things side by side, with the language's comma."""
    return f"{say('comma')} ".join(items)


def local(moment: str | None, zone: str | None = None) -> str:
    """An ISO 8601 time as people write it, in the reader's time zone or the one given: `Thu 5 Dec 2024, 10:30 CET`."""
    return f"{_written(moment, zone, 'time')} {_zone_name(_there(moment, zone))}" if moment else ""


def day(moment: str | None, zone: str | None = None) -> str:
    """The date alone: `Thu 5 Dec 2024`."""
    return _written(moment, zone, "day") if moment else ""


def clock(moment: str | None, beside: str | None = None, zone: str | None = None) -> str:
    """A time in short, as far as one needs to know it beside another: `14:02` of the same day, `Wed 14:02` of the week
    before, else with its date."""
    if not moment:
        return ""
    there = _there(moment, zone)
    if beside:
        other = _there(beside, zone)
        if there.date() == other.date():
            return f"{there:%H:%M}"
        if timedelta(0) <= other - there < _A_WEEK:
            return _written(moment, zone, "weekday_time")
    return _written(moment, zone, "time")


def country(code: str) -> str:
    """The name of a country by its ISO code; the code itself where it names none."""
    return str(_locale().territories.get(code, code))


def _written(moment: str | None, zone: str | None, pattern: str) -> str:
    """By the pattern of that name, Latin digits in every language."""
    there = _there(moment, zone)
    return str(format_datetime(there, say(pattern), tzinfo=there.tzinfo, locale=_locale()))


def _there(moment: str | None, zone: str | None) -> datetime:
    parsed = datetime.fromisoformat(moment or "")
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return aware.astimezone(ZoneInfo(zone or _frame.get().timezone))


def _zone_name(moment: datetime) -> str:
    name = moment.tzname() or ""
    return f"UTC{name}" if name[:1] in "+-" else name


def _locale() -> Locale:
    return _locale_of(_frame.get().language)


@cache
def _locale_of(language: str) -> Locale:
    return Locale(language)


@cache
def _words(language: str) -> Mapping[str, Plain]:
    """Every phrase by its whole key; one with forms for numbers is a mapping of these."""
    root = parse(shipped_frames()[language], f"{language}.yml")[0].root
    return dict(_flat(root, ""))


def _flat(words: Plain, above: str) -> Iterator[tuple[str, Plain]]:
    assert isinstance(words, dict)
    for key, phrase in words.items():
        if isinstance(phrase, dict) and _ANY_NUMBER not in phrase:
            yield from _flat(phrase, f"{above}{key}.")
        else:
            yield f"{above}{key}", phrase
