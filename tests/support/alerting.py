"""Settings, rules and matches for tests, each with what the test is about and defaults for the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from monitor.alerting.decide import decide
from monitor.alerting.decision import Decision, reports_with
from monitor.alerting.routes import Assignment
from monitor.alerting.situation import Known, News, Office, Window
from monitor.config import MonitorSettings
from monitor.model.alert import NotificationState, Silence
from monitor.model.article import Article, Span, Zone
from monitor.model.match import Match, Mention, SlotValue, Status
from monitor.rules.compiled import Conditions, Rule
from tests.support.articles import PUBLISHED, article

BODY = "Rebels captured the city of Hama on Thursday."


def settings(**sections: Any) -> MonitorSettings:
    """monitor.yml with a desk (two addresses), a hook, a morning digest, and a default route to both."""
    shape: dict[str, Any] = {
        "sources": [{"folder": "seeds"}],
        "receivers": {
            "desk": {"kind": "email", "to": ["a@example.org", "b@example.org"]},
            "hook": {"kind": "webhook", "url": "https://example.org/hook"},
        },
        "routes": [{"to": ["desk"], "digest": "morning"}],
        "digests": {"morning": {"cron": "0 7 * * *", "timezone": "Europe/Paris", "to": ["desk"]}},
    }
    return MonitorSettings.model_validate({**shape, **sections})


def rule(id: str = "city-captured", **fields: Any) -> Rule:
    """A rule without conditions: what it matched is given by the test."""
    plain = Rule(id=id, title="City captured", file=f"{id}.yml", line=1, digest=id, conditions=Conditions())
    return replace(plain, **fields)


def news(body: str = BODY, **fields: Any) -> Article:
    """An article of a headline and one paragraph."""
    return article((Zone.HEADLINE, "Rebels take Hama"), (Zone.BODY, body), **fields)


def match(
    of: Article | None = None,
    rule_id: str = "city-captured",
    *words: str,
    happening: tuple[str, ...] | None = ("Hama",),
    slots: Mapping[str, str] | None = None,
    late: bool = False,
    status: Status = Status.UNKNOWN,
    opens: bool = True,
    weaker: Status | None = None,
) -> Match:
    """A match whose proof is the sentence of the first of `words` (default: captured, Hama). `weaker`: beside it the
    sentence is said with this status."""
    told = of or news()
    spans = tuple(_span(told, word) for word in words or ("captured", "Hama on"))
    sentence = next(s for p in told.paragraphs for s in p.sentences if s.start <= spans[0].start < s.end)
    zone = next(p.zone for p in told.paragraphs if p.start <= spans[0].start < p.end)
    filled = {name: SlotValue(entry, spans[-1], entry, {"country": "SY"}) for name, entry in (slots or {}).items()}
    proof = Mention(zone, sentence, spans, filled, status)
    beside = () if opens else (proof,)
    if weaker is not None:
        beside = (Mention(zone, sentence, spans, filled, weaker),)
    return Match(rule_id, told, (proof,), proof, filled, happening, late, opens, beside)


def told(
    found: Match | None = None,
    by: Rule | None = None,
    *,
    number: int = 1,
    story: str = "s1",
    copy: bool = False,
    window: Window | None = None,
) -> News:
    """A match as news."""
    found = found or match()
    return News(found, by or rule(), number, story, None if copy else found.article.source, window)


def office(now: datetime = PUBLISHED, silences: Sequence[Silence] = (), **sections: Any) -> Office:
    """What holds for every decision: the settings of `settings`."""
    return Office(now, settings(**sections), plain_headline, silences)


def after(decision: Decision, known: Known | None = None, news: News | None = None) -> Known:
    """What is known after a decision."""
    assert decision.alert is not None
    before = known or Known(decision.alert)
    reports = tuple(each for each in before.reports if each not in decision.withdrawn)
    if news is not None and decision.report is not None:
        reports = reports_with(reports, decision.report, news)
    pending = [one for one in decision.notifications if one.state is NotificationState.PENDING]
    heard = {(each.receiver, each.recipient): each for each in before.heard}
    for one in pending:
        heard.setdefault((one.receiver, one.recipient), Assignment(one.receiver, one.recipient, one.route))
    return Known(decision.alert, max(before.told, decision.told), reports, tuple(heard.values()))


def plain_headline(template: str, slots: Mapping[str, Any], fallback: str) -> str:
    """Stands for the headline templates: `str.format` over the slots."""
    try:
        return template.format(**{name: slot["name"] for name, slot in slots.items()})
    except KeyError:
        return fallback


def _span(told: Article, word: str) -> Span:
    start = told.text.index(word)
    return Span(start, start + len(word))


def decision_on(news: News, known: Known | None, office: Office) -> Decision:
    """What is decided about a match that concerns somebody."""
    decision = decide(news, known, office)
    assert decision is not None
    return decision
