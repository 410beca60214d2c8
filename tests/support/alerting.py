"""Settings, rules and matches for tests, each with what the test is about and defaults for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monitor.config import MonitorSettings
from monitor.model.article import Article, Span, Zone
from monitor.model.match import Match, Mention, SlotValue, Status
from monitor.rules.compiled import Conditions, Rule
from tests.support.articles import article

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
) -> Match:
    """A match whose proof is the sentence of the first of `words` (default: captured, Hama)."""
    told = of or news()
    spans = tuple(_span(told, word) for word in words or ("captured", "Hama on"))
    sentence = next(s for p in told.paragraphs for s in p.sentences if s.start <= spans[0].start < s.end)
    zone = next(p.zone for p in told.paragraphs if p.start <= spans[0].start < p.end)
    filled = {name: SlotValue(entry, spans[-1], entry, {"country": "SY"}) for name, entry in (slots or {}).items()}
    proof = Mention(zone, sentence, spans, filled, Status.UNKNOWN)
    return Match(rule_id, told, (proof,), proof, filled, happening, late)


def plain_headline(template: str, slots: Mapping[str, Any], fallback: str) -> str:
    """Stands for the headline templates: `str.format` over the slots."""
    try:
        return template.format(**{name: slot["name"] for name, slot in slots.items()})
    except KeyError:
        return fallback


def _span(told: Article, word: str) -> Span:
    start = told.text.index(word)
    return Span(start, start + len(word))
