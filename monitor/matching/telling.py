"""Events in words, for explaining: what was found, its status, and the first step that says it does not count; and
the words of actions that make no event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from monitor.matching.asked import asked_status
from monitor.matching.counted import Counted
from monitor.matching.events import EventMention, No, Refusal, refusals
from monitor.matching.told import mention_of
from monitor.matching.view import ArticleView
from monitor.model.article import Span, Zone
from monitor.model.match import SlotValue, Status


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that gave a status, and how many words stand between them and the action's."""

    text: str
    span: Span
    words: int
    left: bool

    def __str__(self) -> str:
        return f"cue '{self.text}', {self.words} {'word' if self.words == 1 else 'words'} {self.side}"

    @property
    def side(self) -> str:
        return "left" if self.left else "right"


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An action in a sentence (`number` counts from 1): an event, or, without a `status`, words that make none. `no`
    is the first step that refused it, None where it counts. `far`: its words are all there is of it: they are used as
    something else, or the sentence holds nothing for a slot."""

    number: int
    sentence: Span
    zone: Zone
    action: str
    words: str
    spans: tuple[Span, ...]
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    status: Status | None = None
    cue: Cue | None = None
    said_by: str | None = None
    no: str | None = None
    far: bool = False

    def __str__(self) -> str:
        """`s7: action fall, city Hama, status hypothetical (cue 'If', 1 word left), not in [asserted, claimed]`."""
        if self.status is None:
            return f"s{self.number}: action {self.action} ('{self.words}'), {self.no}"
        slots = "".join(f", {name} {value.name or value.text}" for name, value in self.slots.items())
        cue = f" ({self.cue})" if self.cue else ""
        no = f", {self.no}" if self.no else ""
        return f"s{self.number}: action {self.action}{slots}, status {self.status}{cue}{no}"


def told_events(counted: Counted) -> tuple[ToldEvent, ...]:
    """Every event of the rule in the article, and every action that makes none, by place."""
    event = counted.ready.event
    if event is None:
        return ()
    made = [_event(counted, each) for each in event.find(counted.view)]
    refused = [_refused(counted.view, each) for each in refusals(event, counted.view)]
    return tuple(sorted((*made, *refused), key=lambda each: (each.number, each.spans)))


def _event(counted: Counted, event: EventMention) -> ToldEvent:
    view, told = counted.view, counted.tell(event)
    mention = mention_of(view, told)
    cue = told.finding.cue
    return ToldEvent(
        event.sentence + 1,
        mention.sentence,
        mention.zone,
        event.action,
        view.article.quote(event.trigger),
        mention.spans,
        mention.slots,
        mention.status,
        _cue(view, cue, event.trigger) if cue else None,
        mention.said_by,
        next(_noes(counted, event, counts=told.counts(counted.ready.rule.conditions)), None),
    )


def _noes(counted: Counted, event: EventMention, *, counts: bool) -> Iterator[str]:
    conditions = counted.ready.rule.conditions
    if (by := counted.struck_by(event.sentence)) is not None:
        yield f"its sentence has '{counted.view.article.quote(by.at.span)}' (`unless`)"
    if not counted.is_searched(event):
        zone = counted.view.paragraph(event.sentence).zone
        yield f"in the {zone}, not in [{', '.join(sorted(conditions.zones))}]"
    if not counts:
        yield f"not in {asked_status(conditions)}"


def _cue(view: ArticleView, cue: Span, trigger: Span) -> Cue:
    left = cue.start < trigger.start
    between = view.article.text[cue.end : trigger.start] if left else view.article.text[trigger.end : cue.start]
    return Cue(view.article.quote(cue), cue, len(between.split()), left)


def _refused(view: ArticleView, each: Refusal) -> ToldEvent:
    sentence = view.sentences[each.sentence].span
    inside = each.found is not None and sentence.start <= each.found.start and each.found.end <= sentence.end
    return ToldEvent(
        each.sentence + 1,
        sentence,
        view.paragraph(each.sentence).zone,
        each.action,
        view.article.quote(each.trigger),
        (each.trigger, each.found) if each.found is not None and inside else (each.trigger,),
        no=_why(view, each),
        far=each.step in (No.ABSENT, No.UNREAD),
    )


def _why(view: ArticleView, each: Refusal) -> str:
    found = f"'{view.article.quote(each.found)}'" if each.found is not None else ""
    reasons = {
        No.ABSENT: f"no {each.slot} in the sentence ({short(each.term)})",
        No.EVIDENCE: f"nothing near it speaks of such things (`evidence` of {each.action})",
        No.UNLESS: f"its sentence has {found} (`{each.term}`, `unless` of {each.action})",
        No.FIGURATIVE: f"figurative use {found} (`{each.term}`)",
        No.UNREAD: f"no verb and no noun of {each.action} here",
        No.EXCLUDED: f"no {each.slot}: {found} is excluded (`not: {each.term}`)",
        No.PART: f"no {each.slot}: {found} is not {each.term} itself",
        No.EMPTY: f"no {each.slot}: {_stands(found, each.term)}",
        No.STRANGER: f"{found} cannot be its {each.slot} (`known` of {each.action})",
        No.NEEDED: f"which counts only with {_article(each.slot)}: {_stands(found, each.term)}",
        No.APART: f"{each.slot} holds {found} ({each.term}), and another entry, too",
        No.ALONE: "with nothing around it that the rule asks for",
    }
    return reasons[each.step]


def _stands(found: str, asked: str) -> str:
    if not found:
        return "nothing stands where it would"
    return f"{found} is none of {short(asked)}" if asked else f"{found} does not do"


def _article(slot: str) -> str:
    return f"{'an' if slot[:1] in 'aeiou' else 'a'} {slot}"


def short(terms: str, most: int = 60) -> str:
    """A list of terms, cut where it is long."""
    return terms if len(terms) <= most else f"{terms[:most].rsplit(', ', 1)[0]}, …"


def no_event(counted: Counted) -> str:
    """Why no event counts: the first one that was found, else the words that came nearest to one."""
    event, language = counted.ready.event, counted.view.article.language
    found = told_events(counted)
    refused = [each for each in found if each.status is None]
    if event is None:
        return "no event is asked for"
    if len(refused) < len(found):
        return str(next(each for each in found if each.status is not None))
    families = {family.family.name: family.family for way in event.ways for family in way.families}
    if all(language not in family.languages for family in families.values()):
        return f"the article's language is {language}, and events are not known in it"
    if not refused:
        return f"no word of {' or '.join(families)} in the article"
    for slot in event.asked if not event.others else ():
        if not slot.occurrences(counted.view):
            written = short(", ".join(term.term.written for term in slot.terms))
            return f"nothing in the article could fill {slot.slot.name} ({written})"
    return str(next((each for each in refused if not each.far), refused[0]))
