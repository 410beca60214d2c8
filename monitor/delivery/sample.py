"""Sample notifications: what templates are tried on when they are loaded, and shown with by `template preview`.

Of each kind one with everything and one with as little as there can be, so that a branch for either is tried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from monitor.delivery.sample_updates import UPDATES, changed, counted, life, parts
from monitor.model.alert import ChangeKind, NotificationKind
from monitor.model.facts import (
    AlertContent,
    AlertFacts,
    CountFacts,
    DigestContent,
    DigestEntry,
    DigestPlace,
    DigestStory,
    KeptBackFacts,
    NewsFacts,
    NoticeContent,
    ParagraphFacts,
    SourceFacts,
    WhyFacts,
)


def samples() -> tuple[Mapping[str, Any], ...]:
    """The variables of templates, complete."""
    full, sparse = _hama(), _sparse()
    unsubscribe = "mailto:monitor@example.org?subject=unsubscribe%20foreign-desk"
    empty = {**sample_digest(), "places": [], "total": 0, "tail": []}
    return (
        variables(NotificationKind.ALERT, AlertContent(alert=full, change=None, why=_why()), unsubscribe=unsubscribe),
        variables(NotificationKind.ALERT, AlertContent(alert=sparse, change=None, why=_why("")), banner="A banner."),
        variables(NotificationKind.ALERT, AlertContent(alert=counted(full), change=None, why=_why())),
        *(variables(NotificationKind.ALERT, sample_update(kind), unsubscribe=unsubscribe) for kind in UPDATES),
        variables(NotificationKind.DIGEST, sample_digest(), kept_back=sample_kept_back()),
        variables(NotificationKind.DIGEST, sample_round_up()),
        variables(NotificationKind.DIGEST, empty),
        variables(NotificationKind.NOTICE, sample_notice()),
        variables(NotificationKind.DRILL, sample_alert()),
    )


def variables(
    kind: NotificationKind,
    content: Mapping[str, Any],
    *,
    id: str = "sample",
    created: str = "2024-12-05T09:30:00+00:00",
    banner: str = "",
    unsubscribe: str = "",
    language: str = "en",
    timezone: str = "UTC",
    dir: str = "ltr",
    kept_back: Sequence[KeptBackFacts] = (),
) -> Mapping[str, Any]:
    """Everything that a template sees: the content of its kind, and what every kind has. An alert that an earlier
    version of the monitor wrote lacks what came since."""
    common = {"kind": str(kind), "id": id, "created": created, "banner": banner, "unsubscribe": unsubscribe}
    framed = {"language": language, "timezone": timezone, "dir": dir}
    if "alert" in content:
        content = {"change": None, **content, "alert": {"life": life(), "window": None, **content["alert"]}}
    return {**content, **common, **framed, "kept_back": [dict(one) for one in kept_back]}


def sample_alert() -> AlertContent:
    """The alert that the shipped article raises."""
    return AlertContent(alert=_hama(), change=None, why=_why())


def sample_update(kind: ChangeKind) -> AlertContent:
    """What those who had the alert are told when it changes."""
    alert, change = changed(_hama(), kind)
    return AlertContent(alert=alert, change=change, why=_why())


def sample_digest() -> DigestContent:
    """A morning's digest: one alert already mailed, one that stands otherwise than yesterday, one late, one retracted;
    and more than are listed."""
    mailed = _entry(_hama(), ["AFP", "Reuters"], mailed_at="2024-12-05T09:30:02+00:00", copies=9)
    risen = _entry(_embassy(), ["Xinhua"], news=[NewsFacts(what="status", before="claimed", now="asserted")])
    withdrawn = _entry(_homs(), ["SANA"], standing="retracted", struck="retracted")
    late = _entry(_sparse(), ["seeds"])
    return DigestContent(
        digest="morning",
        cause="window",
        start="2024-12-05T06:00:00+00:00",
        end="2024-12-06T06:00:00+00:00",
        timezone="Europe/Paris",
        total=416,
        why=WhyFacts(rule="", route="digest morning", receiver="foreign-desk", recipient="desk@example.org"),
        places=[
            DigestPlace(
                country="SY",
                place="",
                stories=[_story("hama", mailed), _story("embassy", risen), _story("homs", withdrawn)],
            ),
            DigestPlace(country="", place="", stories=[_story("cholera", late)]),
        ],
        tail=[
            CountFacts(rule="protest", title="Protests", count=400),
            CountFacts(rule="cholera", title="Cholera outbreak", count=12),
        ],
    )


def sample_round_up() -> DigestContent:
    """What was held in quiet hours, and leaves as one."""
    entry = _entry(_hama(), ["AFP"], held="quiet_hours")
    return DigestContent(
        digest="",
        cause="quiet_hours",
        start="2024-12-05T22:10:00+00:00",
        end="2024-12-06T06:00:00+00:00",
        timezone="UTC",
        total=1,
        why=_why(),
        places=[DigestPlace(country="", place="BEIRUT", stories=[_story("hama", entry)])],
        tail=[],
    )


def sample_kept_back() -> list[KeptBackFacts]:
    """What a message says that its reader was spared."""
    return [
        KeptBackFacts(reason="copy", detail="", count=9),
        KeptBackFacts(reason="silenced", detail="by anna, exercise", count=3),
    ]


def sample_notice() -> NoticeContent:
    """What an owner is told when a receiver is paused."""
    return NoticeContent(
        subject="Receiver foreign-desk is paused: authentication failed",
        lines=[
            "The mail server refuses the user name or the password: 535 5.7.8 Authentication failed.",
            "12 notifications wait. Nothing is lost.",
            "Mend the settings, then run: monitor receivers resume foreign-desk",
        ],
        why=_why(""),
    )


def _why(route: str = "conflict") -> WhyFacts:
    return WhyFacts(rule="city-captured", route=route, receiver="foreign-desk", recipient="desk@example.org")


def _story(id: str, entry: DigestEntry) -> DigestStory:
    headline = entry["alert"]["article"]["headline"]
    return DigestStory(story=f"story-{id}", headline=headline, severity=entry["alert"]["severity"], entries=[entry])


def _entry(alert: AlertFacts, names: Sequence[str], **given: Any) -> DigestEntry:
    article = alert["article"]
    sources = [
        SourceFacts(name=name, published=article["published"], headline=article["headline"], url=article["url"])
        for name in names
    ]
    plain = DigestEntry(
        alert=alert,
        status=alert["proof"]["status"],
        standing=alert["life"]["standing"],
        sources=sources,
        copies=0,
        news=[],
        mailed_at=None,
        late=alert["late"],
        held="",
        struck="",
    )
    return cast(DigestEntry, {**plain, **given})


def _paragraph(marked: str, *, proof: bool = False) -> ParagraphFacts:
    return ParagraphFacts(parts=parts(marked), zone="body", proof=proof)


_HAMA_PROOF = (
    "Their *capture of Hama*, which had remained in government hands throughout a long-running civil war, has sparked"
    " fears of a continued rebel march south."
)
_EMBASSY_PROOF = (
    "*China's embassy* sent an urgent notice on Thursday *advising* its *citizens* to *leave* Syria \"as soon as"
    " possible\", as Islamist-led rebel forces continue their offensive against Assad's troops."
)


def _hama() -> AlertFacts:
    return AlertFacts(
        id="alert-hama",
        headline="Hama captured by rebels",
        severity="critical",
        late=False,
        opened="2024-12-05T09:30:00+00:00",
        rule={"id": "city-captured", "title": "City captured", "tags": ["conflict", "syria"], "owner": "foreign-desk"},
        slots={
            "city": {"text": "Hama", "name": "Hama", "country": "SY", "lat": 35.13, "lon": 36.75},
            "captor": {"text": "rebels", "name": None},
        },
        proof={
            "text": _HAMA_PROOF.replace("*", ""),
            "parts": parts(_HAMA_PROOF),
            "zone": "body",
            "status": "asserted",
            "cue": None,
            "said_by": None,
        },
        context=[
            _paragraph(
                "Rebels said they had taken districts in the city's north-east and had seized the central prison,"
                " freeing detainees."
            ),
            _paragraph(_HAMA_PROOF, proof=True),
            _paragraph("Hama lies on the route from Aleppo to the Syrian capital of Damascus."),
        ],
        mentions=7,
        article={
            "headline": "Syrian rebels take strategic city of Hama in major blow to regime of Bashar al-Assad",
            "source": "Reuters/AP/AFP",
            "published": "2024-12-05T09:12:00+00:00",
            "published_from": "dateline",
            "received": "2024-12-05T09:29:59+00:00",
            "url": "https://news.example.org/world/2024/12/05/syrian-rebels-take-hama",
            "path": "syria-hama.txt",
            "folder": "seeds",
            "place": "BEIRUT",
            "language": "en",
        },
        life=life(),
        window=None,
    )


def _embassy() -> AlertFacts:
    return {
        **_hama(),
        "id": "alert-embassy",
        "headline": "China's embassy tells its citizens to leave Syria",
        "severity": "normal",
        "rule": {"id": "embassy-evacuation", "title": "Embassy evacuation", "tags": ["conflict"], "owner": None},
        "slots": {"country": {"text": "Syria", "name": "Syria"}},
        "proof": {
            "text": _EMBASSY_PROOF.replace("*", ""),
            "parts": parts(_EMBASSY_PROOF),
            "zone": "body",
            "status": "asserted",
            "cue": None,
            "said_by": None,
        },
        "context": [_paragraph(_EMBASSY_PROOF, proof=True)],
    }


def _homs() -> AlertFacts:
    proof = "State media said *rebels* had *taken the city of Homs*."
    return {
        **_hama(),
        "id": "alert-homs",
        "headline": "Homs captured by rebels",
        "severity": "high",
        "slots": {"city": {"text": "Homs", "name": "Homs", "country": "SY"}},
        "proof": {**_hama()["proof"], "text": proof.replace("*", ""), "parts": parts(proof), "status": "claimed"},
        "context": [_paragraph(proof, proof=True)],
    }


def _sparse() -> AlertFacts:
    """An alert with nothing that may be absent: late, no slots, no link, no place, no paragraphs around."""
    proof = "Doctors *reported* forty *cases* of *cholera* in two camps."
    return {
        **_hama(),
        "id": "alert-cholera",
        "headline": "Cholera outbreak: forty cases in two camps",
        "severity": "normal",
        "late": True,
        "rule": {"id": "cholera", "title": "Cholera outbreak", "tags": [], "owner": None},
        "slots": {},
        "proof": {
            "text": proof.replace("*", ""),
            "parts": parts(proof),
            "zone": "body",
            "status": "unknown",
            "cue": None,
            "said_by": None,
        },
        "life": life(status="unknown", sources=("seeds",)),
        "context": [],
        "mentions": 1,
        "article": {
            "headline": "Forty cholera cases reported",
            "source": "seeds",
            "published": "2024-11-28T08:00:00+00:00",
            "published_from": "file_time",
            "received": "2024-12-05T11:10:00+00:00",
            "url": None,
            "path": "health/cholera.txt",
            "folder": "seeds",
            "place": None,
            "language": "en",
        },
    }
