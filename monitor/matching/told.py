"""The events of a rule in an article, each with its status: whether its sentence says that it happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.matching.events import EventMention
from monitor.matching.status import Finding, StatusFinder
from monitor.matching.view import ArticleView
from monitor.model.article import Span
from monitor.model.entries import entry_of, is_another
from monitor.model.match import Mention, SlotValue, Status
from monitor.rules.compiled import Conditions

NOBODY_LOOKED = Finding(Status.UNKNOWN, None, None, ())


@dataclass(frozen=True, slots=True)
class Told:
    """An event where it stands, and its status."""

    event: EventMention
    finding: Finding

    def counts(self, conditions: Conditions) -> bool:
        """Whether the rule wants events of this status; one that nobody looked for is as if asserted."""
        wanted, status = conditions.status, self.finding.status
        return wanted is None or status is Status.UNKNOWN or status in wanted


def told(view: ArticleView, event: EventMention, finder: StatusFinder | None) -> Told:
    """`event` with its status."""
    if finder is None:
        return Told(event, NOBODY_LOOKED)
    finding = finder.find(view, event.trigger, actor=event.actor)
    if event.nobody is not None and finding.status in (Status.ASSERTED, Status.CLAIMED):
        finding = finding._replace(status=Status.NEGATED, cue=event.nobody)
    return Told(event, finding)


def unchanged(view: ArticleView, events: Sequence[Told]) -> tuple[Told, ...]:
    """`events` in their order, but with how things are as what they were where the sentence before says that somebody
    else did not change them: `M23 has not captured Goma. The city is in the hands of the army.`"""
    return tuple(
        Told(each.event, each.finding._replace(status=Status.NEGATED, cue=failed.finding.cue))
        if (failed := next((other for other in events if _keeps(view, other, each)), None))
        else each
        for each in events
    )


def _keeps(view: ArticleView, failed: Told, each: Told) -> bool:
    if not each.finding.state or failed.finding.status is not Status.NEGATED:
        return False
    one, other = failed.event.sentence, each.event.sentence
    if other - one not in (0, 1) or view.sentences[one].paragraph != view.sentences[other].paragraph:
        return False
    did, holds = (_filling(event, by_actor=True) for event in (failed.event, each.event))
    about, held = (_filling(event, by_actor=False) for event in (failed.event, each.event))
    return _differ(did, holds) and bool(about) and about.keys() == held.keys() and not _differ(about, held)


def _filling(event: EventMention, *, by_actor: bool) -> dict[str, SlotValue]:
    """What fills the slots of who did it, or all others."""
    actor, filled = event.actor, event.slots.items()
    return {
        name: each.value
        for name, each in filled
        if (actor is not None and actor.start <= each.shown.start < actor.end) is by_actor
    }


def _differ(one: Mapping[str, SlotValue], other: Mapping[str, SlotValue]) -> bool:
    """Whether a slot that both fill holds another."""
    return any(_is_another(value, other[name]) for name, value in one.items() if name in other)


def _is_another(one: SlotValue, other: SlotValue) -> bool:
    """By their entries (`rebels` may be `M23`), or by their words where no list knows them."""
    entry, its = entry_of(one), entry_of(other)
    return is_another(entry, its) if entry and its else one.text.casefold() != other.text.casefold()


def mention_of(view: ArticleView, each: Told) -> Mention:
    """The event as a mention: its sentence, the words that matched, its slots and status."""
    event = each.event
    spans = sorted({event.trigger, *(filled.shown for filled in event.slots.values())})
    slots: Mapping[str, SlotValue] = {name: filled.value for name, filled in event.slots.items()}
    return with_status(
        view,
        Mention(view.paragraph(event.sentence).zone, view.sentences[event.sentence].span, _apart(spans), slots),
        each.finding,
    )


def with_status(view: ArticleView, mention: Mention, finding: Finding) -> Mention:
    """`mention` with what was found of its status. What headline, summary or lead tell is never by the way, but
    for what goes on."""
    cue = view.article.quote(finding.cue) if finding.cue else None
    said_by = view.article.quote(finding.said_by) if finding.said_by else None
    aside = finding.by_the_way and (finding.goes_on or not view.is_foremost(mention.sentence))
    return replace(mention, status=finding.status, cue=cue, said_by=said_by, by_the_way=aside)


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in spans:
        if kept and span.start < kept[-1].end:
            kept[-1] = Span(kept[-1].start, max(kept[-1].end, span.end))
        else:
            kept.append(span)
    return tuple(kept)
