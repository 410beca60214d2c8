"""A slot that nothing around an action fills, from elsewhere in the article: `The embassy urged its nationals to leave`
after `Shells fell on Khartoum`.

In the action's own sentence first, then in those before it, then in those after, the dateline last. Where somebody
goes (`to Cyprus`, `via Amman`), who acts and whose something is (`the Sudanese army`, `Sudan's army`) is passed over:
what is wanted is where it happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from monitor.matching.events.filling import Filled, ReadySlot
from monitor.matching.events.grammar import Kind, kind
from monitor.matching.occurrences import Occurrence
from monitor.matching.view import ArticleView
from monitor.model.article import Zone
from monitor.model.match import SlotValue
from monitor.text.tokens import form

_WHERE = frozenset("in inside at from off leave leaving quit near outside across around throughout".split())
_NOT_HERE = frozenset(
    "to into onto via through toward towards by with for than until between against like as and or but".split()
)
_ABOUT = frozenset("over on about".split())
_ADVICE = frozenset("advice advisory alert warning level guidance ban status information".split())
_PLACES_OF = frozenset("out north south east west part parts rest coast outskirts streets most all".split())
_PASSED = frozenset(
    "the a an capital city town port state nation republic northern southern eastern western north south east west "
    "central neighbouring neighboring war-torn".split()
)
_GROUND = frozenset(
    "capital territory soil city airspace airport embassy consulate mission delegation compound coast island border "
    "crisis".split()
)
"""Before these a place's name or its adjective still says where: `the Afghan capital`, `its Kabul embassy`."""
_LIKELY, _UNLIKELY, _NEVER = 1, 3, 9
_FUNCTION = ~(Kind.PARTICIPLE_ING | Kind.ADVERB)


def elsewhere(
    view: ArticleView, sentence: int, trigger: int, slot: ReadySlot, free: Callable[[Occurrence], bool]
) -> list[Filled]:
    """What fills the slot; empty where the article names nothing that could. `trigger`: a word of the action; `free`:
    whether an occurrence may be taken."""
    known = [(_rank(view, at), at) for at in slot.occurrences(view) if at.entry is not None and free(at)]
    order = {place: far for far, place in enumerate(_outward(view, sentence))}
    ranked = [
        ((rank > _LIKELY, order[at.sentence], rank, abs(at.first - trigger)), at) for rank, at in known if rank < _NEVER
    ]
    return [_filled(view, min(ranked, key=lambda each: each[0])[1])] if ranked else []


def _outward(view: ArticleView, sentence: int) -> Iterator[int]:
    """The sentences in the order in which they are looked at."""
    every = [*range(sentence, -1, -1), *range(sentence + 1, len(view.sentences))]
    yield from (each for each in every if view.paragraph(each).zone is not Zone.DATELINE)
    yield from (each for each in every if view.paragraph(each).zone is Zone.DATELINE)


def _rank(view: ArticleView, at: Occurrence) -> int:
    """How likely an occurrence says where it happens, 0 the likeliest."""
    following = view.words[at.last] if _adjoins(view, at.last) else ""
    ground = form(following).folded in _GROUND if following else False
    if form(view.words[at.last - 1]).right or _is_people(view, at, following):
        return 1 if ground else _NEVER
    before, further = _words_before(view, at)
    if before in _WHERE or (before == "of" and further in _PLACES_OF):
        return 0
    if before in ("of", *_ABOUT) or (before == "for" and further in _ADVICE):
        return 1 if ground and before in _ABOUT else 2
    if before in _NOT_HERE:
        return _UNLIKELY if before == "to" and ground else _NEVER
    return 1 if ground else _UNLIKELY


def _is_people(view: ArticleView, at: Occurrence, following: str) -> bool:
    """Whether it names people or says whose something is: `Afghans`, `Afghan officials`."""
    written = view.article.quote(at.span)
    if at.entry is None or written not in at.entry.forms or written == at.entry.name:
        return False
    if written.endswith("s") and written[:-1] in at.entry.forms:
        return True
    return following.islower() and not kind(form(following).folded) & _FUNCTION


def _words_before(view: ArticleView, at: Occurrence) -> tuple[str, str]:
    """The word before it, past `the`, `the capital`, `northern`, and the one before that."""
    i = at.first - 1
    while i >= 0 and _adjoins(view, i + 1) and view.folded[i] in _PASSED:
        i -= 1
    if i < 0 or not _adjoins(view, i + 1):
        return "", ""
    return view.folded[i], view.folded[i - 1] if i else ""


def _adjoins(view: ArticleView, i: int) -> bool:
    """Whether only a space or a hyphen stands before a word."""
    return 0 < i < len(view.words) and view.article.text[view.ends[i - 1] : view.starts[i]] in (" ", "-")


def _filled(view: ArticleView, at: Occurrence) -> Filled:
    value = SlotValue(
        view.article.quote(at.span), at.span, at.entry.name if at.entry else None, at.entry.facts if at.entry else {}
    )
    return Filled(value, at.span, (at.first, at.last))
