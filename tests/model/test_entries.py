"""Whether what a slot holds is another than what was told: a table, with the lists that ship."""

from __future__ import annotations

import pytest

from monitor.alerting.facts import slot_facts
from monitor.model.article import Span
from monitor.model.entries import Entry, entry_of, entry_told, is_another
from monitor.model.match import SlotValue
from monitor.rules.lists import shipped

FIGHTING = ("armed_groups", "armed_forces", "countries", "combatants", "sides", "cities")

SAME = """
rebels | rebels
rebels | insurgents
rebels | militants
fighters | jihadists
opposition | anti-government forces
government | Syrian army
militia | gunmen
rebels | HTS
HTS | fighters
Hayat Tahrir al-Sham | HTS
troops | army
government forces | Syrian army
Syrian troops | army
Syria | Syrian army
Syrian troops | Syria
"""

ANOTHER = """
rebels | army
militia | government forces
opposition forces | government
jihadists | Syrian army
HTS | troops
HTS | Syria
HTS | Syrian National Army
M23 | Congolese army
Ukrainian troops | Russian troops
Ukraine | Russian troops
NATO | rebels
foreign fighters | army
foreign fighters | rebels
Hama | Homs
"""


def pairs(table: str) -> list[tuple[str, str]]:
    return [(one, other) for one, _, other in (line.partition(" | ") for line in table.strip().splitlines())]


def value(words: str) -> SlotValue:
    for name in FIGHTING:
        for entry in shipped()[name].entries:
            if {words, words.removesuffix("s")} & set(entry.forms):
                return SlotValue(words, Span(0, 1), entry.name, entry.facts)
    raise LookupError(words)


def entry(words: str) -> Entry:
    found = entry_of(value(words))
    assert found is not None
    return found


@pytest.mark.parametrize(("one", "other"), pairs(SAME))
def test_it_may_be_the_same(one: str, other: str) -> None:
    assert not is_another(entry(one), entry(other))
    assert not is_another(entry(other), entry(one))


@pytest.mark.parametrize(("one", "other"), pairs(ANOTHER))
def test_it_is_another(one: str, other: str) -> None:
    assert is_another(entry(one), entry(other))
    assert is_another(entry(other), entry(one))


@pytest.mark.parametrize("words", ["rebels", "HTS", "Syria", "Hama"])
def test_what_was_told_is_compared_alike(words: str) -> None:
    assert entry_told(slot_facts({"captor": value(words)})["captor"]) == entry(words)


def test_a_desk_s_own_names_without_a_side_are_others() -> None:
    measles, cholera = (SlotValue(name, Span(0, 1), name, {"country": "SY"}) for name in ("measles", "cholera"))
    one, other = entry_of(measles), entry_of(cholera)
    assert one is not None
    assert other is not None
    assert is_another(one, other)


def test_without_an_entry_there_is_nothing_to_compare() -> None:
    assert entry_of(None) is None
    assert entry_of(SlotValue("the opposition", Span(0, 1))) is None
    assert entry_of(SlotValue("12 dead", Span(0, 1), None, {"number": 12.0})) == Entry("12.0")
