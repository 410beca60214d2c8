"""Templates: what the sandbox refuses, what loading finds, and where it says it is."""

from __future__ import annotations

import time
from typing import Any

import pytest

from monitor.delivery.render import Part, RenderFailed, Templates
from monitor.delivery.render.budget import MAX_SECONDS
from monitor.delivery.sample import samples, variables
from monitor.model.alert import NotificationKind

ALERT = samples()[0]


def rendered(source: str, part: Part = Part.TEXT, given: Any = None) -> str:
    templates = Templates({f"t.{part}.j2": source})
    return templates.render("t", part, NotificationKind.ALERT, given or ALERT)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ alert.__class__ }}",
        "{{ alert['__class__'] }}",
        "{{ alert|attr('__class__') }}",
        "{{ self.__init__.__globals__ }}",
        "{{ range.__self__ }}",
        "{{ lipsum() }}",
        "{{ cycler('a') }}",
        "{{ joiner() }}",
        "{{ alert.headline.format(alert) }}",
        "{{ '{0.__class__}'.format(alert) }}",
        "{{ '%s'|format(alert) }}",
        "{{ alert.update({'headline': 'x'}) }}",
        "{{ alert.clear() }}",
        "{{ alert.context.append(1) }}",
        "{{ alert.context.sort() }}",
        "{{ alert.headline|safe }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../monitor.yml' %}",
        "{{ get_flashed_messages }}",
    ],
)
def test_no_way_out(source: str) -> None:
    with pytest.raises(RenderFailed):
        rendered(source)


@pytest.mark.parametrize("source", ["{{ alert.slots.__class__ }}", "{{ alert.slots.city.__init__.__globals__ }}"])
def test_an_unfilled_slot_is_no_way_out_either(source: str) -> None:
    assert not rendered(source)


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(10**9) %}{% endfor %}",
        "{% for a in range(1000000000) %}{% endfor %}",
        "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
        "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
        "{% for a in range(9999) %}{% for b in range(9999) if false %}{% endfor %}{% endfor %}",
        "{{ 'x'.center(1000000000) }}",
        "{{ 'x'|center(1000000000) }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x'.zfill(1000000000) }}",
        "{{ 'x'.join(['y']) }}",
        "{{ 'x'|indent(1000000000) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ [0] * 1000000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ 9 ** 9 ** 9 }}",
        "{% set n = namespace(v='xxxxxxxxxx') %}{% for a in range(60) %}{% set n.v = n.v ~ n.v %}{% endfor %}",
        "{% set n = namespace(v='xxxxxxxxxx') %}{% for a in range(60) %}{% set n.v = n.v + n.v %}{% endfor %}",
        "{% set n = namespace(v=[1, 2]) %}{% for a in range(60) %}{% set n.v = n.v + n.v %}{% endfor %}",
        "{% set n = namespace(v=10) %}{% for a in range(60) %}{% set n.v = n.v * n.v %}{% endfor %}",
        "{% set big = 'x' ~ range(9999)|join('x') %}{{ big|replace('x', big) }}",
        "{% set big = range(9999)|join %}{{ range(9999)|join(big) }}",
        "{% macro m(n) %}{{ m(n - 1) if n else '' }}{{ m(n - 1) if n else '' }}{% endmacro %}{{ m(40) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include 't.txt.j2' %}",
        "{{ alert.headline|wrap(1000000000)|wrap(72, 'x' * 1000000000) }}",
        "{{ [[[[[[1]]]]]]|tojson(indent=1000000000) }}",
        "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
        "x" * 300_000,
    ],
    ids=lambda source: source[:60],
)
def test_no_way_to_take_all_time_or_memory(source: str) -> None:
    started = time.monotonic()
    with pytest.raises(RenderFailed):
        rendered(source)
    assert time.monotonic() - started < MAX_SECONDS + 2


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ alert.headline }}", "Hama captured by rebels"),
        ("{{ alert.slots.city }} {{ alert.slots.city.country }}", "Hama SY"),
        ("{{ alert.slots.captor }} {{ alert.slots.captor.name }}", "rebels rebels"),
        ("[{{ alert.slots.general }}{{ alert.slots.general.rank.insignia }}]", "[]"),
        ("{{ alert.slots.general or 'nobody' }}", "nobody"),
        ("{% if alert.slots.city is defined %}yes{% endif %}", "yes"),
        ("{{ alert.slots.city|slot }}", "Hama, Syria"),
        ("{{ alert.proof.cue }}", ""),
        ("{{ alert.article.published|local('Asia/Tokyo') }}", "Thu 5 Dec 2024, 18:12 JST"),
        ("{{ alert.article.published|local('America/Sao_Paulo') }}", "Thu 5 Dec 2024, 06:12 UTC-03"),
        ("{{ alert.article.published|day }}", "Thu 5 Dec 2024"),
        ("{{ none|local }}", ""),
        ("{{ 'a b c d'|wrap(20, '> ') }}", "> a b c d"),
        ("{{ 'Hama'|underline }}", "Hama\n===="),
        ("{{ '陷落'|underline('-') }}", "陷落\n----"),
        ("{{ alert.rule.tags|join(', ') }}", "conflict, syria"),
        ("{{ 'javascript:alert(1)'|web_link }}{{ 'HTTPS://x'|web_link }}", "HTTPS://x"),
        ("{{ 2 + 3 * 4 % 5 }}", "4"),
        ("{% for n in range(3) %}{{ loop.index }}/{{ loop.length }} {% endfor %}", "1/3 2/3 3/3 "),
        (
            "{{ [{'text': 'a', 'mark': true}, {'text': ' ', 'mark': false}, {'text': 'b', 'mark': true}]|marked }}",
            "*a b*",
        ),
        ("{{ [{'text': 'a_b', 'mark': true}]|markdown }} {{ '<!here>'|slack }}", "**a\\_b** &lt;!here&gt;"),
        ("{{ alert.slots.general|tojson }} {{ {'b': 1, 'a': none}|tojson }}", 'null {"b": 1, "a": null}'),
    ],
)
def test_what_templates_may_do(source: str, text: str) -> None:
    assert rendered(source) == text


def test_html_is_escaped_and_text_is_not() -> None:
    given = {**ALERT, "banner": "<b>&"}
    assert rendered("{{ banner }}", Part.HTML, given) == "&lt;b&gt;&amp;"
    assert rendered("{{ banner }}", Part.TEXT, given) == "<b>&"
    assert rendered("{{ [{'text': banner, 'mark': true}]|marked }}", Part.HTML, given) == "<mark>&lt;b&gt;&amp;</mark>"


@pytest.mark.parametrize(
    "way", ["{% include '_p.txt.j2' %}", "{% import '_p.txt.j2' as p %}{{ p.m(banner) }}", "{% extends '_p.txt.j2' %}"]
)
def test_html_takes_no_unescaped_pieces(way: str) -> None:
    files = {"t.html.j2": way, "_p.txt.j2": "{% macro m(x) %}{{ x }}{% endmacro %}{{ banner }}"}
    with pytest.raises(RenderFailed, match="may only use pieces"):
        Templates(files).render("t", Part.HTML, NotificationKind.ALERT, {**ALERT, "banner": "<b>"})


def test_pieces_are_shared() -> None:
    files = {
        "t.html.j2": "{% import '_p.html.j2' as p %}{{ p.m(banner) }}",
        "_p.html.j2": "{% macro m(x) %}<i>{{ x }}</i>{% endmacro %}",
    }
    given = {**ALERT, "banner": "<b>"}
    assert Templates(files).render("t", Part.HTML, NotificationKind.ALERT, given) == "<i>&lt;b&gt;</i>"


def test_a_missing_part_comes_from_the_default_of_the_kind() -> None:
    templates = Templates({"mine.subject.j2": "Mine"})
    assert templates.render("mine", Part.SUBJECT, NotificationKind.ALERT, ALERT) == "Mine"
    assert templates.render("mine", Part.TEXT, NotificationKind.ALERT, ALERT).startswith("CRITICAL - City captured")
    digest = next(sample for sample in samples() if sample["kind"] == "digest")
    assert "Morning digest" in templates.render("mine", Part.TEXT, NotificationKind.DIGEST, digest)


def test_names() -> None:
    assert {"default", "update", "digest", "notice", "slack", "teams", "discord", "mattermost", "mine"} == Templates(
        {"x/mine.txt.j2": "", "_piece.txt.j2": "", "README.md": "{{"}
    ).names()


@pytest.mark.parametrize(
    ("name", "source", "line", "code", "message", "suggestion"),
    [
        (
            "a.txt.j2",
            "fine\n{{ alert.headlin }}",
            2,
            "unknown-variable",
            "unknown variable `alert.headlin`",
            "did you mean `headline`?",
        ),
        (
            "a.txt.j2",
            "{% if alert.late and not true %}\n{{ alert.rule.titel }}{% endif %}",
            2,
            "unknown-variable",
            "unknown variable `alert.rule.titel`",
            "did you mean `title`?",
        ),
        (
            "a.txt.j2",
            "\n\n{{ alrt.headline }}",
            3,
            "unknown-variable",
            "unknown variable `alrt`",
            "did you mean `alert`?",
        ),
        (
            "a.txt.j2",
            "{% for p in alert.context %}\n{{ p.zzz }}{% endfor %}",
            2,
            "template-fails",
            "unknown variable `zzz`",
            "",
        ),
        (
            "a.txt.j2",
            "{% for p in alert.context %}\n{{ p.prof }}{% endfor %}",
            2,
            "template-fails",
            "unknown variable `prof`",
            "did you mean `proof`?",
        ),
        ("a.txt.j2", "{% if x %}\n", 1, "template-syntax", "Unexpected end of template", ""),
        (
            "a.txt.j2",
            "a\n{{ alert.headline|uper }}",
            2,
            "template-syntax",
            "No filter named 'uper'",
            "did you mean `upper`?",
        ),
        ("a.json.j2", "{ {{ alert.headline }} }", 0, "not-json", "with a sample alert the result is no JSON", ""),
        ("a.text.j2", "x", 0, "template-name", "a template is called", "did you mean `a.txt.j2`?"),
        ("a.j2", "x", 0, "template-name", "a template is called", ""),
        ("a.b.txt.j2", "x", 0, "template-name", "a template is called", "did you mean `a.txt.j2`?"),
        ("digest.txt.j2", "{{ alert.headline }}", 1, "template-fails", "unknown variable `alert`", ""),
        ("a.txt.j2", "{% include 'gone.txt.j2' %}", 1, "template-fails", "gone.txt.j2", ""),
    ],
)
def test_loading_says_what_is_wrong_and_where(
    *, name: str, source: str, line: int, code: str, message: str, suggestion: str
) -> None:
    (problem,) = Templates.load({f"templates/{name}": source}).problems
    assert (problem.file, problem.line, problem.code) == (f"templates/{name}", line, code)
    assert message in problem.message
    assert problem.suggestion == suggestion
    assert problem.source_line == (source.splitlines()[line - 1] if line else "")


@pytest.mark.parametrize(
    ("source", "column", "suggestion"),
    [
        ("{{ headline }}", 4, "did you mean `alert.headline`?"),
        ("at {{ city.name }}", 7, "did you mean `alert.slots.city`?"),
        ("{{ alert.rule.id }}: {{ alert.rule.titel }}", 25, "did you mean `title`?"),
        ("{{ alrt.headline }}", 4, "did you mean `alert`?"),
    ],
)
def test_a_name_that_is_not_known_is_shown_where_it_stands(source: str, column: int, suggestion: str) -> None:
    (problem,) = Templates.load({"templates/a.txt.j2": source}).problems
    assert (problem.column, problem.suggestion) == (column, suggestion)


def test_all_problems_of_all_files_at_once() -> None:
    files = {"a.txt.j2": "{{ aa }}\n{{ bb }}", "b.txt.j2": "{{ cc }}", "good.txt.j2": "{{ alert.headline }}"}
    assert [(problem.file, problem.line) for problem in Templates.load(files).problems] == [
        ("a.txt.j2", 1),
        ("a.txt.j2", 2),
        ("b.txt.j2", 1),
    ]


def test_a_fault_in_a_piece_is_told_there() -> None:
    files = {
        "a.txt.j2": "{% include '_p.txt.j2' %}",
        "_p.txt.j2": "x\n{% for p in alert.context %}{{ p.zz }}{% endfor %}",
    }
    assert {(problem.file, problem.line) for problem in Templates.load(files).problems} == {("_p.txt.j2", 2)}


@pytest.mark.parametrize(
    "source",
    [
        "{% set x = 1 %}{{ x }}{% macro m(a, b=2) %}{{ a }}{{ b }}{% endmacro %}{{ m(1) }}",
        "{% for name, slot in alert.slots.items() %}{{ name }}{{ slot.whatever }}{{ loop.index }}{% endfor %}",
        "{{ lines|join }}",
        "{{ total }}{{ places|length }}",
        "{% if kind == 'digest' %}{{ total }}{% elif kind == 'alert' %}{{ alert.id }}{% endif %}",
        "{{ alert.slots.anything.at.all }}",
        "{{ alert.article.url or 'no link' }}",
    ],
)
def test_what_is_right_has_no_problem(source: str) -> None:
    assert Templates.load({"a.txt.j2": source}).problems == ()


def test_what_ships_has_no_problem() -> None:
    from importlib import resources

    folder = resources.files("monitor.lexicon") / "templates"
    files = {file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".j2")}
    assert len(files) > 12
    assert Templates.load(files).problems == ()


def test_control_characters_never_reach_a_template() -> None:
    given = variables(
        NotificationKind.ALERT, {"alert": {"headline": "a\x1b[31m\u202eb\x00\r\nc", "n": [1.5, True]}, "why": {}}
    )
    assert rendered("{{ alert.headline }}{{ alert.n }}", given=given) == "a[31mb\nc[1.5, True]"


def test_endless_content_is_cut() -> None:
    given = variables(NotificationKind.ALERT, {"alert": {"headline": "x" * 10**6, "list": [1] * 10**5}, "why": {}})
    assert rendered("{{ alert.headline|length }} {{ alert.list|length }}", given=given) == "20002 2000"
