"""An engine brought up to date keeps what has not changed; and no article makes it slow."""

from __future__ import annotations

from monitor.matching import Engine
from monitor.rules.compiled import ListEntry, RuleSet, TermList, Unit
from tests.support.rules import LISTS, NOW, engine, groups, near, news, rule, slot, terms

CITY = slot("$cities", "city")
MANY = 20_000


def test_unchanged_rules_are_not_compiled_again() -> None:
    kept, edited = rule("kept", any=(CITY,)), rule("edited", any=terms("calm"))
    old = engine(kept, edited)
    new = old.updated(RuleSet({"kept": kept, "edited": rule("edited", any=terms("storm"))}, LISTS))
    assert new.ready(kept).any[0] is old.ready(kept).any[0]
    assert [len(new.match(news(text), now=NOW)) for text in ("Hama", "storms", "calm")] == [1, 1, 0]
    assert [len(old.match(news(text), now=NOW)) for text in ("Hama", "storms", "calm")] == [1, 0, 1]


def test_an_edited_list_is_met_anew() -> None:
    asked = rule(any=(CITY,))
    lists = {"cities": TermList("cities", (ListEntry("Homs", ("Homs",)),), "other")}
    new = engine(asked).updated(RuleSet({asked.id: asked}, lists))
    assert [len(new.match(news(text), now=NOW)) for text in ("Hama", "Homs")] == [0, 1]


def test_matches_come_in_the_order_of_the_rules() -> None:
    made = engine(rule("b", any=terms("calm")), rule("a", any=terms("calm")), rule("c", any=(CITY,)))
    assert [found.rule_id for found in made.match(news("Hama is calm."), now=NOW)] == ["b", "a", "c"]


def test_a_rule_without_terms_never_fires() -> None:
    assert Engine(RuleSet({"empty": rule("empty")}, {})).match(news("Anything."), now=NOW) == []


def test_many_repetitions_in_one_sentence() -> None:
    asked = rule(near=near("rebels", "capture", CITY), within=Unit.SENTENCE, once_per=("city",))
    found = engine(asked).match(news("rebels capture Hama " * MANY), now=NOW)
    assert [len(each.mentions) for each in found] == [MANY]


def test_many_entries_in_one_sentence() -> None:
    names = [f"Name{number}" for number in range(MANY)]
    lists = {"cities": TermList("cities", tuple(ListEntry(name, (name,)) for name in names), "many")}
    asked = rule(all=groups("rebels", CITY), within=Unit.SENTENCE, once_per=("city",))
    found = engine(asked, lists=lists).match(news("rebels " * MANY + " ".join(names)), now=NOW)
    assert len(found) == MANY
    assert max(len(each.proof.spans) for each in found) <= 101


def test_expressions_that_other_engines_choke_on() -> None:
    asked = rule(any=terms(r"/(a+)+$/", r"/(\w+\s?)+z\b/"))
    assert not engine(asked).match(news("a" * MANY + " é " + "ab " * MANY + "!"), now=NOW)
