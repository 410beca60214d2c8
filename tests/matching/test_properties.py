"""What must hold whatever the rules and texts: the filter loses nothing, `near` finds what trying everything finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise, product
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.matching import Engine
from monitor.matching.counted import Counted, Member
from monitor.matching.near import stretches
from monitor.matching.occurrences import Occurrence
from monitor.matching.sentencesets import each_of
from monitor.matching.together import Together
from monitor.model.article import Zone
from monitor.rules.compiled import (
    ASSERTED,
    Event,
    EventSlot,
    ListEntry,
    Near,
    Role,
    Rule,
    RuleSet,
    Term,
    TermList,
    Unit,
)
from monitor.rules.families import shipped
from monitor.rules.query import parse, write
from tests.support.rules import LISTS, NOW, at_least, engine, groups, near, news, rule, score, slot, terms

WORDS = "rebels rebel captured capture takes took Hama New York city film cease fire cease-fire ceasefire US us M23 evacuated of embassy France the , . HAMA’s".split()
TERMS = "rebels capture take film =captured evacuat* ceasefire cease-fire US city $cities $armed_groups /m-?23/ New|York rebels|...|city embassy|of|$countries".split()

texts = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)
articles = st.lists(st.tuples(st.sampled_from([Zone.BODY, Zone.HEADLINE, Zone.CAPTION]), texts), min_size=1, max_size=3)
written = st.sampled_from(TERMS).map(lambda term: term.replace("|", " "))
term = st.one_of(written.map(lambda each: terms(each)[0]), st.just(slot("$cities", "city")))
few = st.lists(term, min_size=1, max_size=3).map(tuple)
items = st.lists(few, min_size=1, max_size=3).map(lambda each: groups(*each))


QUERY_TERMS = [
    *"rebels capture US $cities evacuat* ceasefire /m-?23/ headline:film".split(),
    '"captured"',
    '"New York"',
]


@st.composite
def expressions(draw: st.DrawFn, depth: int = 3, only: str = "") -> str:
    """A Boolean expression that does not hold of nothing; `only` what has a place."""
    kind = draw(st.sampled_from(only or "TTONASPC")) if depth else "T"
    place = expressions(depth=depth - 1, only="TTON")
    if kind == "T":
        return draw(st.sampled_from(QUERY_TERMS))
    if kind == "N":
        name, negated = draw(st.sampled_from(["NEAR/0", "NEAR/4", "ONEAR/2"])), draw(st.sampled_from(["", "NOT "]))
        return f"({draw(place)}) {name} {negated}({draw(place)})"
    if kind == "C":
        return f"ATLEAST/{draw(st.integers(1, 3))}({draw(place)})"
    part = expressions(depth=depth - 1, only=only)
    if kind in "SP":
        return f"{'SENTENCE' if kind == 'S' else 'PARAGRAPH'}({draw(part)})"
    joined = "OR" if kind == "O" else draw(st.sampled_from(["AND", "NOT"]))
    return f"({draw(part)}) {joined} ({draw(part)})"


queries = expressions().map(parse)
OTHER_CITIES = [
    TermList("cities", (ListEntry("Rebels", ("Rebels", "film")), ListEntry("York", ("York", "New York"))), "rebels"),
    TermList("cities", (), "empty"),
]


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    made: dict[str, Any] = {"within": draw(st.sampled_from(list(Unit))), "inflect": draw(st.booleans())}
    for key, strategy in (
        ("any", few),
        ("all", items),
        ("none", few),
        ("unless", few),
        ("query", queries),
        ("near", st.builds(Near, items, st.integers(0, 5), st.booleans())),
        ("at_least", st.builds(at_least, st.integers(1, 3), term, term, distinct=st.booleans())),
        ("score", st.builds(score, st.integers(-5, 20), st.dictionaries(written, st.integers(-10, 10), min_size=1))),
    ):
        if draw(st.integers(0, 2)) == 0:
            made[key] = draw(strategy)
    return made


@st.composite
def rules(draw: st.DrawFn) -> list[Rule]:
    return [
        rule(f"r{number}", once_per=draw(st.sampled_from([(), ("city",)])), **each)
        for number, each in enumerate(draw(st.lists(conditions(), min_size=1, max_size=4)))
    ]


@settings(max_examples=120)
@given(rules(), articles)
def test_the_filter_loses_nothing(asked: list[Rule], paragraphs: list[tuple[Zone, str]]) -> None:
    made, article = engine(*asked), news(*paragraphs)
    found = made.match_all(article, now=NOW)
    assert made.match(article, now=NOW) == found
    assert made.matching(article, now=NOW) == list(dict.fromkeys(match.rule_id for match in found))


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[dict[str, Rule], Mapping[str, TermList]]]:
    """What is in force after each of some edits: rules put, changed, switched off, taken out, put in another order; lists
    changed."""
    states = []
    current: dict[str, Rule] = {}
    for _ in range(draw(st.integers(2, 5))):
        for number in draw(st.sets(st.integers(0, 4), max_size=3)):
            current.pop(f"r{number}", None)
            if draw(st.integers(0, 3)):
                once_per, enabled = draw(st.sampled_from([(), ("city",)])), draw(st.integers(0, 5)) > 0
                made = rule(f"r{number}", once_per=once_per, enabled=enabled, **draw(conditions()))
                current[made.id] = made
        lists = LISTS if draw(st.booleans()) else {**LISTS, "cities": draw(st.sampled_from(OTHER_CITIES))}
        states.append((dict(draw(st.permutations(list(current.items())))), lists))
    return states


@settings(max_examples=60)
@given(edits(), st.lists(articles, min_size=1, max_size=2))
def test_the_filter_loses_nothing_whatever_is_edited(
    states: list[tuple[dict[str, Rule], Mapping[str, TermList]]], news_items: list[list[tuple[Zone, str]]]
) -> None:
    made = Engine(RuleSet({}, {}))
    for current, lists in states:
        made.updated(RuleSet(*states[-1]))  # as a reload that comes to nothing
        made, fresh = made.updated(RuleSet(current, lists)), Engine(RuleSet(current, lists))
        for article in (news(*paragraphs) for paragraphs in news_items):
            found = fresh.match_all(article, now=NOW)
            assert made.match(article, now=NOW) == made.match_all(article, now=NOW) == found
            assert made.matching(article, now=NOW) == list(dict.fromkeys(match.rule_id for match in found))


@settings(max_examples=80)
@given(rules(), few, articles)
def test_unless_never_makes_a_rule_fire(asked: list[Rule], unless: Any, paragraphs: list[tuple[Zone, str]]) -> None:
    article = news(*paragraphs)
    for each in asked:
        bare = replace(each, conditions=replace(each.conditions, unless=()), digest="bare")
        struck = replace(each, conditions=replace(each.conditions, unless=unless), digest="struck")
        if engine(struck).match(article, now=NOW):
            assert engine(bare).match(article, now=NOW)


@settings(max_examples=80)
@given(rules(), articles)
def test_every_mention_can_be_quoted(asked: list[Rule], paragraphs: list[tuple[Zone, str]]) -> None:
    article = news(*paragraphs)
    for found in engine(*asked).match(article, now=NOW):
        assert found.proof in found.mentions
        for mention in found.mentions:
            assert mention.spans
            assert all(left.end <= right.start for left, right in pairwise(mention.spans))
            assert any(mention.sentence.start <= span.start < mention.sentence.end for span in mention.spans)
            assert all(value.text == article.quote(value.span) != "" for value in mention.slots.values())


@settings(max_examples=100)
@given(expressions(), articles)
@example("rebels NEAR/0 (headline:film OR (headline:film OR rebels))", [(Zone.BODY, "rebels film")])
def test_an_expression_written_anew_is_the_same(text: str, paragraphs: list[tuple[Zone, str]]) -> None:
    query = parse(text)
    again = parse(write(query.expression))
    assert again.expression == parse(write(again.expression)).expression
    article = news(*paragraphs)
    found = [engine(rule(query=each)).match_all(article, now=NOW) for each in (query, again)]
    assert [each.mentions for each in found[0]] == [each.mentions for each in found[1]]


NEAR_TERMS = [("a",), ("b",), ("c",), ("a b",), ("a b c", "b"), ("c", "b")]


@settings(max_examples=100)
@given(
    st.lists(st.sampled_from(["a", "b", "c", "a b c", "x", "x x"]), min_size=4, max_size=12).map(" ".join),
    st.lists(st.sampled_from(NEAR_TERMS), min_size=2, max_size=4),
    st.integers(0, 4),
    st.booleans(),
    st.integers(0, 3),
)
def test_near_is_what_trying_everything_finds(
    text: str, asked: list[tuple[str, ...]], words: int, ordered: bool, pivot: int
) -> None:
    each = rule(near=near(*asked, words=words, ordered=ordered), inflect=False)
    made = engine(each, lists={})
    counted = Counted(made.ready(each), made.view(news(text)))
    choices = [[member for term in group for member in counted.kept(term)] for group in counted.ready.near]
    taken = {place for group in choices for member in group for place in range(member.at.first, member.at.last)}
    found = stretches(choices, words=words, ordered=ordered, pivot=pivot % len(asked), block=counted.block)
    assert bool(found) is any(_near(members, taken, words, ordered) for members in product(*choices))
    assert all(_near(stretch.members, taken, words, ordered) for stretch in found)
    assert all(left.first < right.first and left.last < right.last for left, right in pairwise(found))


def _near(members: tuple[Member, ...], taken: set[int], words: int, ordered: bool) -> bool:
    places = [(member.at.first, member.at.last) for member in members]
    if ordered and any(left[1] > right[0] for left, right in pairwise(places)):
        return False
    stretch = range(min(first for first, _ in places), max(last for _, last in places))
    return len(set(stretch) - taken) <= words


EVENT_WORDS = "rebels captured takes fell lost Hama Aleppo city town the of by to in , was who and it they hands control If said . not".split()
event_texts = st.lists(st.sampled_from(EVENT_WORDS), max_size=16).map(" ".join)


@st.composite
def event_rules(draw: st.DrawFn) -> Rule:
    families = draw(st.sampled_from([("seize",), ("fall",), ("seize", "fall"), ("withdraw",)]))
    target = draw(st.sampled_from([(), terms("$cities"), terms("$cities", "city"), terms("town")]))
    actor = draw(st.sampled_from([(), terms("rebels"), terms("$armed_groups", "rebels")]))
    slots = (
        EventSlot(Role.TARGET, "city", target, optional=draw(st.booleans())),
        EventSlot(Role.ACTOR, "captor", actor, optional=draw(st.booleans())),
    )
    event = Event(tuple(shipped(name) for name in families), slots)
    others: list[dict[str, Any]] = [{}, {"all": groups("hands")}, {"none": terms("not")}, {"unless": terms("control")}]
    more = draw(st.sampled_from(others))
    status = draw(st.sampled_from([None, ASSERTED]))
    return rule(
        "event", event=event, status=status, within=draw(st.sampled_from(list(Unit))), once_per=("city",), **more
    )


@settings(max_examples=100)
@given(event_rules(), st.lists(event_texts, min_size=1, max_size=3))
def test_the_filter_loses_no_event(asked: Rule, paragraphs: list[str]) -> None:
    made, article = engine(asked), news(*paragraphs)
    found = made.match_all(article, now=NOW)
    assert made.match(article, now=NOW) == found
    for each in found:
        for mention in each.mentions:
            assert all(value.text == article.quote(value.span) != "" for value in mention.slots.values())
            assert all(left.end <= right.start for left, right in pairwise(mention.spans))


@settings(max_examples=60)
@given(asked=few, parts=articles)
@example(
    asked=terms("=ceasefire", "embassy of $countries"),
    parts=[(Zone.BODY, "a cease-fire . the embassy of the France .")],
)
def test_term_by_sentence_and_in_the_article_are_the_same(
    asked: tuple[Term, ...], parts: list[tuple[Zone, str]]
) -> None:
    made = engine(rule("terms", any=asked))
    view, ready = made.view(news(*parts)), made.ready(made.ruleset.rules["terms"])
    together = Together(ready.any)
    everywhere = list(together.find(view))
    by_sentence = [each for n in each_of(view.every_sentence) for each in together.in_sentence(view, n)]
    assert sorted(by_sentence, key=_number_and_place) == everywhere
    assert {at.sentence for _, at in everywhere} <= set(each_of(together.within(view)))
    assert together.anywhere(view) or not everywhere


def _number_and_place(found: tuple[int, Occurrence]) -> tuple[int, int, int]:
    number, at = found
    return number, at.first, at.last
