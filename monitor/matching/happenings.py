"""Mentions → matches: one for each happening, with its proof.

A mention in which a slot of `once_per` found no entry ("rebels took the city") tells of the happening before it that
agrees with it in the other slots, else of the first one after it. Where the article has none, it is the story's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.matching.mentions import Draft
from monitor.model.article import Article, Zone
from monitor.model.match import Match, Mention, SlotValue, Status
from monitor.rules.compiled import Rule

Entries = tuple[str | None, ...]

_ZONES = (
    Zone.BODY,
    Zone.SUMMARY,
    Zone.HEADLINE,
    Zone.HEADING,
    Zone.CAPTION,
    Zone.DATELINE,
    Zone.BYLINE,
    Zone.CREDIT,
)
"""Where a proof is best read: a full sentence of the body before a summary's, a headline, and the rest."""
_ZONE_RANK = {zone: rank for rank, zone in enumerate(_ZONES)}
_STATUS_RANK = {status: rank for rank, status in enumerate(Status)}


def matches(rule: Rule, article: Article, drafts: Sequence[Draft], now: datetime) -> list[Match]:
    """One match for each happening, in the order of their first mentions."""
    late = now - article.published > rule.max_age
    groups: dict[tuple[str, ...] | None, list[Draft]] = {}
    for draft, happening in zip(drafts, _happenings(rule, drafts), strict=True):
        groups.setdefault(happening, []).append(draft)
    return [_match(rule, article, happening, group, late) for happening, group in groups.items()]


def with_weaker(found: Sequence[Match], whatever: Sequence[Match], wanted: Collection[Status]) -> list[Match]:
    """`found`, each with its happening's mentions of statuses that are not `wanted`, then the happenings of which there
    are only such. `whatever` are the matches where every status counts."""
    weaker = {each.happening: tuple(m for m in each.mentions if m.status not in wanted) for each in whatever}
    opened = {each.happening for each in found}
    made = [replace(each, weaker=weaker.get(each.happening, ())) for each in found]
    for each in whatever:
        mentions = weaker[each.happening]
        if each.happening not in opened and mentions:
            best = min(mentions, key=_mention_rank)
            made.append(replace(each, mentions=mentions, proof=best, opens=False, weaker=mentions))
    return made


def _match(rule: Rule, article: Article, happening: tuple[str, ...] | None, group: list[Draft], late: bool) -> Match:
    ranked = sorted(group, key=_rank)
    mentions = tuple(draft.mention for draft in group)
    return Match(rule.id, article, mentions, ranked[0].mention, _completed(ranked), happening, late)


def _rank(draft: Draft) -> tuple[int, int, int, int, int]:
    """The best proof first: the strongest status, then the most slots, the most terms, the zone, the earliest."""
    status, slots, zone, start = _mention_rank(draft.mention)
    return status, slots, -draft.terms, zone, start


def _mention_rank(mention: Mention) -> tuple[int, int, int, int]:
    zone = _ZONE_RANK.get(mention.zone, len(_ZONES))
    return _STATUS_RANK[mention.status], -len(mention.slots), zone, mention.sentence.start


def _completed(ranked: Iterable[Draft]) -> Mapping[str, SlotValue]:
    """The proof's slots; those that it lacks, or fills with plain words only, from the next best that names an
    entry."""
    slots: dict[str, SlotValue] = {}
    for draft in ranked:
        for slot, value in draft.mention.slots.items():
            if slot not in slots or (slots[slot].name is None and value.name is not None):
                slots[slot] = value
    return slots


def _happenings(rule: Rule, drafts: Sequence[Draft]) -> list[tuple[str, ...] | None]:
    if not rule.once_per:
        return [None] * len(drafts)
    known = [_complete(draft.entries) for draft in drafts]
    if None not in known:
        return known
    for order in (range(len(drafts)), range(len(drafts) - 1, -1, -1)):
        _fill(drafts, known, order)
    return known


def _fill(drafts: Sequence[Draft], known: list[tuple[str, ...] | None], order: Iterable[int]) -> None:
    """Gives drafts with gaps the last happening passed that agrees with what they have. Each complete draft is filed
    under every shape of gap there is, so this stays linear."""
    shapes = {_shape(draft.entries) for draft in drafts}
    passed: dict[Entries, tuple[str, ...]] = {}
    for number in order:
        entries = drafts[number].entries
        complete = _complete(entries)
        if complete is not None:
            passed.update((_masked(entries, shape), complete) for shape in shapes)
        elif known[number] is None:
            known[number] = passed.get(entries)


def _complete(entries: Entries) -> tuple[str, ...] | None:
    named = tuple(entry for entry in entries if entry is not None)
    return named if len(named) == len(entries) else None


def _shape(entries: Entries) -> tuple[bool, ...]:
    return tuple(entry is not None for entry in entries)


def _masked(entries: Entries, shape: tuple[bool, ...]) -> Entries:
    return tuple(entry if has else None for entry, has in zip(entries, shape, strict=True))
