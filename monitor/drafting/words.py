"""A rule of words, where no action fits all sentences: the rarest words that they share, and where they share none
the fewest of which each has one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from monitor.lexicon import ordinary_words
from monitor.matching.view import ArticleView
from monitor.model.article import Article
from monitor.rules.writing import Keys, Value
from monitor.text.inflection import lemmas
from monitor.text.tokens import form, tokenise

_PASSED_OVER = frozenset(
    "a about after again all also an and any are as at be because been before being but by can could did do does "
    "for from had has have he her him his how i if in into is it its many may might more most much must no not "
    "now of on one only or other our out over own said say says she should so some such tell than that the their "
    "them then there these they this those through to told two up us very was we were what when where which while "
    "who will with would year years you day days week monday tuesday wednesday thursday friday saturday sunday "
    "people official officials new last first three".split()
)
_SHORTEST = 3
_MOST_GROUPS = 2
_SINGULAR = {"cities": "city", "countries": "country", "armed_groups": "group", "armed_forces": "force"}


class _Candidate(NamedTuple):
    """A word, the sentences that hold it, and how far in it stands first."""

    word: str
    within: frozenset[int]
    place: int

    def worth(self, missing: frozenset[int]) -> tuple[int, bool, int]:
        """Shared words first, rare before ordinary ones, then what stands further ahead."""
        return len(self.within & missing), self.word not in ordinary_words(), -self.place


def word_keys(views: Sequence[ArticleView], lists: Iterable[str]) -> Keys:
    """The keys of a rule that fires on every sentence."""
    everyone = frozenset(range(len(views)))
    shared = [name for name in lists if all(view.entries(name) for view in views)]
    candidates = _candidates(views, shared)
    groups: list[Value] = []
    loose = False
    for _ in range(_MOST_GROUPS):
        group = _group(candidates, everyone)
        if group is None or (groups and _is_loose(group, everyone) and not loose):
            break
        loose = _is_loose(group, everyone)
        groups.append([each.word for each in group] if len(group) > 1 else group[0].word)
        candidates = [each for each in candidates if each not in group]
    slots: list[Value] = [{"of": f"${name}", "as": _SINGULAR.get(name, name)} for name in shared]
    return _keys([*groups, *slots])


def _is_loose(group: Sequence[_Candidate], everyone: frozenset[int]) -> bool:
    """Whether each of its words is of one sentence only: then one of them alone says too little."""
    return len(group) == len(everyone) > 1


def _keys(items: list[Value]) -> Keys:
    if not items:
        return {"any": []}
    if len(items) == 1:
        return {"any": items[0] if isinstance(items[0], list) else items}
    return {"all": items, "within": "sentence"}


def _candidates(views: Sequence[ArticleView], shared: Sequence[str]) -> list[_Candidate]:
    """The words that say something, without those of entries that a list stands for, and without names: what has a
    capital within every sentence (*Minister* is none where another says *minister*)."""
    within: dict[str, set[int]] = {}
    first: dict[str, int] = {}
    no_names = {
        _lemma(word, view.article.language)
        for view in views
        for place, word in enumerate(view.words)
        if not _is_name(word, place)
    }
    for number, view in enumerate(views):
        taken = {place for name in shared for at in view.entries(name).values() for place in range(at.first, at.last)}
        for place, word in enumerate(view.words):
            lemma = _lemma(word, view.article.language)
            if lemma and lemma in no_names and place not in taken:
                within.setdefault(lemma, set()).add(number)
                first[lemma] = min(place, first.get(lemma, place))
    return [_Candidate(word, frozenset(numbers), first[word]) for word, numbers in within.items()]


def _is_name(word: str, place: int) -> bool:
    return place > 0 and word[:1].isupper()


def _lemma(word: str, language: str) -> str | None:
    """A word in its dictionary form; None for numbers, and words that say nothing."""
    spelled = form(word).spelled
    if not spelled.isalpha() or len(spelled) < _SHORTEST:
        return None
    lemma = min(lemmas(spelled, language), key=lambda each: (each == spelled, each))
    return None if {spelled, lemma} & _PASSED_OVER else lemma


def _group(candidates: Sequence[_Candidate], everyone: frozenset[int]) -> list[_Candidate] | None:
    """The fewest words of which every sentence has one."""
    group: list[_Candidate] = []
    missing = everyone
    while missing:
        best = max(candidates, key=lambda each: each.worth(missing), default=None)
        if best is None or not best.within & missing:
            return None
        group.append(best)
        missing -= best.within
    return group


def telling_words(article: Article) -> list[str]:
    """The words of an article that say something, in their dictionary form, the rarest first."""
    found: dict[str, int] = {}
    for place, word in enumerate(tokenise(article.text).words):
        if not _is_name(word, place) and (lemma := _lemma(word, article.language)):
            found.setdefault(lemma, place)
    return sorted(found, key=lambda word: (word in ordinary_words(), found[word]))


def slots_of(keys: Mapping[str, Value]) -> list[str]:
    """The names under which a rule of words keeps entries."""
    items = keys.get("all", keys.get("any", []))
    found = [item["as"] for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [name for name in found if isinstance(name, str)]
