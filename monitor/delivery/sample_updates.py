"""Sample changes of an alert, and an alert that was counted: see `sample`."""

from __future__ import annotations

from collections.abc import Mapping

from monitor.model.alert import ChangeKind
from monitor.model.facts import (
    AlertFacts,
    ChangeFacts,
    CountedFacts,
    DifferenceFacts,
    LifeFacts,
    Part,
    ProofFacts,
    WindowFacts,
)

UPDATES = (
    ChangeKind.CLOSED,
    ChangeKind.CONFIRMED,
    ChangeKind.CONTESTED,
    ChangeKind.DENIED,
    ChangeKind.RETRACTED,
    ChangeKind.CORRECTED,
    ChangeKind.UPDATED,
)
"""The changes that have a message of their own; the last one is what the names in templates are checked against."""


def changed(told: AlertFacts, kind: ChangeKind) -> tuple[AlertFacts, ChangeFacts]:
    """The alert as it stands after a change, and the change."""
    standing, causes, differences, sentence = _CHANGES[kind]
    said = proof(sentence, "denied" if kind in (ChangeKind.CONTESTED, ChangeKind.DENIED) else "asserted")
    gone = kind in (ChangeKind.RETRACTED, ChangeKind.CLOSED)
    denial = said if kind in (ChangeKind.CONTESTED, ChangeKind.DENIED) else None
    change = ChangeFacts(
        kind=kind.value,
        causes=list(causes),
        differences=[DifferenceFacts(what=what, before=was, now=now) for what, was, now in differences],
        at="2024-12-05T12:04:00+00:00",
        article={**told["article"], **_ARTICLES.get(kind, _LATER_ARTICLE)},  # type: ignore[typeddict-item]
        proof=None if gone else said,
        before=told["proof"],
    )
    sources = () if gone or kind is ChangeKind.DENIED else _SOURCES.get(kind, ("Reuters/AP/AFP", "BBC"))
    headline = _HEADLINES.get(kind, told["headline"])
    return {**told, "headline": headline, "life": life(standing, sources=sources, denial=denial)}, change


_LATER_ARTICLE = {
    "headline": "Syria: what is known of Hama",
    "source": "BBC",
    "published": "2024-12-05T12:01:00+00:00",
    "received": "2024-12-05T12:03:58+00:00",
    "url": "https://news.example.org/world/2024/12/05/hama-what-is-known",
    "path": "hama-what-is-known.txt",
}
_SAME_WIRE = {"published": "2024-12-05T12:01:00+00:00", "received": "2024-12-05T12:03:58+00:00"}
_ARTICLES = {
    ChangeKind.RETRACTED: {**_SAME_WIRE, "headline": "KILL - Syrian rebels take strategic city of Hama"},
    ChangeKind.CORRECTED: {**_SAME_WIRE, "headline": "CORRECTED: Syrian National Army takes strategic city of Hama"},
}
"""Who takes something back, or puts it right, is who said it; anything else is told by another."""
_SOURCES = {ChangeKind.CORRECTED: ("Reuters/AP/AFP",)}
_HEADLINES = {
    ChangeKind.UPDATED: "Hama captured by HTS",
    ChangeKind.CORRECTED: "Hama captured by Syrian National Army",
}
_DENIED = 'The army *denied* that *Hama* had been *captured*, calling the reports "psychological warfare".'
_CHANGES: Mapping[ChangeKind, tuple[str, tuple[str, ...], tuple[tuple[str, str, str], ...], str]] = {
    ChangeKind.UPDATED: (
        "reported",
        ("slot_changed", "sources_reached", "severity_rose"),
        (("captor", "rebels", "HTS"), ("sources", "1", "2"), ("severity", "high", "critical")),
        "Fighters of *HTS* have *captured Hama*, a war monitor and residents said.",
    ),
    ChangeKind.CONFIRMED: (
        "confirmed",
        ("status_rose",),
        (("status", "claimed", "asserted"), ("standing", "reported", "confirmed")),
        "The army said it had *lost Hama* and moved its troops out of the city.",
    ),
    ChangeKind.CONTESTED: ("contested", ("status_turned",), (("standing", "reported", "contested"),), _DENIED),
    ChangeKind.DENIED: ("denied", ("status_turned",), (("standing", "reported", "denied"),), _DENIED),
    ChangeKind.RETRACTED: ("retracted", ("marked_withdrawn",), (("standing", "reported", "retracted"),), _DENIED),
    ChangeKind.CORRECTED: (
        "reported",
        ("marked_corrected",),
        (("captor", "rebels", "Syrian National Army"),),
        "Fighters of the *Syrian National Army* have *captured Hama*, not those who came from Idlib.",
    ),
    ChangeKind.CLOSED: ("reported", ("heard_again",), (), _DENIED),
}


def parts(marked: str) -> list[Part]:
    """Parts from text in which the matched words stand between stars."""
    pieces = marked.split("*")
    return [Part(text=text, mark=number % 2 == 1) for number, text in enumerate(pieces) if text]


def proof(marked: str, status: str = "asserted") -> ProofFacts:
    text = marked.replace("*", "")
    return ProofFacts(text=text, parts=parts(marked), zone="body", status=status, cue=None, said_by=None)


def life(
    standing: str = "reported",
    status: str = "asserted",
    sources: tuple[str, ...] = ("Reuters/AP/AFP",),
    denial: ProofFacts | None = None,
) -> LifeFacts:
    return LifeFacts(standing=standing, status=status, sources=list(sources), denial=denial)


def counted(told: AlertFacts) -> AlertFacts:
    """An alert of a rule with `when`, contested from the beginning."""
    shown = CountedFacts(
        headline="Blast in the market of Hama",
        source="AFP",
        published="2024-12-05T07:10:00+00:00",
        url=None,
        path="hama-blast.txt",
        proof="A bomb exploded in the market of Hama at dawn.",
    )
    window = WindowFacts(
        form="count",
        asked="3 matches within 6 hours from 2 independent sources",
        values={"city.country": "SY"},
        count=3,
        sources=2,
        start="2024-12-05T04:00:00+00:00",
        end="2024-12-05T09:12:00+00:00",
        usual=1.5,
        matches=[shown, {**shown, "url": "https://news.example.org/idlib", "source": "Reuters"}],
    )
    stands = life("contested", sources=("Reuters", "AFP"), denial=proof(_DENIED, "denied"))
    return {**told, "headline": "Three attacks in Syria", "window": window, "life": stands}
