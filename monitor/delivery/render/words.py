"""How facts are said in words. Filters, not macros: what they return is escaped wherever it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from monitor.delivery.render.frames import country, listed, say

Facts = Mapping[str, Any]


def status(value: str) -> str:
    """A status in words."""
    return say(f"status.{value}")


def severity(value: str) -> str:
    """A severity in the reader's language."""
    return say(f"severity.{value}") or value


def said(proof: Facts) -> str:
    """What the proof says of itself: its status, and who said it or which words gave it."""
    words = status(proof["status"])
    words = words[:1].upper() + words[1:]
    if proof["said_by"]:
        who = proof["said_by"]
        return say("said", status=words, who=who) if words else say("said_only", who=who)
    return f"{words} (“{proof['cue']}”)" if words and proof["cue"] else words


def label(change: Facts) -> str:
    """What kind of news a change is, in a word: `Update`, `Denied`, `Correction`."""
    return say(f"change.label.{change['kind']}") or say("change.label.updated")


def because(change: Facts) -> str:
    """What a change means, and what brought it, in a sentence or two; empty where the differences say it all."""
    means = change["kind"]
    if means == "corrected" and "marked_corrected" not in change["causes"]:
        means = "still_reported"  # nothing was put right: a report is gone, and there are others
    said = [*(say(f"change.because.{cause}") for cause in change["causes"]), say(f"change.means.{means}")]
    return " ".join(words for words in said if words)


def difference(what: Facts) -> str:
    """From what to what: `Captor: rebels → HTS`."""
    before, now = (value_of(what["what"], value) for value in (what["before"], what["now"]))
    name = name_of(what["what"])
    return f"{name}: {before} → {now}" if before else f"{name}: {now}"


def name_of(what: str) -> str:
    """What changed: one of our own words, or a slot."""
    return say(f"change.name.{what}") or what.replace("_", " ").capitalize()


def value_of(what: str, value: str) -> str:
    """What it is now, or was before."""
    words = {"status": status, "standing": standing, "severity": severity}.get(what)
    return words(value) if words and value else value


def standing(value: str) -> str:
    """How an alert stands, in words."""
    return say(f"standing.{value}") or value


def dated(article: Facts) -> str:
    """How the time of publication is known, where that is worth saying."""
    words = say(f"dated.{article['published_from']}")
    return f" {words}" if words else ""


def file(article: Facts) -> str:
    """The article's file, with its folder."""
    return f"{article['folder']}/{article['path']}" if article["folder"] else str(article["path"])


def slot(value: Facts) -> str:
    """A slot in full: its entry, its country, and the words of the text where they are others."""
    name = value.get("name") or value.get("text") or ""
    written = value.get("text") or name
    where = country(value["country"]) if value.get("country") else ""
    return (listed([name, where]) if where and where != name else name) + (f" (“{written}”)" if written != name else "")


def kept_back(counts: Sequence[Facts]) -> str:
    """What was kept back from the reader since the last message, in one sentence; empty where that is nothing."""
    total = sum(one["count"] for one in counts)
    return say("kept_back.all", total, what=listed(_kept_back(one) for one in counts)) if total else ""


def how_to_stop(unsubscribe: str) -> str:
    """A `mailto:` address in words, for who has only text."""
    address, _, subject = unquote(unsubscribe).removeprefix("mailto:").partition("?subject=")
    return say("stop_by_mail", address=address, subject=subject)


def _kept_back(one: Facts) -> str:
    words = say(f"kept_back.{one['reason']}", one["count"], detail=one["detail"])
    return (words or say("kept_back.rest", one["count"])).strip()
