"""An event in words, for explaining: what was found, its status, and why it does not count."""

from __future__ import annotations

from monitor.matching.conditions import asked_event, asked_status
from monitor.matching.counted import Counted
from monitor.matching.told import Told
from monitor.matching.view import ArticleView


def line(counted: Counted, each: Told) -> str:
    """`s7: action fall, city Hama, status hypothetical (cue 'If', 1 word left), not in [asserted, claimed]`."""
    event, finding, view = each.event, each.finding, counted.view
    slots = "".join(f", {name} {filled.value.name or filled.value.text}" for name, filled in event.slots.items())
    conditions = counted.ready.rule.conditions
    said = f"s{event.sentence + 1}: action {event.action}{slots}, status {finding.status}{_cue(view, each)}"
    return said if each.counts(conditions) else f"{said}, not in {asked_status(conditions)}"


def _cue(view: ArticleView, each: Told) -> str:
    cue, trigger = each.finding.cue, each.event.trigger
    if cue is None:
        return ""
    left = cue.start < trigger.start
    between = view.article.text[cue.end : trigger.start] if left else view.article.text[trigger.end : cue.start]
    words = len(between.split())
    where = f"{words} {'word' if words == 1 else 'words'} {'left' if left else 'right'}"
    return f" (cue '{view.article.quote(cue)}', {where})"


def no_event(counted: Counted) -> str:
    """Why no event counts: the first that was found, or the first thing that is missing."""
    view, event = counted.view, counted.ready.event
    found = counted.told()
    if found:
        return line(counted, found[0])
    if event is None:
        return "no event is asked for"
    if event.find(view):
        return "every event is in a sentence that `unless` took away, or outside of the searched zones"
    if not any(family.sentences(view) for family in event.families):
        return f"no word of {asked_event(counted.ready.rule.conditions).split(',')[0].split(';')[0]} in the article"
    for slot in event.slots:
        if slot.terms and not slot.slot.optional and not slot.occurrences(view):
            written = ", ".join(term.term.written for term in slot.terms[:5])
            return f"nothing in the article could fill {slot.slot.name} ({written})"
    return "the action's words occur, but never with what the rule asks for around them"
