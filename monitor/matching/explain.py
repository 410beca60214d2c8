"""Why a rule fires on an article, or the first step that said no. The same steps as matching takes, all of them
shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from monitor.matching.asked import asked_status
from monitor.matching.branches import Branch, branches
from monitor.matching.conditions import Step, common_units, steps
from monitor.matching.counted import Counted, Member, Strike
from monitor.matching.engine import Engine
from monitor.matching.happenings import matches
from monitor.matching.mentions import draft_mentions
from monitor.matching.near import stretches
from monitor.matching.ready import Group
from monitor.matching.telling import ToldEvent, no_event, told_events
from monitor.matching.told import Told
from monitor.model.article import Article, Span, Zone
from monitor.model.match import Match, Status
from monitor.rules.compiled import Every, Near, Rule

_ANY_DISTANCE = 1 << 60


@dataclass(frozen=True, slots=True)
class Place:
    """A term where it stands."""

    term: str
    span: Span
    sentence: Span
    zone: Zone
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class ExplainedStep:
    """One condition, in the rule's words: whether it holds, and on what it rests (of `none`: what broke it)."""

    key: str
    asked: str
    holds: bool
    places: tuple[Place, ...]
    branches: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Struck:
    """An occurrence that does not count: by the term of `unless` in its sentence, else by its status and the cue that
    gave it."""

    place: Place
    by: Place | None
    status: Status | None = None
    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything there is to say. `first_no` is None exactly when the rule fires; then `matches` says for what.
    `events`: each event that was found, whether or not it counts, and the words of actions that make none."""

    rule: Rule
    article: Article
    steps: tuple[ExplainedStep, ...]
    struck: tuple[Struck, ...]
    first_no: str | None
    matches: tuple[Match, ...]
    events: tuple[ToldEvent, ...] = ()

    @property
    def fires(self) -> bool:
        return self.first_no is None


def explain(engine: Engine, rule: Rule, article: Article, now: datetime) -> Explanation:
    """Evaluates every condition of `rule`, in force or not. Raises InvalidPattern."""
    engine = engine.with_rule(rule)
    counted = Counted(engine.ready(rule), engine.view(article), engine.statuses)
    made = list(steps(counted))
    units = common_units(made)
    found: list[Match] = []
    if all(step.holds for step in made):
        found = matches(rule, article, draft_mentions(counted, made, units), now)
    return Explanation(
        rule,
        article,
        tuple(_explained(counted, step) for step in made),
        tuple(_struck(counted, strike) for strike in counted.strikes()),
        None if found else _first_no(counted, made, units),
        tuple(found),
        told_events(counted),
    )


def _struck(counted: Counted, strike: Strike) -> Struck:
    place = _place(counted, strike.member)
    if strike.by is not None:
        return Struck(place, _place(counted, strike.by))
    return Struck(place, None, strike.finding.status, strike.finding.cue)


def _explained(counted: Counted, step: Step) -> ExplainedStep:
    query = counted.ready.query if step.key == "query" else None
    found = tuple(branches(query, counted)) if query else ()
    places = (*_places(counted, step.members), *(_told_place(counted, each) for each in step.told))
    return ExplainedStep(step.key, step.asked, step.holds, places, found)


def _told_place(counted: Counted, each: Told) -> Place:
    """Where the action of an event is named."""
    view, event = counted.view, each.event
    entry = next((filled.value.name for filled in event.slots.values() if filled.value.name), None)
    zone = view.paragraph(event.sentence).zone
    return Place(event.action, event.trigger, view.sentences[event.sentence].span, zone, entry)


def _places(counted: Counted, members: tuple[Member, ...]) -> tuple[Place, ...]:
    distinct = {(member.at.span, member.term): member for member in members}
    return tuple(_place(counted, member) for _, member in sorted(distinct.items(), key=lambda each: each[0][0]))


def _place(counted: Counted, member: Member) -> Place:
    view = counted.view
    sentence = view.sentences[member.at.sentence]
    zone = view.paragraph(member.at.sentence).zone
    return Place(member.term.term.written, member.at.span, sentence.span, zone, member.entry)


def _first_no(counted: Counted, made: list[Step], units: frozenset[int] | None) -> str:
    for step in made:
        if not step.holds:
            return f"{step.key}: {_reason(counted, step)}"
    if units is not None and not units:
        within = counted.ready.rule.conditions.within
        return f"within: each condition holds somewhere, but no one {within} holds them all"
    return "nothing to show: no term that could prove a match occurs in the searched zones"


def _reason(counted: Counted, step: Step) -> str:
    article, ready = counted.view.article, counted.ready
    reasons: dict[str, Callable[[], str]] = {
        "language": lambda: f"the article's is {article.language}, not {step.asked}",
        "source": lambda: f"the article's is {article.source}, not {step.asked}",
        "any": lambda: _missing(counted, ready.any),
        "all": lambda: _missing(counted, _group(counted)),
        "near": lambda: _far(counted),
        "at_least": lambda: f"fewer than {step.asked}",
        "score": lambda: f"less than {step.asked}",
        "event": lambda: no_event(counted),
        "query": lambda: _broken(counted),
        "none": lambda: f"`{step.members[0].term.term.written}` occurs",
    }
    return reasons[step.key]()


def _broken(counted: Counted) -> str:
    """The first of the parts joined by AND that holds nowhere, or the whole."""
    query = counted.ready.query
    if query is None or not isinstance(query.expression, Every):
        return "the expression does not hold"
    said_no = (branch for branch in branches(query, counted) if branch.depth == 1 and not branch.holds)
    apart = f"each part holds somewhere, but no one {counted.ready.rule.conditions.within} holds them all"
    return next((f"`{branch.asked}` does not hold" for branch in said_no), apart)


def _group(counted: Counted) -> Group:
    """The first item of `all` that does not occur."""
    return next(group for group in counted.ready.all if not any(map(counted.kept, group)))


def _missing(counted: Counted, group: Group) -> str:
    named = " or ".join(f"`{term.term.written}`" for term in group)
    if any(map(counted.everything, group)):
        return f"no {named} is left: {_taken(counted, group)}"
    if any(term.find(counted.view) for term in group):
        return f"no {named} in the searched zones ({', '.join(sorted(counted.ready.rule.conditions.zones))})"
    return f"no {named} in the article"


def _taken(counted: Counted, group: Group) -> str:
    """Who took every occurrence of a group away."""
    members = [member for term in group for member in counted.everything(term)]
    others = [member for member in members if counted.struck_by(member.at.sentence) is None]
    if not others:
        return "`unless` took every one away"
    statuses = sorted({counted.finding(member.at.span).status for member in others})
    also = "`unless` took some away, and " if len(others) < len(members) else ""
    asked = asked_status(counted.ready.rule.conditions)
    return f"{also}what the sentences say of it is {' or '.join(statuses)}, not in {asked}"


def _far(counted: Counted) -> str:
    near = counted.ready.rule.conditions.near or Near(())
    for group in counted.ready.near:
        if not any(map(counted.kept, group)):
            return _missing(counted, group)
    groups = [[member for term in group for member in counted.kept(term)] for group in counted.ready.near]
    apart = stretches(groups, words=_ANY_DISTANCE, ordered=near.ordered, pivot=0, block=counted.block)
    if not apart:
        return "every item occurs, but never in one paragraph" + (" in this order" if near.ordered else "")
    closest = min(stretch.between for stretch in apart)
    return f"every item occurs, but where they are closest {closest} words stand between; {near.words} may"
