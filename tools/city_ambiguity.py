"""Does a city's name, met alone, mean the city? Pure: counts and a few facts in, yes or no out.

A name of several words always does. One of a single word is weighed: how often the news uses it where a place stands,
and how often where a person stands, against the size of the city. Of a word that the news hardly uses, size and
lists of people's names decide.
"""

from __future__ import annotations

from dataclasses import dataclass

MONTHS = frozenset({"March", "April", "May", "June", "August"})

ORDINARY = 100
"""So often in small letters, and it is a word whatever else it is."""
ENOUGH = 8
"""Occurrences from which on their shares say something."""
HUGE, LARGE = 1_000_000, 250_000
"""Inhabitants."""
FEW_BEARERS = 1_000
"""The rank in the census from which on a surname is rare enough to yield to a large city."""
COMMON, VERY_COMMON = 3.3, 4.6
"""Zipf frequencies from which on a word, whatever the case of its letters, may be more than a name, and surely is."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How English news uses a word: how often it is `seen` with a capital, and of those as a `place` (in Lima) or a
    `person` (Nancy Pelosi); how often in `small` letters, and so in other languages (`foreign`)."""

    seen: int = 0
    place: int = 0
    person: int = 0
    small: int = 0
    foreign: int = 0

    def share(self, count: int) -> float:
        """The share of a count in all that was seen."""
        return count / self.seen if self.seen else 0.0


@dataclass(frozen=True, slots=True)
class Name:
    """A city's name and size. `zipf`: how frequent the word is; `surname`: its rank in the census, None if it is none;
    `in_land`: whether it is a word of a country's or state's name (El Salvador)."""

    text: str
    population: int
    is_capital: bool = False
    zipf: float = 0.0
    is_first_name: bool = False
    surname: int | None = None
    in_land: bool = False

    @property
    def is_persons(self) -> bool:
        """Whether people are called so."""
        return self.is_first_name or self.surname is not None


def means_the_city(name: Name, usage: Usage) -> bool:
    """Whether the name needs no word beside it that says which country is meant."""
    if " " in name.text:
        return True
    if name.text in MONTHS or name.in_land or _is_word(name, usage):
        return False
    if usage.seen >= ENOUGH:
        return _is_used_so(name, usage)
    if usage.place * 2 >= max(usage.seen, 2):
        return not name.is_first_name and (name.zipf < COMMON or name.population >= LARGE)
    if name.population >= LARGE:
        rare = name.surname is None or name.surname > FEW_BEARERS
        return rare and not name.is_first_name and name.zipf < COMMON
    return len(name.text) > 3 and not name.is_persons


def _is_word(name: Name, usage: Usage) -> bool:
    """An ordinary word, in English or, more often than the city, in another language."""
    most_foreign = 40 if name.population >= LARGE else 5
    if usage.small >= ORDINARY or usage.foreign > max(most_foreign, usage.seen):
        return True
    if name.zipf >= VERY_COMMON and name.population < LARGE:
        return True
    mostly_place = usage.share(usage.place) >= 0.5
    return usage.small >= 3 and (usage.small > usage.seen or (usage.small > 0.1 * usage.seen and not mostly_place))


def _is_used_so(name: Name, usage: Usage) -> bool:
    """The larger the city, the fewer uses of its name must be those of a place, and the more people may bear it. A rare
    word that is nobody's name is believed sooner: what is called after a city (Borussia Dortmund) leads back to it."""
    needed, of_people = 0.15, 1.0
    if name.population >= LARGE:
        needed, of_people = 0.1, 1 / 3
    if name.population >= HUGE or name.is_capital:
        needed, of_people = 0.08, 0.25
    place, person = usage.share(usage.place), usage.share(usage.person)
    if name.zipf < COMMON and not name.is_persons:
        needed = 0.04
    return place >= max(needed, of_people * person)
