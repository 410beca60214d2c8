"""What surprises whoever wrote it is warned of, where it stands and with what to do; what does not, isn't."""

from __future__ import annotations

import pytest

from monitor.errors import Problem, Severity
from monitor.rules.compiled import Rule
from monitor.rules.lint import Code, between
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules

LISTS = load_lists({}).lists


def warnings(text: str) -> tuple[Problem, ...]:
    loaded = load_rules({"f.yml": f"title: t\n{text}"}, LISTS)
    assert loaded.rules, loaded.problems
    return loaded.problems


HERE = "▸"
RULES = [
    # can never match
    (Code.NEVER, "at_least: {count: ▸3, of: [a, b], distinct: true}", "it wants 3 different terms and has 2"),
    (Code.NEVER, "score: {need: ▸9, terms: {a: 5, b: 3, c: -2}}", "all weights together make 8"),
    (Code.NEVER, "all: [cholera]\nnone: [b, ▸cholera]", "`cholera` is in `all` and in `none`"),
    (Code.NEVER, "any: [evacuate, evacuees]\nnone: [▸'evacu*']", "`evacuate` or `evacuees` is in `any` and in `none`"),
    (Code.NEVER, "near: {terms: [x, [film, films]]}\nwithin: sentence\nnone: [▸film]", "`film` or `films` is in `near` and in `none`"),
    (Code.NEVER, "any: [cholera]\nnone: [x, ▸the]", "nearly every article has `the`"),
    (Code.NEVER, "event: {action: $seize, target: x}\nlanguage: ▸[fr]", "its events are known in en only"),
    (Code.NEVER, "event: {action: $seize, target: {of: [rebel], not: ▸[rebels]}}", "nothing can fill `target`"),
    (Code.NEVER, "query: ▸cholera AND outbreak NOT cholera", "`cholera` must occur, and must not"),
    (Code.NEVER, "query: outbreak (▸cholera OR plague)\nnone: [cholera, plague]", "`cholera OR plague` must occur, and must not"),
    (Code.NEVER, "query: x OR ▸DISTINCT/3(a OR b)", "`DISTINCT/3(a OR b)` never holds: it wants 3 different terms and has 2"),
    (Code.NEVER, "query: headline:a ▸body:b\nwithin: sentence", "no one sentence is in `body:` and `headline:`"),
    (Code.NEVER, "query: PARAGRAPH(byline:a AND ▸body:b)", "no one paragraph is in `body:` and `byline:`"),
    # always matches
    (Code.ALWAYS, "any: ▸[cholera, the]", "fires on nearly every article"),
    (Code.ALWAYS, "all: ▸[to, [of, x]]\nwithin: sentence", "fires on nearly every article"),
    (Code.ALWAYS, "at_least: ▸{count: 3, of: [the, x]}", "fires on nearly every article"),
    (Code.ALWAYS, "score: ▸{need: 2, terms: {the: 2, x: 5}}", "fires on nearly every article"),
    (Code.ALWAYS, "query: ▸cholera OR (the AND of)", "fires on nearly every article"),
    (Code.ALWAYS, "any: ▸['/[a-z]+/', '/x{5}y/']", "fires on nearly every article"),
    (Code.COMMON, "all: [cholera, ▸the]\nwithin: sentence", "`the` is in nearly every article"),
    (Code.COMMON, "all: [cholera, [outbreak, ▸the]]\nwithin: sentence", "so the other words beside it in `all` change nothing"),
    (Code.COMMON, "query: cholera (x OR ▸the)", "so what is joined to it with `OR` changes nothing"),
    (Code.WIDE, "any: [▸'con*']", "`con*` is the beginning of 282 ordinary words"),
    # no word to search for
    (Code.SLOW, "any: [▸'/[0-9]{7}/']", "`/[0-9]{7}/` has no fixed letters"),
    (Code.SLOW, "any: [▸'/M-?23/']", "the rule has no word to search for"),
    (Code.SLOW, "query: '▸/fly(ing)? ?tipp/ OR /tipp(ing)? off/'", "the rule has no word to search for"),
    # what alerts say in vain
    (Code.IN_VAIN, "any: [a1]\nseverity: high\nraise: {▸normal: {sources: 2}}", "`normal` is no higher than the rule's own severity, high"),
    (Code.IN_VAIN, "any: [{of: a1, as: s}]\nalert: {once_per: [s], again_if: [▸s]}", "`s` is the same in all that one alert is about"),
    (Code.IN_VAIN, "any: [{of: a1, as: s}]\nalert: {once_per: ▸[s]}\nwhen: {count: 3, over: 6h}", "`once_per` is in vain"),
    # what the words mean
    (Code.WITHIN, "any: [a1]\nall: ▸[b1]", "may hold in sentences far apart"),
    (Code.WITHIN, "event: {action: $seize, target: x}\nall: ▸[airport]", "may hold in sentences far apart"),
    (Code.CAPITALS, "any: [▸CHOLERA]", "met only in capitals"),
    (Code.ORDINARY, "any: [▸Jordan]", "also another word or name"),
    (Code.DUPLICATE, "any: [x, A b, ▸' x ']", "` x ` is already in `any`"),
    (Code.DUPLICATE, "any: [capture, ▸captured]", "`captured` is met by `capture` already"),
    (Code.DUPLICATE, "all: [x, [film, ▸films]]\nwithin: sentence", "`films` is met by `film` already"),
    (Code.DUPLICATE, "event: {action: $fall, target: {of: [rebel, x, ▸rebels]}}", "`rebels` is met by `rebel` already"),
    (Code.DUPLICATE, "event: {action: [$seize, ▸overrun], target: x}", "`overrun` is one of the verbs of `$seize` already"),
    (Code.REDUNDANT, "any: [cholera, ▸cholera outbreak]", "`cholera outbreak` adds nothing"),
    (Code.REDUNDANT, "any: [x]\nunless: ['dril*', ▸drills, drilling]", "`drills` adds nothing"),
    (Code.DUPLICATE, "query: cholera AND (film OR x1 OR ▸film)", "`film` is already in its `OR`"),
    (Code.REDUNDANT, "query: 'evacuat* OR ▸\"evacuated staff\"'", "`\"evacuated staff\"` adds nothing"),
    (Code.STRUCK, "any: [watery diarrhoea]\nunless: [▸watery]", "so `watery diarrhoea` never counts"),
    (Code.STRUCK, "any: [cholera]\nunless: [▸of]", "nearly every sentence has"),
    (Code.STRUCK, "event: {action: besiege, target: x}\nunless: [▸besieged]", "so `besiege` never counts"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "text", "message"), RULES)
def test_each_warning_says_where_and_what_to_do(code: Code, text: str, message: str) -> None:
    written = text.replace(HERE, "")
    found = [each for each in warnings(written) if each.code == code and message in each.message]
    assert found, warnings(written)
    line = written.splitlines()[found[0].line - 2]
    assert f"{line[: found[0].column - 1]}{HERE}{line[found[0].column - 1 :]}" in text.splitlines()
    assert found[0].severity is Severity.WARNING
    assert found[0].source_line
    assert found[0].suggestion


@pytest.mark.parametrize(
    "text",
    [
        "all: [a1, b1]\nwithin: sentence",
        "all: [a1, b1]\nwithin: article",
        "any: [US, NATO, M23, UNICEF, '/M-?23/', AC/DC]",
        "any: [cholera]\nunless: ['/[0-9]+/']",
        "all: [cholera, '/[0-9]{5}/']\nwithin: sentence",
        "event: {action: $kill, number: {as: dead}}",
        "any: [WHO, IT, US]",
        "any: [US, us, WHO, who]",
        "query: headline:film OR film",
        "query: 'film OR \"film\" NEAR/3 x1'",
        "any: ['=captured', '=capture']",
        "any: [take, 'tak*']",
        "any: [=Turkey, turkey]",
        "any: [{of: x, as: one}, {of: x, as: two}]",
        "any: [{of: [$cities, city of $cities], as: city}]",
        "any: [embassy of $countries, $countries embassy]",
        "at_least: {count: 5, of: [$cities], distinct: true}",
        "at_least: {count: 5, of: [cholera, cholera outbreak]}",
        "query: DISTINCT/4($cities)",
        "query: cholera NOT headline:cholera",
        "query: headline:a1 body:b1",
        "query: quote:a1 body:b1\nwithin: sentence",
        "query: cholera NEAR/3 the",
        "none: [cholera outbreak]\nany: [cholera]",
        "unless: [cholera outbreak]\nany: [cholera]",
        "event: {action: [$seize, besiege], actor: {of: [rebel], not: [police], optional: true}, target: $cities}\nunless: [drill]",
        "any: ['evacuat*', 'bomb*', 'protest*']",
        "inflect: false\nany: [capture, captured]",
        "language: [de]\nany: [an, die Cholera]",
    ],
)
def test_no_warning_without_need(text: str) -> None:
    assert [str(problem) for problem in warnings(text)] == []


def rules(*texts: str) -> list[Rule]:
    loaded = load_rules({f"{'abcdefg'[number]}.yml": f"title: t\n{text}" for number, text in enumerate(texts)}, LISTS)
    return [rule for made in loaded.rules.values() for rule in made]


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        ("any: [cholera, plague]", "any: [cholera]"),
        ("any: [cholera]", "all: [cholera outbreak, deaths]\nwithin: sentence"),
        ("any: ['evacuat*']", "any: [evacuate, evacuation]"),
        ("all: [a1, b1]\nwithin: article", "all: [b1, c1, a1]\nwithin: paragraph"),
        ("all: [a1, b1]\nwithin: sentence", "near: {terms: [b1, a1], words: 3}\nwithin: sentence"),
        ("near: {terms: [a1, b1], words: 8}", "near: {terms: [a1, [b1]], words: 3, ordered: true}"),
        ("at_least: {count: 2, of: [a1, b1]}", "at_least: {count: 3, of: [a1]}"),
        ("any: [cholera]\nnone: [film]", "any: [cholera]\nnone: [films, novel]"),
        ("any: [cholera]\nunless: [drill]", "any: [cholera]\nunless: [drill, novel]"),
        ("any: [cholera]", "any: [cholera]\nlanguage: [en]\nin: [headline]\nstatus: asserted"),
        ("any: [cholera]", "query: cholera AND (outbreak OR deaths)"),
        ("query: cholera NEAR/3 deaths", "query: cholera NEAR/3 deaths\nnone: [film]"),
        ("event: {action: [$seize, $fall], target: $cities}", "event: {action: $seize, target: $cities, actor: rebel}"),
        ("event: {action: $seize, target: {of: $cities, not: [club]}}", "event: {action: $seize, target: {of: $cities, not: [club, team]}}\nstatus: asserted"),
        ("event: {action: $seize, target: x}\nstatus: any", "event: {action: $seize, target: x}"),
    ],
)  # fmt: skip
def test_a_rule_that_another_covers_is_told_of(wide: str, narrow: str) -> None:
    (problem,) = between(rules(wide, narrow), {"b.yml": "title: t"})
    assert (problem.code, problem.file, problem.line, problem.source_line) == (Code.COVERED, "b.yml", 1, "title: t")
    assert problem.message == "whenever `b` fires, `a` (line 1 of a.yml) fires, too"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("any: [cholera, plague]", "any: [plague, cholera]\nseverity: high"),
        ("event: {action: [$seize, $fall], target: {of: $cities, as: city}}", "event: {action: [$fall, $seize], target: $cities}"),
        ("query: a1 AND b1", "query: a1 AND b1\nowner: desk@example.org"),
    ],
)  # fmt: skip
def test_rules_of_the_same_conditions_are_told_of(one: str, other: str) -> None:
    (problem,) = between(rules(one, other), {})
    assert (problem.code, problem.file) == (Code.SAME, "b.yml")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("any: [cholera]", "any: [plague]"),
        ("any: [cholera]", "any: [cholera, plague]\nseverity: high"),
        ("any: [cholera, plague]", "any: [cholera]\nseverity: high"),
        ("any: [cholera, plague]\nnotify: [a]", "any: [cholera]\nnotify: [b]"),
        ("any: [cholera, plague]\nshadow: true", "any: [cholera]"),
        ("any: [cholera, plague]\nenabled: false", "any: [cholera]"),
        ("any: [cholera]\nwhen: {count: 3, over: 6h}", "any: [cholera]"),
        ("any: [cholera]\nnone: [film]", "any: [cholera]\nall: [deaths]\nwithin: sentence"),
        ("any: [cholera]\nunless: [film]", "all: [cholera, deaths]\nwithin: sentence"),
        ("any: [cholera]\nin: [headline]", "all: [cholera, deaths]\nwithin: sentence"),
        ("all: [cholera, deaths]\nwithin: sentence", "all: [cholera, deaths, x]\nwithin: article"),
        ("any: [cholera]\nlanguage: [en]", "all: [cholera, deaths]\nwithin: sentence"),
        ("any: [=cholera]", "all: [cholera, deaths]\nwithin: sentence"),
        ("inflect: false\nany: [cholera]", "all: [cholera, deaths]\nwithin: sentence"),
        ("query: cholera NOT film", "query: cholera NOT film\nwithin: sentence"),
        ("near: {terms: [a1, b1], words: 3}", "near: {terms: [a1, b1], words: 8}\nlanguage: [en]"),
        ("event: {action: $seize, target: $cities, actor: rebel}", "event: {action: [$seize, $fall], target: $cities}"),
        ("event: {action: $seize, target: $cities}", "event: {action: $seize, target: $countries}"),
        ("event: {action: $seize, target: {of: $cities, not: [club]}}", "event: {action: $seize, target: $cities}\nlanguage: [en]"),
        ("event: {action: $seize, target: $cities}\nstatus: denied", "event: {action: $seize, target: $cities}"),
    ],
)  # fmt: skip
def test_rules_that_differ_are_not(one: str, other: str) -> None:
    found = [problem for problem in between(rules(one, other), {}) if problem.file == "b.yml"]
    assert found == []


@pytest.mark.parametrize(
    ("code", "place", "text", "message"),
    [
        (Code.ORDINARY, "1:3", "- Reading\n", "`Reading` is also an ordinary word"),
        (Code.AMBIGUOUS, "1:3", "- {name: Hamburg, also: [Bremen]}\n- Bremen\n", "is always taken for `Bremen`"),
        (Code.AMBIGUOUS, "3:5", "extend: cities\nentries:\n  - {name: Bosra, also: [Damascus]}\n", "is always taken for `Damascus`"),
        (Code.COMMON, "2:3", "- Latakia\n- the\n", "`the` is in nearly every article"),
        (Code.UNKNOWN_ENTRY, "1:1", "entries: [Hama]\nambiguous: {Bath: [England]}\n", "`Bath`, which is not in the list"),
    ],
)  # fmt: skip
def test_entries_that_are_met_where_nobody_means_them(code: Code, place: str, text: str, message: str) -> None:
    (problem,) = load_lists({"lists/ports.yml": text}).problems
    assert (problem.code, f"{problem.line}:{problem.column}") == (code, place)
    assert message in problem.message


def test_an_ambiguous_entry_with_its_context_is_no_trouble() -> None:
    assert load_lists({"lists/ports.yml": "entries: [Reading, Hama]\nambiguous: {Reading: [England]}"}).problems == ()


def test_every_warning_has_a_test() -> None:
    tested = {code for code, *_ in RULES}
    assert set(Code) - tested == {Code.AMBIGUOUS, Code.UNKNOWN_ENTRY, Code.SAME, Code.COVERED}
