"""Matches: where in an article a rule holds, and the proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from monitor.model.article import Article, Span, Zone


class Status(StrEnum):
    """Whether a sentence says that it happened, from strong to weak. UNKNOWN: nobody looked (word rules)."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    DENIED = "denied"
    NEGATED = "negated"
    POSSIBLE = "possible"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    PAST = "past"
    FICTION = "fiction"
    QUESTION = "question"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SlotValue:
    """What filled a slot. `text` is as written, `name` the list entry's canonical name (None where no entry was met),
    `facts` the entry's other fields (country, lat, lon, …)."""

    text: str
    span: Span
    name: str | None = None
    facts: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in an article where a rule's conditions hold: its sentence, the matched words, slots and status.

    `by_the_way`: neither headline, summary nor lead (but for a campaign that is known: `its airstrikes`), without a day
    of these days, and in words that take it for known (`after rebels captured Hama`): it may have been told before.
    """

    zone: Zone
    sentence: Span
    spans: tuple[Span, ...]
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    status: Status = Status.UNKNOWN
    cue: str | None = None
    said_by: str | None = None
    by_the_way: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Rule × article × happening. `mentions` all tell of one happening (equal entries in `happening`, the canonical
    values of the rule's `once_per`; None where it is the story); `proof` is the best of them; `slots` are the proof's,
    completed from the other mentions. `late`: published longer ago than the rule's `max_age`.

    `weaker` are further mentions of the happening, of a status that the rule does not take. Where there are no others
    `opens` is False, and `mentions` are these: such a match reaches an alert that is open, and opens none.
    """

    rule_id: str
    article: Article
    mentions: tuple[Mention, ...]
    proof: Mention
    slots: Mapping[str, SlotValue]
    happening: tuple[str, ...] | None
    late: bool = False
    opens: bool = True
    weaker: tuple[Mention, ...] = ()

    @property
    def by_the_way(self) -> bool:
        """Whether the article has nothing else of it."""
        return all(each.by_the_way for each in self.mentions)
