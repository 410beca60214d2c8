"""What of a rule stands in one passage (`monitor.text.searchwords`): in one sentence, or close together."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from monitor.matching.candidates.clues import Beside, Group, Spell, ways_of
from monitor.rules.compiled import Apart, Close, Either, Every, Expression, Found, Inside, Near, Often, Term, Unit
from monitor.text.searchwords import REACH


class Passages:
    """Says it of conditions; `necessary` gives the groups without one of which an expression holds nowhere."""

    def __init__(self, spell: Spell, necessary: Callable[[Expression], tuple[Group, ...]]) -> None:
        self._spell = spell
        self._necessary = necessary

    def of_near(self, near: Near) -> tuple[Beside, ...]:
        """Of more than two groups nothing is said: words of those in between do not count, however many there are."""
        lengths = [self._length(terms) for terms in near.groups]
        if len(lengths) > 2 or None in lengths or near.words + sum(filter(None, lengths)) > REACH:
            return ()
        return in_one(ways_of(terms, self._spell) for terms in near.groups)

    def of(self, expression: Expression) -> tuple[Beside, ...]:
        """What stands in one passage wherever the expression holds."""
        match expression:
            case Every(parts):
                return tuple(each for part in parts for each in self.of(part))
            case Either(parts):
                most = [max(self.of(part), key=_fewest, default=()) for part in parts]
                return (tuple(groups for each in most for groups in each),) if all(most) else ()
            case Found() | Close() | Inside(Unit.SENTENCE) if self._is_short(expression):
                return in_one(self._necessary(expression))
            case Apart(part) | Inside(_, part) | Often(_, part):
                return self.of(part)
        return ()

    def _is_short(self, expression: Expression) -> bool:
        if not isinstance(expression, Close):
            return True
        span = self._span(expression)
        return span is not None and span <= REACH

    def _span(self, expression: Expression) -> int | None:
        """Words from the beginning to the end of what has a place, at most; None where that is not known."""
        match expression:
            case Found(term):
                return self._length((term,))
            case Apart(part):
                return self._span(part)
            case Either(parts):
                spans = [span for part in parts if (span := self._span(part)) is not None]
                return max(spans) if len(spans) == len(parts) else None
            case Close(left, right, words):
                one, other = self._span(left), self._span(right)
                return None if one is None or other is None else one + words + other
        return None

    def _length(self, terms: Iterable[Term]) -> int | None:
        """Words of the longest of terms that are nothing but words."""
        clues = [self._spell(term) for term in terms]
        known = [max(map(len, each.ways)) for each in clues if each and each.exact]
        return max(known) if len(known) == len(clues) else None


def in_one(groups: Iterable[Group]) -> tuple[Beside, ...]:
    """One passage holds these: nothing is said of groups without a clue."""
    found = tuple(filter(None, groups))
    return ((found,),) if found else ()


def _fewest(together: Beside) -> int:
    return min(map(len, together), default=0)
