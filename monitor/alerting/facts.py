"""What a template sees of a match: plain values, cut to what fits a message."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from monitor.model.alert import AlertSeverity, Standing
from monitor.model.article import Article, Paragraph, Span, Zone
from monitor.model.facts import (
    AlertFacts,
    ArticleFacts,
    LifeFacts,
    ParagraphFacts,
    Part,
    ProofFacts,
    RuleFacts,
    WindowFacts,
)
from monitor.model.match import Match, Mention, SlotValue
from monitor.rules.compiled import Rule

Headline = Callable[[str, Mapping[str, Any], str], str]
"""Renders a rule's headline template: (template, slots' facts, what to say where that fails)."""

_AROUND = 1_200  # characters of a paragraph; whole articles stand on one line now and then
_ELLIPSIS = " […] "
_TOLD = (Zone.SUMMARY, Zone.BODY, Zone.HEADING)


def alert_facts(
    match: Match,
    rule: Rule,
    *,
    alert_id: str,
    opened: datetime,
    headline: Headline,
    severity: AlertSeverity | None = None,
    life: LifeFacts | None = None,
    window: WindowFacts | None = None,
    more_slots: Mapping[str, Any] | None = None,
) -> AlertFacts:
    """Everything a message says about a match. Without a template of the rule's own, the headline is the rule's title
    and the article's headline. `severity` and `life` are the alert's, where it has more than this match; `more_slots`
    those of the other rule of a sequence."""
    slots = {**(more_slots or {}), **slot_facts(match.slots)}
    plain_headline = f"{rule.title}: {match.article.headline}"
    return AlertFacts(
        id=alert_id,
        headline=headline(rule.headline, slots, plain_headline) if rule.headline else plain_headline,
        severity=(severity or rule.severity).value,
        late=match.late,
        opened=iso(opened),
        rule=RuleFacts(id=rule.id, title=rule.title, tags=list(rule.tags), owner=rule.owner),
        slots=slots,
        proof=proof_facts(match.article, match.proof),
        context=_context(match),
        mentions=len(match.mentions),
        article=article_facts(match.article),
        life=life or _first_life(match),
        window=window,
    )


def _first_life(match: Match) -> LifeFacts:
    return LifeFacts(
        standing=Standing.REPORTED.value, status=match.proof.status.value, sources=[match.article.source], denial=None
    )


def slot_facts(slots: Mapping[str, SlotValue]) -> dict[str, dict[str, Any]]:
    """Each slot as `{text, name, …the entry's other fields}`; `name` is None where no list entry was met."""
    return {name: {**value.facts, "text": value.text, "name": value.name} for name, value in slots.items()}


def marked(article: Article, within: Span, spans: Iterable[Span]) -> list[Part]:
    """A stretch of the article in parts, those marked that the spans cover."""
    parts: list[Part] = []
    at = within.start
    for span in sorted(spans):
        start, end = max(span.start, at), min(span.end, within.end)
        if start >= end:
            continue
        if start > at:
            parts.append(Part(text=article.text[at:start], mark=False))
        parts.append(Part(text=article.text[start:end], mark=True))
        at = end
    if at < within.end:
        parts.append(Part(text=article.text[at : within.end], mark=False))
    return parts


def iso(moment: datetime) -> str:
    """A time as templates get it."""
    return moment.astimezone(UTC).isoformat()


def proof_facts(article: Article, proof: Mention) -> ProofFacts:
    """A mention's sentence, in parts and as a whole."""
    parts = _clipped(article, proof.sentence, _first_span(proof), proof.spans)
    return ProofFacts(
        text="".join(part["text"] for part in parts),
        parts=parts,
        zone=proof.zone.value,
        status=proof.status.value,
        cue=proof.cue,
        said_by=proof.said_by,
    )


def _context(match: Match) -> list[ParagraphFacts]:
    """The proving paragraph with the one before and the one after it; all words that matched are marked."""
    article, proof = match.article, match.proof
    spans = [span for mention in match.mentions for span in mention.spans]
    told = [p for p in article.paragraphs if p.zone in _TOLD or _holds(p, proof)]
    at = next((n for n, p in enumerate(told) if _holds(p, proof)), None)
    if at is None:
        return []
    around = [(p, n == at) for n, p in enumerate(told) if at - 1 <= n <= at + 1]
    return [
        ParagraphFacts(
            parts=_clipped(article, Span(p.start, p.end), _focus(p, proof, proves), spans),
            zone=p.zone.value,
            proof=proves,
        )
        for p, proves in around
    ]


def _holds(paragraph: Paragraph, mention: Mention) -> bool:
    return paragraph.start <= mention.sentence.start < paragraph.end


def _focus(paragraph: Paragraph, proof: Mention, proves: bool) -> int:
    """Where to look in a paragraph that is too long: at the proof, else at the end that is next to it."""
    if proves:
        return _first_span(proof)
    return paragraph.end if paragraph.end <= proof.sentence.start else paragraph.start


def _first_span(mention: Mention) -> int:
    return min((span.start for span in mention.spans), default=mention.sentence.start)


def _clipped(article: Article, within: Span, focus: int, spans: Iterable[Span]) -> list[Part]:
    """The stretch, or where it is too long, what surrounds the focus, broken at white space and with an ellipsis."""
    window = _window(article, within, focus)
    parts = marked(article, window, spans)
    if window.start > within.start:
        parts.insert(0, Part(text=_ELLIPSIS.lstrip(), mark=False))
    if window.end < within.end:
        parts.append(Part(text=_ELLIPSIS.rstrip(), mark=False))
    return parts


def _window(article: Article, within: Span, focus: int) -> Span:
    if within.end - within.start <= _AROUND:
        return within
    start = min(max(within.start, focus - _AROUND // 2), within.end - _AROUND)
    end = start + _AROUND
    if start > within.start:
        start = next(_spaces(article.text, range(start, min(start + 80, focus))), start)
    if end < within.end:
        end = next(_spaces(article.text, range(end, max(end - 80, focus), -1)), end)
    return Span(start, end)


def _spaces(text: str, places: range) -> Iterator[int]:
    return (place for place in places if text[place].isspace())


def article_facts(article: Article) -> ArticleFacts:
    """What a message says of an article."""
    return ArticleFacts(
        headline=article.headline,
        source=article.source,
        published=iso(article.published),
        published_from=article.published_from.value,
        received=iso(article.received),
        url=article.url,
        path=article.id.path,
        folder=article.id.source,
        place=article.place,
        language=article.language,
    )
