"""How a digest says things, the same in mail, text and chat. Filters, so that what they return is escaped where it is
shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.delivery.render.frames import clock, country, day, listed, local, number, say
from monitor.delivery.render.words import name_of

Facts = Mapping[str, Any]


def title(cause: str, digest: str, total: int) -> str:
    """What these alerts are: a digest of that name, or why they leave together."""
    words = say("digest.window", name=digest) if cause == "window" else say(f"digest.{cause}", total)
    return words[:1].upper() + words[1:]


def place(place: Facts) -> str:
    """The name of a digest's place."""
    return country(place["country"]) if place["country"] else place["place"] or say("digest.elsewhere")


def stands(entry: Facts, end: str | None = None) -> str:
    """How an alert stands: `claimed, 2 sources, first 14:02 AFP`."""
    sources = entry["sources"]
    first = say("digest.first", time=clock(sources[0]["published"], end), source=sources[0]["name"]) if sources else ""
    plain = entry["struck"] or entry["standing"] == "reported"
    how = say(f"in_short.{entry['status']}" if plain else f"standing.{entry['standing']}")
    known = [how, say("digest.sources", len(sources)) if sources else "", first]
    return listed(words for words in known if words)


def sources(entry: Facts) -> str:
    """Who reported it independently."""
    return listed(source["name"] for source in entry["sources"])


def copies(entry: Facts) -> str:
    """How many only printed what others wrote: `(+ 9 copies)`; empty for none."""
    return f"(+ {say('digest.copies', entry['copies'])})" if entry["copies"] else ""


def news(one: Facts) -> str:
    """What changed of an alert."""
    what, block = one["what"], {"status": "in_short", "severity": "severity", "standing": "standing"}.get(one["what"])
    now, before = (say(f"{block}.{value}") if block else value for value in (one["now"], one["before"]))
    return say(f"news.{what}", now=now, before=before) or say("news.slot", name=name_of(what), now=now, before=before)


def notes(entry: Facts) -> list[str]:
    """What else a reader should know of an alert: that he had it, that it was held, that it comes late."""
    found = [
        say("digest.mailed", time=local(entry["mailed_at"])) if entry["mailed_at"] else "",
        say(f"held.{entry['held']}") if entry["held"] else "",
        say("digest.late", day=day(entry["alert"]["article"]["published"])) if entry["late"] else "",
    ]
    return [words for words in found if words]


def tail(counts: list[Facts]) -> str:
    """What is not listed: `And 412 more, by rule: Protests 400, Cholera outbreak 12`. Empty where that is nothing."""
    more = sum(one["count"] for one in counts)
    by_rule = listed(f"{one['title']} {number(one['count'])}" for one in counts)
    return f"{say('digest.more', more)} {by_rule}" if more else ""
