"""Rule files → rules and problems: what every fault says, and that files never touch each other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import Severity
from monitor.model.alert import AlertSeverity
from monitor.model.article import Zone
from monitor.rules.compiled import ListEntry, Rule, TermList, Unit
from monitor.rules.load import load_rules

LISTS = {
    "cities": TermList("cities", (ListEntry("Hama", ("Hama",)),), "digest-of-cities"),
    "countries": TermList("countries", (ListEntry("Syria", ("Syria",)),), "digest-of-countries"),
}
SMALLEST = "title: t\nany: [x]\n"


def messages(text: str, file: str = "f.yml") -> list[str]:
    return [str(problem).removeprefix(f"{file}:") for problem in load_rules({file: text}, LISTS).problems]


def rule(text: str) -> Rule:
    loaded = load_rules({"some-rule.yml": text}, LISTS, {"examples/a.txt": "Hama fell."}.get)
    assert not [problem for problem in loaded.problems if problem.severity is Severity.ERROR], loaded.problems
    (only,) = loaded.rules["some-rule.yml"]
    return only


ERRORS = [
    # form
    ("title: t\nany: [x\n", ["2:6: error: not valid YAML: expected ',' or ']', but got '<stream end>' (a comma or a closing bracket is missing)"]),
    ("title: t\nany: [x]\nany: [y]\n", ["3:1: error: the key `any` occurs twice; it is first on line 2"]),
    ("title: t\nany: [*x]\n", ["2:7: error: `*x` is an alias; aliases are not allowed (write it out, or put a term that starts with `*` in quotes)"]),
    ("title: t\nheadline: {{ city.name }} captured\nany: [x]\n", ["2:12: error: not valid YAML: a key must be text (put text that contains braces or brackets in quotes)"]),
    ("title: City: captured\nany: [x]\n", ["1:12: error: not valid YAML: mapping values are not allowed here (put text that contains `: ` in quotes)"]),
    ("- title: t\n", ["1:1: error: the file must be a block of keys and values, not a list"]),
    # keys
    ("titel: t\nany: [x]\n", ["1:1: error: unknown key `titel` (did you mean `title`?)"]),
    ("title: t\nanny: [x]\n", ["2:1: error: unknown key `anny` (did you mean `any`?)"]),
    ("any: [x]\n", ["1:1: error: missing key `title`"]),
    ("title: t\nany: [x]\nalert: {oncee_per: [a]}\n", ["3:9: error: unknown key `oncee_per` (did you mean `once_per`?)"]),
    ("title: t\nnear: {term: [a, b]}\n", ["2:8: error: unknown key `term` (did you mean `terms`?)"]),
    # values
    ("", [" error: the file holds no rule (delete the file, or set `enabled: false`, to take a rule out of service)"]),
    ("# later\n---\n", [" error: the file holds no rule (delete the file, or set `enabled: false`, to take a rule out of service)"]),
    ("title:\nany: [x]\n", ["1:1: error: `title` is empty"]),
    ("title: t\nany: cholera, measles\n", ["2:6: error: `any` must be a list, such as `[one, two]`, not `cholera, measles` (write `[cholera, measles]`)"]),
    ("title: t\nany: []\n", ["2:6: error: `any` needs at least one item"]),
    ("title: t\nany: [[x]]\n", ["2:7: error: item 1 of `any` must be text, not a list"]),
    ("title: t\nany: [x, '']\n", ["2:10: error: item 2 of `any` is empty"]),
    ("title: t\nany: [x]\nwithin: sentense\n", ["3:9: error: `within` must be one of article, paragraph, sentence, not `sentense` (did you mean `sentence`?)"]),
    ("title: t\nany: [x]\nin: [headlin]\n", ["3:6: error: item 1 of `in` must be one of headline, summary, lead, body, heading, quote, dateline, byline, caption, credit, not `headlin` (did you mean `headline`?)"]),
    ("title: t\nany: [x]\nseverity: urgent\n", ["3:11: error: `severity` must be one of low, normal, high, critical, not `urgent`"]),
    ("title: t\nany: [x]\nshadow: yes\n", ["3:9: error: `shadow` must be `true` or `false`, not `yes`"]),
    ("title: t\nany: [x]\nmax_age: 3 days\n", ["3:10: error: `max_age` must be a duration such as `45m`, `48h`, `3d` or `2w`, up to ten years, not `3 days`"]),
    ("title: t\nany: [x]\nalert: {hold: 0h}\n", ["3:15: error: `hold` must be a duration such as `45m`, `48h`, `3d` or `2w`, up to ten years, not `0h`"]),
    ("title: t\nany: [x]\nlanguage: [english]\n", ["3:12: error: item 1 of `language` must be a language's two letters such as `en` or `fr`, not `english`"]),
    ("title: t\nany: [x]\nid: City Captured\n", ["3:5: error: `id` must be small letters, digits and `-`, not `City Captured`"]),
    ("title: t\nnear: {terms: [a, b], words: few}\n", ["2:30: error: `words` must be a whole number, not `few`"]),
    ("title: t\nnear: {terms: [a]}\n", ["2:15: error: `terms` needs at least 2 items"]),
    ("title: t\nat_least: {count: 0, of: [a]}\n", ["2:19: error: `count` must be at least 1, not `0`"]),
    ("title: t\nscore: {need: 3, terms: {a: many}}\n", ["2:29: error: `a` must be a number, not `many`"]),
    # terms
    ("title: t\nany: ['*x']\n", ["2:7: error: `*x`: a star may stand only at the end of a word"]),
    ("title: t\nany: [x, ev*]\n", ["2:10: error: `ev*` would match too much: at least 3 letters before the star"]),
    ("title: t\nall: [[x, '/a(?!b)/']]\n", ["2:11: error: `/a(?!b)/`: looking ahead or behind (`(?=`, `(?!`, `(?<=`, `(?<!`) cannot be used (say it with `near`, `none` or `unless`)"]),
    ("title: t\nscore: {need: 3, terms: {a: 3, '&': 2}}\n", ["2:32: error: `&` has no word"]),
    # lists and slots
    ("title: t\nany: [$citties]\n", ["2:7: error: there is no list `$citties` (did you mean `cities`?)"]),
    ("title: t\nany: [{of: [x, mayor of $town], as: city}]\n", ["2:16: error: there is no list `$town`"]),
    ("title: t\nany: [{of: $cities, as: City}]\n", ["2:25: error: `as` must be small letters, digits and `_`, starting with a letter, not `City`"]),
    ("title: t\nany: [{of: $cities, as: city}]\nalert: {once_per: [town]}\n", ["3:20: error: no term fills the slot `town` (write the term that fills it as `{of: …, as: town}`)"]),
    ("title: t\nany: [{of: $cities, as: city}]\ntests: {yes: [{text: a, slots: {citty: Hama}}]}\n", ["3:33: error: no term fills the slot `citty` (did you mean `city`?)"]),
    # what a rule needs
    ("title: t\n", ["1:1: error: the rule looks for nothing: it needs one of `any`, `all`, `near`, `at_least`, `score`, `query`, `event`"]),
    ("title: t\nnone: [x]\n", ["1:1: error: the rule looks for nothing: it needs one of `any`, `all`, `near`, `at_least`, `score`, `query`, `event`"]),
    ("title: t\nany: [x]\n---\ntitle: u\nid: b\nany: [y]\n", ["1:1: error: missing key `id`: a file of several rules names each"]),
    ("id: a\ntitle: t\nany: [x]\n---\ntitle: u\nid: a\nany: [y]\n", ["6:5: error: the id `a` is already used on line 1"]),
    # tests
    ("title: t\nany: [x]\ntests: {yes: [{text: a, file: b}]}\n", ["3:15: error: a test needs either `text` or `file`"]),
    ("title: t\nany: [x]\ntests: {no: [{file: ../../etc/passwd}]}\n", ["3:21: error: `../../etc/passwd` lies outside of the rules' folder"]),
    ("title: t\nany: [x]\ntests: {no: [{text: a, quote: b}]}\n", ["3:24: error: unknown key `quote`"]),
    # events and status
    ("title: t\nevent: {action: $sieze}\n", ["2:17: error: there is no verb family `$sieze` (did you mean `seize`?)"]),
    ("title: t\nevent: {action: $seize, target: {of: $citys}}\n", ["2:38: error: there is no list `$citys` (did you mean `cities`?)"]),
    ("title: t\nevent: {action: $seize, targt: x}\n", ["2:25: error: unknown key `targt` (did you mean `target`?)"]),
    ("title: t\nevent: {action: '$'}\n", ["2:17: error: `action` must be `$` and a family's name, not `$`"]),
    ("title: t\nevent: {target: x}\n", ["2:8: error: missing key `action`"]),
    ("title: t\nany: [x]\nstatus: [assertd]\n", ["3:10: error: item 1 of `status` must be one of asserted, claimed, denied, negated, possible, planned, hypothetical, past, fiction, question, not `assertd` (did you mean `asserted`?)"]),
    # over time
    ("title: t\nany: [x]\nwhen: {over: 6h}\n", ["3:7: error: `when` needs one of `count`, `spike`, `new`, `sequence`, `silence`"]),
    ("title: t\nany: [x]\nwhen: {count: 3}\n", ["3:7: error: missing key `over`"]),
    ("title: t\nany: [x]\nwhen: {count: 3, over: 6h, sources: 4}\n", ["3:37: error: `when` never holds: 3 matches cannot come from 4 sources"]),
    ("title: t\nany: [x]\nwhen: {count: 3, over: 6h, source: 2}\n", ["3:28: error: unknown key `source` (did you mean `sources`?)"]),
    ("title: t\nany: [{of: $cities, as: city}]\nwhen: {count: 3, over: 6h, by: [cty.country]}\n", ["3:33: error: no term fills the slot `cty` (did you mean `city`?)"]),
    ("title: t\nany: [{of: $cities, as: city}]\nwhen: {new: town}\n", ["3:8: error: no term fills the slot `town` (write the term that fills it as `{of: …, as: town}`)"]),
    ("title: t\nany: [x]\nwhen: {spike: 3, over: 6h, against: 7h}\n", ["3:37: error: `against` must be at least twice as long as `over`"]),
    ("title: t\nany: [x]\nwhen: {sequence: [a, b], over: 6h}\n", ["2:6: error: a sequence looks at the matches of other rules, so `any` is in vain"]),
    ("title: t\nwhen: {silence: 45m}\n", ["1:1: error: the rule looks for nothing: it needs one of `any`, `all`, `near`, `at_least`, `score`, `query`, `event`"]),
    ("title: t\nany: [x]\nalert: {again_if: [captor]}\n", ["3:20: error: no term fills the slot `captor` (write the term that fills it as `{of: …, as: captor}`)"]),
    ("title: t\nany: [x]\nraise: {critical: {sources: 1}}\n", ["3:29: error: `sources` must be at least 2, not `1`"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ERRORS)
def test_every_fault_says_where_and_what(text: str, expected: list[str]) -> None:
    assert messages(text) == expected
    assert load_rules({"f.yml": text}, LISTS).rules == {}


def test_warnings_leave_the_rule_in_service() -> None:
    text = "title: t\nany: [cholera]\nunless: [c, c]\n"
    assert messages(text) == ["3:13: warning: `c` is already in `unless` (leave it out)"]
    assert len(load_rules({"f.yml": text}, LISTS).rules["f.yml"]) == 1


def test_everything_a_rule_may_say() -> None:
    made = rule(
        "title: T\nheadline: '{{ city.name }}'\nseverity: critical\ntags: [a]\nnotify: [desk]\ntemplate: own\n"
        "owner: o@example.org\nshadow: true\nenabled: false\nmax_age: 2w\nwithin: paragraph\nin: [quote]\n"
        "inflect: false\nlanguage: [en]\nsource: [Reuters]\nany: [{of: [$cities, x], as: city}]\n"
        "alert: {once_per: [city], hold: 45m}\ntests: {yes: [{file: examples/a.txt, slots: {city: Hama}, quote: fell}], no: [n]}\n"
    )
    conditions = made.conditions
    assert (made.id, made.title, made.headline, made.severity) == (
        "some-rule",
        "T",
        "{{ city.name }}",
        AlertSeverity.CRITICAL,
    )
    assert (made.tags, made.notify, made.template, made.owner) == (("a",), ("desk",), "own", "o@example.org")
    assert (made.shadow, made.enabled, made.max_age, made.hold) == (
        True,
        False,
        timedelta(weeks=2),
        timedelta(minutes=45),
    )
    assert (conditions.within, conditions.zones, conditions.inflect) == (
        Unit.PARAGRAPH,
        frozenset({Zone.QUOTE}),
        False,
    )
    assert (conditions.languages, conditions.sources) == (frozenset({"en"}), frozenset({"Reuters"}))
    assert made.once_per == ("city",)
    assert [term.slot for term in conditions.any] == ["city", "city"]
    yes, no = made.tests
    assert (yes.text, yes.file, yes.slots, yes.quote, yes.fires, yes.line) == (
        "Hama fell.",
        "examples/a.txt",
        {"city": "Hama"},
        "fell",
        True,
        18,
    )
    assert (no.text, no.file, no.fires) == ("n", None, False)


def test_all_faults_at_once_and_other_files_stay() -> None:
    bad = "title: t\nany: [ev*]\nsevrity: high\nunless:\n  - $nowhere\nnear: {terms: [a, b], words: x}\n"
    loaded = load_rules({"bad.yml": bad, "a/good.yml": SMALLEST}, LISTS)
    assert [problem.code for problem in loaded.problems] == ["star", "unknown-key", "unknown-list", "value"]
    assert {file: [rule.id for rule in rules] for file, rules in loaded.rules.items()} == {"a/good.yml": ["good"]}


def test_words_are_text() -> None:
    made = rule("title: 010\nany: [NO, 010, 17:30, null, true]\n")
    assert (made.title, [term.written for term in made.conditions.any]) == (
        "010",
        ["NO", "010", "17:30", "null", "true"],
    )


def test_the_second_file_with_an_id_is_the_one_in_error() -> None:
    files = {"b.yml": SMALLEST, "c.yml": f"{SMALLEST}id: b\n"}
    loaded = load_rules(files, LISTS)
    assert list(loaded.rules) == ["b.yml"]
    assert [str(problem) for problem in loaded.problems] == [
        "c.yml:3:1: error: the id `b` already belongs to b.yml (give this rule an `id` of its own)"
    ]


def test_a_new_file_takes_no_id_from_one_that_has_it() -> None:
    before = load_rules({"b.yml": SMALLEST}, LISTS)
    after = load_rules({"b.yml": SMALLEST, "a.yml": f"{SMALLEST}id: b\n"}, LISTS, previous=before)
    assert list(after.rules) == ["b.yml"]
    assert after.problems[0].file == "a.yml"


def test_a_reload_reads_only_what_changed() -> None:
    files = {"a.yml": SMALLEST, "b.yml": "title: t\nany: [$cities]\n", "c.yml": SMALLEST}
    before = load_rules(files, LISTS)
    other = {**LISTS, "cities": TermList("cities", (), "another-digest")}
    after = load_rules({**files, "c.yml": "title: u\nany: [x]\n"}, other, previous=before)
    kept = {file: after.files[file] is before.files[file] for file in files}
    assert kept == {"a.yml": True, "b.yml": False, "c.yml": False}
    assert after.rules["b.yml"][0].digest != before.rules["b.yml"][0].digest
    assert after.rules["c.yml"][0].title == "u"


def test_a_file_is_read_again_when_its_list_or_example_appears() -> None:
    files = {"a.yml": "title: t\nany: [$towns]\n", "b.yml": f"{SMALLEST}tests: {{yes: [{{file: e.txt}}]}}\n"}
    before = load_rules(files, LISTS)
    assert sorted(before.rules) == ["b.yml"]
    assert [test.missing for test in before.rules["b.yml"][0].tests] == [True]
    towns = {**LISTS, "towns": TermList("towns", (), "d")}
    after = load_rules(files, towns, {"e.txt": "x"}.get, previous=before)
    assert sorted(after.rules) == ["a.yml", "b.yml"]
    assert [test.text for test in after.rules["b.yml"][0].tests] == ["x"]


def test_the_digest_is_of_the_meaning() -> None:
    def digest(text: str) -> str:
        return load_rules({"a.yml": text}, LISTS).rules["a.yml"][0].digest

    assert digest(SMALLEST) == digest(f"# a comment\n{SMALLEST}")
    assert digest(SMALLEST) != digest("title: t\nany: [y]\n")


def test_a_file_name_that_is_no_id() -> None:
    assert messages(SMALLEST, "City_Captured.yml") == [
        "1:1: error: the file's name `City_Captured` cannot be the rule's id: only small letters, digits and `-` "
        "(rename the file, or write `id: city-captured`)"
    ]
    assert messages(f"{SMALLEST}id: city\n", "City_Captured.yml") == []


RULE_LIKE = st.lists(
    st.tuples(
        st.sampled_from(["title", "any", "all", "near", "alert", "tests", "id", "unless", "score", "event", "xyz"]),
        st.sampled_from(
            ["x", "[x, y]", "[[x]]", "{of: x, as: y}", "[{of: [x], as: y}]", "", "{terms: [a, b]}", "{yes: [a]}"]
        ),
    ),
    max_size=5,
)


@settings(max_examples=150)
@given(RULE_LIKE)
def test_any_file_loads_or_has_a_problem(pairs: list[tuple[str, str]]) -> None:
    loaded = load_rules({"f.yml": "\n".join(f"{key}: {value}" for key, value in pairs)}, LISTS)
    errors = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    assert bool(errors) != ("f.yml" in loaded.rules)
