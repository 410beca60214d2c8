"""Which story an article joins, and whether it repeats or continues another. One decision an article, never revised."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from monitor.model.article import Article, ArticleId
from monitor.stories.likeness import EVIDENCE, SURE, Rarity, evidence, odds
from monitor.stories.overlap import NOTHING, Overlap, known_numbers, new_sentences, overlap
from monitor.stories.sketch import Sketch
from monitor.stories.sketching import sketch
from monitor.stories.sources import credited, publisher
from monitor.stories.subjects import Gist, knows_all, same_subject, strangers, substituted
from monitor.stories.units import Units, units
from monitor.stories.window import SPAN, Member, Window

_NEAREST = 16
_HARDLY = 0.01  # of what an article may be found by: with less in common, two are hardly ever of the same event
_DAY = timedelta(days=1)
_BEST = 0.27  # of a story's members: those most like an article decide
_MOST_COMPARED = 24  # members of a story that count for this share
_CERTAIN = 3.0  # no one member counts for more, either way
_ESTABLISHED, _LARGE = 0.2, 8  # for each natural logarithm of a story's size (up to this), how much less likeness
_HOPELESS = -_ESTABLISHED * math.log(_LARGE)  # what no member of a story reaches, the story can't
_PER_DAY = 0.15  # for each day between two articles, how much more
_COPY, _SHORT_COPY = 0.5, 0.9  # the share of a text that stands in another
_LONG_ENOUGH = 60  # words; shorter texts are forms as often as prose
_SHORTEST_COPY = 12  # words; two such flashes are two sources
_SAME_NUMBERS = 0.7
_OTHER_NAMES = 0.6
_TAKE = 0.15  # the share of an earlier text that a later take still tells, or that it is made of
_MAY_OVERLAP = 0.1  # phrases in common, below which two texts have hardly a sentence in common
_NAMES_AT = list(EVIDENCE).index("other_names")
_PHRASES_AT = list(EVIDENCE).index("phrases")
_WEEKDAY_AT = list(EVIDENCE).index("other_weekday")


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article with what is compared of it: made once, before it is placed, by as many threads as like."""

    article: Article
    units: Units
    sketch: Sketch
    publisher: str
    credits: tuple[str, ...]

    @classmethod
    def of(cls, article: Article) -> Arrival:
        found = units(article)
        return cls(article, found, sketch(found), publisher(article.source), credited(article))

    def member(self, placement: Placement, number: int, placed: datetime) -> Member:
        """What becomes of it in the window: its version `number`, as `place` decided."""
        article = self.article
        return Member(
            article.id,
            number,
            placement.story,
            article.language,
            article.published,
            placed,
            self.publisher,
            self.credits,
            placement.copy_of,
            self.sketch,
        )


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an article belongs. `new`: it begins the story. `copy_of`: the article whose text it repeats, the first
    that had it. `version_of`: the article, and the number of its version, that it continues with sentences of its
    own: an earlier version of the same file, or an earlier take from the same source."""

    story: str
    new: bool = False
    copy_of: ArticleId | None = None
    version_of: tuple[ArticleId, int] | None = None


class _Neighbour(NamedTuple):
    """A member near an article, and how the two compare. `apart`: the same words told of somebody else."""

    member: Member
    odds: float
    overlap: Overlap = NOTHING
    other_names: float = 0.0
    other_weekday: float = 0.0
    apart: bool = False

    @property
    def root(self) -> ArticleId:
        return self.member.copy_of or self.member.article


def place(arrival: Arrival, window: Window, new_story: str, earlier: Member | None = None) -> Placement:
    """Decide for the next version of an article; the window stays as it is. `new_story`: the id of the story that it
    would begin. `earlier`: its version before this one, where the window no longer holds that.

    A changed file stays in its story unless it tells of something else. A copy joins the story of what it repeats.
    Every other article joins the story that it is most like, of those that began within `SPAN`, or begins one. A marked
    correction is never a copy.
    """
    before = window.latest(arrival.article.id) or earlier
    near = _neighbours(arrival, window, before)
    own = next((each for each in near if before is not None and each.member is before), None)
    if own is not None and before is not None and _still_the_same(arrival, own):
        return Placement(before.story, version_of=(before.article, before.number))
    others = [each for each in near if each.member.article != arrival.article.id]
    if not arrival.article.correction and (origin := _origin(arrival, others)):
        return Placement(origin.member.story, copy_of=origin.root)
    story = _likest([each for each in others if _goes_on(arrival.article, each.member, window)], window)
    if story is None:
        return Placement(new_story, new=True)
    return Placement(story, version_of=_continued(arrival, [each for each in others if each.member.story == story]))


def _neighbours(arrival: Arrival, window: Window, before: Member | None) -> list[_Neighbour]:
    """What is near, the earlier version among it. What has hardly anything in common is not looked at closely."""
    near = [each for each in window.near(arrival.sketch, _NEAREST) if _may_meet(arrival.article, each.member)]
    close = [member for member, share in near if share >= _HARDLY and member is not before]
    far = [_Neighbour(member, -SURE) for member, share in near if share < _HARDLY and member is not before]
    return _compared(arrival, [*close, before] if before is not None else close, window) + far


def _compared(arrival: Arrival, members: Sequence[Member], window: Window) -> list[_Neighbour]:
    if not members:
        return []
    rows = evidence(arrival.sketch, [each.sketch for each in members], window.rarity)
    gist = Gist(arrival.sketch)
    likely = odds(rows, len(window)).tolist()
    return [
        _closely(gist, member, each - _PER_DAY * _days(arrival.article, member), row, window.rarity)
        for member, each, row in zip(members, likely, rows.tolist(), strict=True)
    ]


def _closely(mine: Gist, member: Member, likely: float, row: Sequence[float], rarity: Rarity) -> _Neighbour:
    overlaps = row[_PHRASES_AT] >= _MAY_OVERLAP
    if likely < 0 and not overlaps:
        return _Neighbour(member, likely)
    theirs = Gist(member.sketch)
    apart = substituted(mine, theirs)
    if apart or (likely >= 0 and (strangers(mine, theirs, rarity) or _other_flash(mine.sketch, member.sketch))):
        likely = -SURE
    shared = overlap(mine.sketch, member.sketch) if overlaps else NOTHING
    return _Neighbour(member, likely, shared, row[_NAMES_AT], row[_WEEKDAY_AT], apart)


def _other_flash(mine: Sketch, theirs: Sketch) -> bool:
    """Whether an article is no more than a line, with a number that the other lacks."""
    return mine.words < _SHORTEST_COPY and known_numbers(mine, theirs) < 1


def _may_meet(article: Article, member: Member) -> bool:
    return member.language == article.language and abs(member.published - article.published) <= SPAN


def _goes_on(article: Article, member: Member, window: Window) -> bool:
    """Whether a member's story began no longer ago than stories last."""
    return article.published - window.began(member.story) <= SPAN


def _days(article: Article, member: Member) -> float:
    return abs(article.published - member.published) / _DAY


def _still_the_same(arrival: Arrival, own: _Neighbour) -> bool:
    told_on = max(own.overlap.within, own.overlap.over) >= _COPY and not own.apart
    return told_on or own.odds >= 0 or same_subject(Gist(arrival.sketch), Gist(own.member.sketch))


def _origin(arrival: Arrival, others: Sequence[_Neighbour]) -> _Neighbour | None:
    """The first of those whose text the article repeats most of."""
    repeated = [each for each in others if _repeats(arrival, each)]
    return min(repeated, key=lambda each: (-round(each.overlap.within, 1), each.member.placed), default=None)


def _repeats(arrival: Arrival, other: _Neighbour) -> bool:
    """Whether the article is a reprint: the same text for the greater part, of the same subject. What the same source
    tells with sentences of its own is a later take instead."""
    shared, words = other.overlap, arrival.sketch.words
    if shared.within < _COPY or words < _SHORTEST_COPY or other.apart:
        return False
    mine, theirs = arrival.sketch, other.member.sketch
    if words < _LONG_ENOUGH and (shared.within < _SHORT_COPY or not _same_or_known(Gist(mine), Gist(theirs))):
        return False
    if shared.within < _SHORT_COPY and (
        known_numbers(mine, theirs) < _SAME_NUMBERS or other.other_names > _OTHER_NAMES or other.other_weekday > 0
    ):
        return False
    return not (_same_origin(arrival, other.member) and new_sentences(mine, [theirs]))


def _same_or_known(mine: Gist, theirs: Gist) -> bool:
    return same_subject(mine, theirs) or knows_all(mine, theirs)


def _same_origin(arrival: Arrival, member: Member) -> bool:
    if arrival.credits and member.credits:
        return not set(arrival.credits).isdisjoint(member.credits)
    return arrival.publisher == member.publisher


def _likest(others: Sequence[_Neighbour], window: Window) -> str | None:
    """The story whose members the article is like; by the mean of those most like it."""
    by_story: dict[str, list[float]] = {}
    for each in others:
        by_story.setdefault(each.member.story, []).append(each.odds)
    scores = {
        story: _likeness(found, window.size(story)) for story, found in by_story.items() if max(found) >= _HOPELESS
    }
    best = max(scores, key=lambda story: scores[story], default=None)
    return best if best is not None and scores[best] >= 0 else None


def _likeness(odds_: list[float], size: int) -> float:
    deciding = sorted(odds_, reverse=True)[: max(1, math.ceil(_BEST * min(size, _MOST_COMPARED)))]
    mean = sum(max(-_CERTAIN, min(_CERTAIN, each)) for each in deciding) / len(deciding)
    return mean + _ESTABLISHED * math.log(min(max(1, size), _LARGE))


def _continued(arrival: Arrival, members: Sequence[_Neighbour]) -> tuple[ArticleId, int] | None:
    """The take from the same source that the article tells on: the one that most of it, or it most of, comes from."""
    takes = [
        (max(each.overlap.within, each.overlap.over), each.member.placed, each.member)
        for each in members
        if _same_origin(arrival, each.member) and max(each.overlap.within, each.overlap.over) >= _TAKE
    ]
    if not takes:
        return None
    member = max(takes, key=lambda take: take[:2])[2]
    return member.article, member.number
