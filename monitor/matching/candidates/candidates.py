"""Which rules could match an article, and which surely do: a few array operations, whatever the number of rules.

May let through too much, and never loses a match: evaluating every rule is the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from copy import copy

import numpy as np

from monitor.matching.arrays import Bytes, Numbers, Places, resized, some
from monitor.matching.candidates.anchors import Anchors
from monitor.matching.candidates.close import are_close
from monitor.matching.candidates.clues import Clue
from monitor.matching.candidates.learning import Learning
from monitor.matching.candidates.needs import Needs
from monitor.matching.candidates.phrases import Met, Phrases
from monitor.matching.candidates.rows import ANYTHING, NO, PERHAPS, SURE, Numbered, Rows
from monitor.matching.view import ArticleView

_MUCH_BETTER = 0.5
"""An anchor must be so much rarer to take the place of another."""


class Candidates:
    """Rules by what they need. Never changes but for what it learns from articles: how common clues are, and so which
    anchors are best. For one thread at a time."""

    def __init__(self) -> None:
        self._rules: Numbers[str] = Numbers()
        self._clues: Numbers[Clue] = Numbers()
        self._clues.number(())  # ANYTHING
        self._clue_of_part: Places = np.zeros(0, np.intp)
        self._rows = Rows.none()
        self._phrases = Phrases.none()
        self._anchors = Anchors.none()
        self._ranks: Places | None = None
        self._always: Places = np.zeros(0, np.intp)
        self._learning = Learning().grown(0, [1.0])

    def updated(
        self,
        needs: Mapping[str, Needs],
        *,
        gone: Iterable[str],
        order: Collection[str],
        reordered: bool,
        parts: int,
        cost: Callable[[Clue], float],
    ) -> Candidates:
        """With these rules new or in the place of their former selves, and without those that are `gone`. `order` is
        that of all rules, `reordered` whether it is other than it was less those that are gone; `parts` is how many
        there are; `cost` says how common a clue is likely to be.

        Copies arrays; only what is new is looked at one by one."""
        made = copy(self)
        known = self._learning.clues
        rows = [self._rules.number(rule) for rule in needs]
        made._rows = self._rows.put(rows, [self._numbered(each) for each in needs.values()])
        new = self._clues.keys[known:]
        made._learning = self._learning.grown(len(made._rows), list(map(cost, new)))
        made._clue_of_part = resized(self._clue_of_part, parts, fill=-1)
        for at, clue in enumerate(new, start=known):
            if len(clue) == 1:
                made._clue_of_part[clue[0]] = at
        phrases = [(number, clue) for number, clue in enumerate(new, start=known) if len(clue) > 1]
        made._phrases = self._phrases.added(phrases, parts, cost)
        made._anchor(np.array(rows, np.intp), gone=self._rules.known(gone))
        if reordered:
            made._rank(order)
        return made

    def _rank(self, order: Collection[str]) -> None:
        """Ranks the rows; not where they are in order."""
        rows = self._rules.known(order)
        self._ranks = None
        if some(np.diff(rows) < 0):
            self._ranks = np.zeros(len(self._rules), np.intp)
            self._ranks[rows] = np.arange(len(rows))

    def _numbered(self, needs: Needs) -> Numbered:
        number = self._clues.number
        groups = tuple(tuple(map(number, group)) for group in needs.groups)
        return Numbered(groups, tuple(map(number, needs.barred)), needs.apart, needs.decided)

    def _anchor(self, rows: Places, gone: Places) -> None:
        """Each of these rules gets its best anchor, and those that are `gone` none."""
        changed = np.concatenate((rows, gone))
        anchored = self._rows.anchors(rows, self._learning.frequencies.shares())
        self._anchors = self._anchors.put(changed, anchored, len(self._clues))
        always = np.setdiff1d(rows, anchored.rows)
        self._always = np.union1d(np.setdiff1d(self._always, changed), always)

    def _learn(self) -> None:
        """Rules with a poor anchor get the best, where that is much better."""
        poor = self._learning.lesson()
        if poor is None:
            return
        shares = self._learning.frequencies.shares()
        found = self._rows.anchors(poor, shares)
        better = found.sums < _MUCH_BETTER * self._anchors.sums(shares, len(self._rows))[found.rows]
        if some(better):
            self._anchors = self._anchors.put(np.unique(found.rows[better]), found.only(better), len(self._clues))

    def of(self, view: ArticleView) -> Iterable[tuple[str, bool]]:
        """The rules that could match the article, and whether it is sure that they do."""
        met = list(self._met(view))
        found = np.concatenate([each.clues for each in met])
        there = self._there(met, view)
        flags = np.zeros(len(self._rows), np.bool_)
        flags[self._anchors.possible(found, there)] = True
        flags[self._always] = True
        rows = flags.nonzero()[0]
        worth = self._rows.worth(rows, there)
        rows, worth = rows[worth > NO], worth[worth > NO]
        apart = (self._rows.apart(rows) >= 0).nonzero()[0]
        if len(apart):
            worth[apart] = self._close(rows[apart], worth[apart], met, view)
            rows, worth = rows[worth > NO], worth[worth > NO]
        if self._learning.due():
            looked = self._anchors.rows[self._anchors.of(found)]
            self._learning.see(found, looked, rows)
            self._learn()
        if self._ranks is not None:
            order = self._ranks[rows].argsort()
            rows, worth = rows[order], worth[order]
        names = self._rules.keys
        return zip([names[row] for row in rows.tolist()], (worth == SURE).tolist(), strict=True)

    def _met(self, view: ArticleView) -> Iterator[Met]:
        clues = self._clue_of_part[view.met.parts]
        known = clues >= 0
        yield Met(clues[known], view.met.places[known], SURE)
        yield from self._phrases.met(view)
        if view.joined:
            parts = np.array([part for join in view.joined for part in join.parts], np.intp)
            joined = self._clue_of_part[parts]
            joined = joined[joined >= 0]
            yield Met(joined, np.zeros(len(joined), np.intp), PERHAPS)

    def _there(self, met: list[Met], view: ArticleView) -> Bytes:
        """What each clue is worth. It is sure only where rules usually search."""
        there = np.zeros(len(self._clues), np.uint8)
        there[ANYTHING] = SURE
        usual = view.usual()
        for each in met:
            if usual is not None or each.worth == PERHAPS:
                there[each.clues] = PERHAPS
        for each in met:
            if each.worth == SURE:
                there[each.clues if usual is None else each.clues[usual[each.places]]] = SURE
        return there

    def _close(self, rows: Places, worth: Bytes, met: list[Met], view: ArticleView) -> Bytes:
        """The worth of rules that ask for a distance. With words put together over hyphens, or with some where rules do
        not usually search, places do not tell all."""
        sure = [each for each in met if each.worth == SURE]
        clues = np.concatenate([each.clues for each in sure])
        places = np.concatenate([each.places for each in sure])
        close = are_close(rows, self._rows, clues, places, view.paragraph_at)
        worth[~close] = PERHAPS if view.joined else NO
        return worth if view.usual() is None else np.minimum(worth, PERHAPS)
