"""Whether a cue bears on an event: on its side, in its reach, of the kind that it takes."""

from __future__ import annotations

from monitor.matching.status.clauses import Clause, Kind
from monitor.matching.status.dates import Dated
from monitor.matching.status.dating import is_date_of, is_fresh, verb_between
from monitor.matching.status.reading import Reading
from monitor.matching.status.table import Found
from monitor.matching.status.verbs import NO_ADJECTIVES, Event, Shape, is_past, is_third
from monitor.rules.cues import Cue
from monitor.rules.cueschema import Bears, Behind, Reach, Says, Takes

_TAKEN = {
    Takes.ANY: frozenset(Shape),
    Takes.BASE: frozenset({Shape.BASE, Shape.EITHER, Shape.NOUN, Shape.ING}),
    Takes.ING: frozenset({Shape.ING, Shape.NOUN, Shape.EITHER}),
    Takes.NOUN: frozenset({Shape.NOUN, Shape.EITHER, Shape.ING}),
    Takes.PRESENT: frozenset({Shape.BASE, Shape.FINITE, Shape.EITHER}),
    Takes.STATE: frozenset(Shape),
    Takes.PERFECT: frozenset(Shape),
}
_PRESENT = frozenset("is are has have gets isn't aren't hasn't haven't".split())
_CROSSED = {
    Reach.CLAUSE: frozenset[Kind](),
    Reach.COMPLEMENT: frozenset({Kind.COMPLEMENT, Kind.COMMA}),
    Reach.SPEECH: frozenset(Kind),
}
"""The clauses, inside the cue's own, that it reaches into."""
_NO_VERB = frozenset("the a an this that its their his her our of to from after".split())
_TAIL = 3
"""A cue so near to its clause's end bears on what was before it: `… was cancelled`, `…, reportedly`."""
_NAME_WORDS = 2
_KNOWN_WORDS = 5
_CLEFT = frozenset({("it", "is"), ("it", "was")})
"""`it was the rebels who took Goma` tells who did."""
_POINTING = frozenset(("the", "those", "these"))
_LISTED = 2
"""`could attack, seize or burn`: so near to a comma stands the next verb."""
_SHORT_NAME = 8
_SHORT_SPEECH = 2
_CIRCUMSTANCES = frozenset(
    "on in at late early earlier later by via through monday tuesday wednesday thursday friday saturday sunday "
    "yesterday today reporters reuters afp ap cnn bbc state journalists here".split()
)
"""`…, the army said on Thursday`; with more than a few other words behind it, the verb says something of its own."""


def bears(reading: Reading, found: Found, what: Event) -> bool:
    """Whether the cue says something of the event."""
    cue = found.cue
    itself = any(what.first <= at < what.last for at in found.own)
    if itself and cue.says is Says.CLAIMED and (what.state or what.last - what.first > found.last - found.first):
        return True  # `claim control of`; `is ours`
    if itself or _is_spared(reading, found, what) or not _takes(reading, cue, what):
        return False
    if cue.reach in (Reach.SENTENCE, Reach.NEARBY):
        return True
    if cue.says is Says.PAST and cue.bears is Bears.BOTH:
        return is_date_of(reading, what, Dated(found.first, found.last))
    if found.first < what.first:
        return cue.bears is not Bears.BEFORE and _ahead(reading, found, what)
    return cue.bears is not Bears.AFTER and _behind(reading, found, what)


def _is_spared(reading: Reading, found: Found, what: Event) -> bool:
    """Whether the cue says nothing of such an event, or stands in the wrong place."""
    cue = found.cue
    if (cue.spares_known and what.known) or (cue.spares_fresh and is_fresh(reading, what)):
        return True
    if cue.behind is Behind.KNOWN:
        return not _behind_known(reading, found.last - 1) or verb_between(reading, found.last, what.group)
    return cue.behind is Behind.NAME and not _behind_name(reading, found.first)


def _takes(reading: Reading, cue: Cue, what: Event) -> bool:
    """Whether an event has the form, and tells of the time, that the cue asks for."""
    if cue.takes is Takes.PRESENT and not _tells_of_now(reading, what):
        return False
    if cue.takes is Takes.PERFECT:
        return what.group < what.first and reading.folded[what.group] == "had"
    return what.shape in _TAKEN[cue.takes] and (cue.takes is not Takes.STATE or what.state)


def _behind_name(reading: Reading, at: int) -> bool:
    """Whether a person's name stands right before a word: a first name or a title and a surname."""
    if at < _NAME_WORDS or reading.gaps[at] not in (" ", ", "):
        return False
    before = range(at - _NAME_WORDS, at)
    written = all(reading.raw[each][:1].isupper() and not reading.raw[each].isupper() for each in before)
    joined = reading.gaps[at - 1] == " " and reading.folded[at - _NAME_WORDS] != "the"
    return written and joined and not reading.raw[at - 1].endswith("s")


def _behind_known(reading: Reading, at: int) -> bool:
    """Whether a common noun with an article that points stands right before a word: `the rebels who`, not `rebels who`,
    nor `the city of Hama, which`, nor `it was the rebels who`."""
    relative = reading.clauses.all[reading.clauses.of[at]].kind is Kind.RELATIVE
    if at < _NAME_WORDS or not relative or reading.gaps[at] != " " or reading.raw[at - 1][:1].isupper():
        return False
    first = max(0, at - _KNOWN_WORDS)
    pointing = next((each for each in range(at - 2, first - 1, -1) if reading.folded[each] in _POINTING), None)
    if pointing is None or reading.folded[max(0, pointing - 2) : pointing] in _CLEFT:
        return False
    between = reading.folded[pointing + 1 : at]
    return NO_ADJECTIVES.isdisjoint(between) and all(gap in (" ", "-") for gap in reading.gaps[pointing + 1 : at + 1])


def _tells_of_now(reading: Reading, what: Event) -> bool:
    """`falls`, `is captured`; not `fell`, `had been captured`, and no noun."""
    if what.group < what.first:
        return reading.folded[what.group] in _PRESENT
    determined = what.first > 0 and reading.gaps[what.first] == " " and reading.folded[what.first - 1] in _NO_VERB
    return not determined and not is_past(reading.folded[what.first])


def _ahead(reading: Reading, found: Found, what: Event) -> bool:
    """The event stands after the cue."""
    cue, between = found.cue, what.group - found.last
    if cue.words is not None and between >= cue.words:
        return False
    if cue.takes is Takes.BASE and what.shape is Shape.ING and between != 1:  # `start capturing`
        return False
    if any(found.last <= end < what.first for end in reading.cues.ends.get(found.number, ())):
        return False
    adverb = cue.reach is Reach.CLAUSE and cue.bears is Bears.BOTH
    if adverb and not _opens(reading, found) and verb_between(reading, found.last, what.group):
        return False
    path = reading.clauses.path(what.first, reading.clauses.of[found.last - 1])
    if path and _is_fronted(reading, found):
        return False
    return path is not None and all(
        step.kind in _CROSSED[cue.reach] or _goes_on(reading, step, found, what) for step in path
    )


def _is_fronted(reading: Reading, found: Found) -> bool:
    """`Fearing reprisals, rebels fled`, `Amid fears of an attack, …`: said of what stands before the comma only."""
    first = reading.folded[0]
    fronted = first.endswith("ing") or first in ("amid", "for", "despite")
    return (
        fronted and found.first <= 1 and reading.clauses.of[found.last - 1] == 0 and found.cue.reach is Reach.COMPLEMENT
    )


def _goes_on(reading: Reading, step: Clause, found: Found, what: Event) -> bool:
    """`could attack, seize or burn`: behind the comma stands the next verb itself, without an ending."""
    bare = what.shape is Shape.BASE or (what.shape is Shape.EITHER and not is_third(reading.folded[what.first]))
    listed = step.kind in (Kind.COMMA, Kind.COORDINATE) and what.group - step.first <= _LISTED
    return listed and found.cue.takes is Takes.BASE and bare


def _behind(reading: Reading, found: Found, what: Event) -> bool:
    """The event stands before the cue."""
    clauses, cue = reading.clauses, found.cue
    same = clauses.of[found.first] == clauses.of[what.first]
    between = found.first - what.last
    if cue.words is not None:
        return same and between < cue.words
    if cue.reach is Reach.SPEECH:
        return _attributes(reading, found, what)
    hung = clauses.all[clauses.of[found.first]]
    if not same and not (hung.kind in (Kind.COMMA, Kind.RELATIVE) and hung.parent == clauses.of[what.first]):
        return False
    if cue.reach is Reach.COMPLEMENT:
        return not same and hung.kind is Kind.RELATIVE
    return _closes(reading, found) or (not same and _opens(reading, found))


def _attributes(reading: Reading, found: Found, what: Event) -> bool:
    """`Rebels took Hama, the army said`; `Rebels took Hama according to the army`."""
    clauses = reading.clauses
    clause = clauses.all[clauses.of[found.first]]
    hangs = reading.folded[found.last - 1] == "to"
    set_off = clause.kind in (Kind.COMMA, Kind.ASIDE) or _after_comma(reading, found.first)
    if not hangs and (not set_off or _speaks_on(reading, found)):
        return False
    around = clause.parent if clause.kind in (Kind.COMMA, Kind.ASIDE) else clauses.of[found.first]
    return around is not None and clauses.path(what.first, around) is not None


def _after_comma(reading: Reading, at: int) -> bool:
    """Whether only a name stands between a comma and the verb."""
    begin = at
    while begin and reading.gaps[begin] in (" ", "-", ". "):
        begin -= 1
    return begin > 0 and "," in reading.gaps[begin] and at - begin <= _SHORT_NAME


def _speaks_on(reading: Reading, found: Found) -> bool:
    """Whether the verb says something of its own: `…, the army said it would attack`."""
    number = reading.clauses.of[found.first]
    rest = _rest_of_clause(reading, found)
    end = found.last + rest
    if reading.folded[found.first].endswith("ing"):  # `resigned, saying …`: what is said follows
        return True
    told = end < len(reading.folded) and reading.clauses.all[reading.clauses.of[end]].kind is Kind.COMPLEMENT
    turned = reading.clauses.all[number].first == found.first
    brief = rest <= _SHORT_SPEECH or reading.folded[found.last] in _CIRCUMSTANCES or _told_to(reading, found, end)
    return told or not (brief or turned)


def _told_to(reading: Reading, found: Found, end: int) -> bool:
    """`…, the minister told President Putin`: a name, and nothing that it did."""
    named = reading.raw[found.last][:1].isupper()
    return named and end - found.last <= _SHORT_NAME and not verb_between(reading, found.last, end)


def _closes(reading: Reading, found: Found) -> bool:
    return _rest_of_clause(reading, found) < _TAIL


def _rest_of_clause(reading: Reading, found: Found) -> int:
    """The words of the cue's clause that follow it."""
    of, at = reading.clauses.of, found.last
    while at < len(of) and of[at] == of[found.first]:
        at += 1
    return at - found.last


def _opens(reading: Reading, found: Found) -> bool:
    return found.first - reading.clauses.all[reading.clauses.of[found.first]].first < _LISTED
