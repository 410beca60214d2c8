"""A test put into a rule's file: in its place, and nothing else changed."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.rules.editing import CannotEdit, with_no_test
from monitor.strictyaml import parse

NEW = "Rebels: not taken, 'yet'."
QUOTED = "'Rebels: not taken, ''yet''.'"

PLACES = [
    # after the last of the list, with the comments around it kept
    (
        "title: t  # of mine\nany: [x]\ntests:\n  yes:\n    - a\n  no:\n    - b   # since May\n\n    # nothing more\nheadline: h\n",
        f"title: t  # of mine\nany: [x]\ntests:\n  yes:\n    - a\n  no:\n    - b   # since May\n    - {QUOTED}\n\n    # nothing more\nheadline: h\n",
    ),
    # dashes that are not indented
    ("any: [x]\ntests:\n  no:\n  - b", f"any: [x]\ntests:\n  no:\n  - b\n  - {QUOTED}"),
    # after an item of several lines
    ("tests:\n  no:\n    - >-\n      long\n      text\nany: [x]\n", f"tests:\n  no:\n    - >-\n      long\n      text\n    - {QUOTED}\nany: [x]\n"),
    ("tests:\n  no:\n    - text: a\n    - {text: b,\n       file: c}\n", f"tests:\n  no:\n    - text: a\n    - {{text: b,\n       file: c}}\n    - {QUOTED}\n"),
    # in brackets
    ("any: [x]\ntests: {yes: [a], no: [b, c]}\n", f"any: [x]\ntests: {{yes: [a], no: [b, c, {QUOTED}]}}\n"),
    ("any: [x]\ntests:\n  no: [ b,\n    c,  ]  # end\n", f"any: [x]\ntests:\n  no: [ b,\n    c, {QUOTED}  ]  # end\n"),
    ("tests: {no: []}\n", f"tests: {{no: [{QUOTED}]}}\n"),
    # where there was no such list
    ("any: [x]\ntests:\n    yes:\n      - a\n# end\n", f"any: [x]\ntests:\n    yes:\n      - a\n    no:\n      - {QUOTED}\n# end\n"),
    ("tests: {yes: [a]}\nany: [x]\n", f"tests: {{yes: [a], no: [{QUOTED}]}}\nany: [x]\n"),
    ("any: [x]  # y\n\n# end\n", f"any: [x]  # y\ntests:\n  no:\n    - {QUOTED}\n\n# end\n"),
    ("any: [x]", f"any: [x]\ntests:\n  no:\n    - {QUOTED}"),
    ('{"any": ["x"]}', f'{{"any": ["x"], tests: {{no: [{QUOTED}]}}}}'),
    # other line ends, and the mark of some editors
    ("\ufeffany: [x]\r\ntests:\r\n  no:\r\n    - b\r\n", f"\ufeffany: [x]\r\ntests:\r\n  no:\r\n    - b\r\n    - {QUOTED}\r\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after"), PLACES)
def test_the_test_stands_in_its_place(before: str, after: str) -> None:
    assert with_no_test(before, parse(before, "f.yml")[0].position().line, NEW) == after


def test_of_several_rules_only_one_is_changed() -> None:
    text = "# one\nid: a\ntests: {no: [x]}\n---\n# two\nid: b\nany: [y]\n---\nid: c\n"
    assert with_no_test(text, 6, "new") == (
        "# one\nid: a\ntests: {no: [x]}\n---\n# two\nid: b\nany: [y]\ntests:\n  no:\n    - new\n---\nid: c\n"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("tests: none\n", 0),
        ("tests:\n  no:\n", 0),
        ("tests: [\n", 0),
        ("any: [x]\n", 2),
        ("", 0),
        ("tests: {no: x}", 0),
    ],
)
def test_what_cannot_be_edited_safely_is_refused(text: str, line: int) -> None:
    with pytest.raises(CannotEdit):
        with_no_test(text, line, NEW)


values = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abcd"), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["any", "title", "near"]), values, min_size=1),
    st.none() | st.dictionaries(st.sampled_from(["yes", "no"]), st.lists(values, max_size=3)),
    st.sampled_from([None, 2]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=40),
)
@settings(max_examples=150)
def test_whatever_the_file_says_it_says_the_same_and_the_test(
    rule: object, tests: object, indent: int | None, sentence: str
) -> None:
    said = {**rule, **({"tests": tests} if tests else {})}  # type: ignore[dict-item]
    before = json.dumps(said, ensure_ascii=False, indent=indent)
    try:
        after = with_no_test(before, parse(before, "f.yml")[0].position().line, sentence)
    except CannotEdit:
        return
    root = parse(after, "f.yml")[0].root
    assert isinstance(root, dict)
    assert root.pop("tests")["no"][-1] == sentence  # type: ignore[call-overload,index]
    assert {key: value for key, value in said.items() if key != "tests"} == root
