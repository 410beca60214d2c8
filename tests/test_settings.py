"""monitor.yml: variables, secret files, every fault at its place, and no secret in any message."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config import EmailReceiver, Language, WebhookReceiver
from monitor.errors import InvalidFiles, Problem, Severity
from monitor.settings import LoadedSettings, load, store_url

BASE = """\
sources:
  - folder: in
receivers:
  desk:
    kind: email
    to: [desk@example.org]
routes:
  - to: [desk]
"""
SECRET = "correct-horse-battery"


def write(folder: Path, text: str) -> Path:
    file = folder / "monitor.yml"
    file.write_text(text, encoding="utf-8")
    return file


def read(folder: Path, extra: str = "", **env: str) -> LoadedSettings:
    return load(write(folder, BASE + extra), env)


def faults(folder: Path, text: str, **env: str) -> list[Problem]:
    with pytest.raises(InvalidFiles) as caught:
        load(write(folder, text), env)
    return list(caught.value.problems)


def test_the_smallest_file_has_sensible_defaults(tmp_path: Path) -> None:
    loaded = read(tmp_path)
    assert loaded.root == tmp_path
    assert loaded.warnings == ()
    assert loaded.settings.smtp.security == "starttls"
    assert loaded.settings.store.get_secret_value() == "sqlite:///var/monitor.db"


def test_packs_are_those_that_ship_and_the_desks_own(tmp_path: Path) -> None:
    (tmp_path / "rules/packs/elections").mkdir(parents=True)
    loaded = read(tmp_path, "packs: [conflict, elections]\n")
    assert (loaded.settings.packs, loaded.warnings) == (["conflict", "elections"], ())


def test_a_pack_that_is_not_there_is_an_error_with_the_nearest_one(tmp_path: Path) -> None:
    near, far = faults(tmp_path, f"{BASE}packs:\n  - conflcit\n  - sport\n")
    assert (near.code, near.message) == ("unknown-name", "no pack is named `conflcit`")
    assert near.suggestion == "did you mean `conflict`?"
    assert (near.line, near.column) == (10, 5)
    assert far.suggestion == "there is conflict, diplomacy, disaster, politics"


def test_a_relative_sqlite_store_lies_beside_the_file(tmp_path: Path) -> None:
    assert read(tmp_path).store_url == f"sqlite:///{tmp_path}/var/monitor.db"
    assert read(tmp_path, "store: sqlite:////var/lib/m.db\n").store_url == "sqlite:////var/lib/m.db"
    url = "postgresql://m:p@db/monitor"
    assert read(tmp_path, f"store: {url}\n").store_url == url


def test_variables_come_from_the_environment(tmp_path: Path) -> None:
    smtp = "smtp:\n  host: ${HOST}\n  port: ${PORT}\n  username: m\n  password: a${PASSWORD}z\n"
    loaded = read(tmp_path, smtp, HOST="mail.example.org", PORT="2525", PASSWORD="${HOST}")
    assert (loaded.settings.smtp.host, loaded.settings.smtp.port) == ("mail.example.org", 2525)
    assert loaded.settings.smtp.password is not None
    assert loaded.settings.smtp.password.get_secret_value() == "a${HOST}z"


def test_an_unset_variable_is_named_with_its_line(tmp_path: Path) -> None:
    problem, other = faults(tmp_path, BASE + "smtp:\n  host: ${MAIL_HOST}\n  username: ${1x}\n")
    assert (problem.line, problem.column, problem.code) == (10, 9, "unset-variable")
    assert "`MAIL_HOST`" in problem.message
    assert "not a variable" in other.message


def test_secrets_can_stand_in_files(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text(f"{SECRET}\n", encoding="utf-8")
    (tmp_path / "url").write_text("https://hooks.example.org/1\n", encoding="utf-8")
    (tmp_path / "keys").write_text("whsec_bmV3\nwhsec_b2xk\n", encoding="utf-8")
    (tmp_path / "store").write_text("postgresql://m:p@db/monitor", encoding="utf-8")
    hook = "  chat:\n    kind: webhook\n    url_file: url\n    secrets_file: keys\n"
    text = BASE.replace("routes:", hook + "routes:")
    text += "smtp: {username: m, password_file: mail}\nstore_file: store\n"
    found = load(write(tmp_path, text), {}).settings
    chat = found.receivers["chat"]
    assert isinstance(chat, WebhookReceiver)
    assert chat.url.get_secret_value() == "https://hooks.example.org/1"
    assert [key.get_secret_value() for key in chat.secrets] == ["whsec_bmV3", "whsec_b2xk"]
    assert found.smtp.password is not None
    assert found.smtp.password.get_secret_value() == SECRET
    assert found.store.get_secret_value() == "postgresql://m:p@db/monitor"


@pytest.mark.parametrize(
    ("smtp", "word"),
    [
        ("{username: m, password_file: gone}", "No such file"),
        ("{username: m, password_file: empty}", "empty"),
        ("{username: m, password: x, password_file: empty}", "both"),
    ],
)
def test_a_secret_file_that_cannot_serve_is_an_error(tmp_path: Path, smtp: str, word: str) -> None:
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    (problem,) = faults(tmp_path, f"{BASE}smtp: {smtp}\n")
    assert word in problem.message
    assert (problem.line, problem.code) == (9, "secret-file")


UNSET = """\
  chat:
    kind: webhook
    url: https://h.example.org/${TOKEN}
    secrets: ["${KEY}"]
    headers: {Authorization: "${TOKEN}"}
  talk: {kind: webhook, url_file: gone, secrets_file: gone}
"""


def test_whoever_only_looks_needs_no_secrets(tmp_path: Path) -> None:
    text = BASE.replace("routes:", UNSET + "routes:")
    text += "smtp: {username: m, password_file: '${DIR}/p'}\nstore: ${STORE}\n"
    assert len(faults(tmp_path, text)) == 7
    loaded = load(write(tmp_path, text), {}, secrets=False)
    assert {problem.severity for problem in loaded.warnings} == {Severity.WARNING}
    assert [problem.line for problem in loaded.warnings] == [9, 10, 11, 12, 12, 15, 16]
    assert loaded.settings.smtp.password is not None
    with pytest.raises(InvalidFiles):
        load(write(tmp_path, BASE + "owner: ${OWNER}\n"), {}, secrets=False)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (BASE, "{root}/var/monitor.db"),
        ("receivers: [\n", "{root}/var/monitor.db"),
        (BASE + "store: sqlite:////var/m.db\nsmtp: {password: ${UNSET}}\nowner: nobody\n", "/var/m.db"),
        ("smtp: [\nstore:\n  sqlite:////var/m.db\nsources:\t{\n", "/var/m.db"),
        ("smtp: [\n'store_file': address\n", "/var/of/file.db"),
        ("routes: x: y\nstore: sqlite:///${NAME}.db\n", "{root}/state.db"),
        ("", "{root}/var/monitor.db"),
    ],
)
def test_the_store_is_found_in_a_broken_file(tmp_path: Path, text: str, address: str) -> None:
    (tmp_path / "address").write_text("sqlite:////var/of/file.db\n", encoding="utf-8")
    url = store_url(write(tmp_path, text), {"NAME": "state"})
    assert url == f"sqlite:///{address.format(root=tmp_path)}"


@pytest.mark.parametrize(
    "text", ["store: ${UNSET}", "store: mysql://x", "{store: x, smtp: [}", "store: [a]", "store: {"]
)
def test_a_store_that_is_not_known_is_an_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(InvalidFiles):
        store_url(write(tmp_path, text), {})


@pytest.mark.parametrize(
    ("extra", "line", "code", "advice"),
    [
        ("smpt: {host: x}", 9, "unknown-key", "smtp"),
        ("smtp: {port: 0}", 9, "value", ""),
        ("smtp: {sender: nobody}", 9, "address", "Name <name@example.org>"),
        ("smtp: {username: m}", 9, "missing-key", ""),
        ("owner: dekc", 9, "unknown-name", "desk"),
        ("store: mysql://x", 9, "store", ""),
        ('digests: {d: {cron: "0 7 * *", to: [desk]}}', 9, "cron", "0 7 * * mon-fri"),
        ('digests: {d: {cron: "0 7 * * *", timezone: Paris, to: [desk]}}', 9, "timezone", "Europe/Paris"),
        ('digests: {d: {cron: "0 7 * * *", timezone: ../x, to: [desk]}}', 9, "timezone", ""),
        ("log: loud", 9, "not-one-of", ""),
        ("timezone: Pariss", 9, "timezone", ""),
        ("language: it", 9, "not-one-of", ""),
    ],
)
def test_a_fault_has_its_line_and_advice(tmp_path: Path, extra: str, line: int, code: str, advice: str) -> None:
    (problem,) = faults(tmp_path, f"{BASE}{extra}\n")
    assert (problem.line, problem.code) == (line, code)
    assert advice in problem.suggestion


@pytest.mark.parametrize(
    ("address", "valid"),
    [
        ("desk@example.org", True),
        ("desk@localhost", True),
        ("jürgen@bücher.example", True),
        ("o'brien+alerts@example.org", True),
        ("desk", False),
        ("desk@", False),
        ("desk @example.org", False),
        ("a@b@example.org", False),
        ("desk@example..org", False),
        ("Desk <desk@example.org>", False),
        ("desk@example.org\\nBcc: x@y", False),
    ],
)
def test_addresses(tmp_path: Path, address: str, valid: bool) -> None:
    text = BASE.replace("[desk@example.org]", f'["{address}"]')
    if valid:
        desk = load(write(tmp_path, text), {}).settings.receivers["desk"]
        assert isinstance(desk, EmailReceiver)
        assert desk.to == [address]
    else:
        assert [problem.code for problem in faults(tmp_path, text)] == ["address"]


def test_duplicates_are_errors(tmp_path: Path) -> None:
    twice = BASE.replace("[desk@example.org]", "[desk@example.org, Desk@Example.org]")
    assert [problem.code for problem in faults(tmp_path, twice)] == ["duplicate-address"]
    inside = BASE.replace("  - folder: in", "  - folder: in\n  - {folder: in/deeper, name: deeper}")
    assert [problem.code for problem in faults(tmp_path, inside)] == ["overlapping-folders"]
    named = BASE.replace("  - folder: in", "  - folder: a/in\n  - folder: b/in")
    assert [problem.code for problem in faults(tmp_path, named)] == ["duplicate-name"]


@pytest.mark.parametrize("path", ["monitor.yml", "deploy/monitor.compose.yml"])
def test_the_shipped_settings_are_sound(path: str) -> None:
    root = Path(__file__).resolve().parents[1]
    loaded = load(root / path, {"MONITOR_STORE": "sqlite:///var/monitor.db"})
    assert loaded.settings.routes[-1].is_default


def test_all_faults_are_found_at_once(tmp_path: Path) -> None:
    text = BASE.replace("to: [desk]", "to: [dsk]") + "owner: dsek\nsmtp: {sender: x}\n"
    assert [problem.line for problem in faults(tmp_path, text)] == [8, 9, 10]


@pytest.mark.parametrize(("host", "warned"), [("mail.example.org", True), ("localhost", False), ("127.0.0.1", False)])
def test_mail_in_clear_is_warned_of_but_for_this_machine(tmp_path: Path, host: str, warned: bool) -> None:
    loaded = read(tmp_path, f"smtp: {{host: {host}, security: none}}\n")
    assert [problem.code for problem in loaded.warnings] == ["clear-text"] * warned


def test_a_file_that_is_not_there_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InvalidFiles) as caught:
        load(tmp_path / "monitor.yml", {})
    assert "monitor init" in caught.value.problems[0].suggestion


@pytest.mark.parametrize("text", ["", BASE + "---\nsources: []\n"])
def test_there_is_one_document(tmp_path: Path, text: str) -> None:
    assert [problem.code for problem in faults(tmp_path, text)] == ["documents"]


@pytest.mark.parametrize(
    "extra",
    [
        "smtp: {username: m, password: ${S}, port: x${S}}",  # one value is wrong, the other a secret
        "smtp: {username: m, password: [${S}]}",
        "owner: ${S}",
        "log: ${S}",
        "smtp: {sender: ${S}}",
        "store: ${S}",
        f"smtp: {{username: m, password: {SECRET}, port: x}}",
        f"smtp: {{username: m, password: {SECRET}, password: x}}",
        f"store: mysql://m:{SECRET}@db/x",
    ],
)
def test_no_secret_is_in_a_message(tmp_path: Path, extra: str) -> None:
    problems = faults(tmp_path, f"{BASE}{extra}\n", S=SECRET)
    assert problems
    assert SECRET not in "".join(map(repr, problems))


LONG = SECRET * 4


@pytest.mark.parametrize(
    "text",
    [
        f"receivers:\n  c:\n    kind: webhook\n    url: x\n    headers:\n      Authorization: [Bearer {SECRET}]\n",
        f"receivers:\n  c:\n    kind: webhook\n    secrets:\n      - {SECRET}\n      - x: {SECRET}\n      - a\n",
        f"receivers:\n  c: {{kind: webhook, secrets: {SECRET}}}\n",
        f"receivers:\n  c: {{kind: webhook, secrets: {LONG}}}\n",
        "receivers:\n  c: {kind: webhook, secrets: '${LONG}'}\n",
        f"receivers:\n- {SECRET}\n",
        f"smtp:\n  pasword: {SECRET}\n",
        f"smtp:\n  password: |\n    {SECRET}\n    {SECRET}: [\n",
        f"smtp:\n  password: {SECRET}: x\n",
        f"smpt: {{pasword: {SECRET}}}\n",
        f"stor: postgresql://m:{SECRET}@db/m\n",
        f"{{smtp: {{pasword: {SECRET}}}}}\n",
        f"'smtp': &x\n  'pasword': {SECRET}\n",
        f"smtp: {{password: '{SECRET}}}\nroutes:\n",
        f"\ufeffsmtp:\r\n  pasword: {SECRET}\r\n",
    ],
)
def test_of_a_line_that_may_hold_a_secret_only_the_key_is_shown(tmp_path: Path, text: str) -> None:
    problems = faults(tmp_path, text, LONG=LONG)
    assert SECRET not in "".join(map(repr, problems))


@pytest.mark.parametrize(
    ("extra", "shown"),
    [
        ("smtp:\n  pasword: x\n", "  pasword: ***"),
        ("smtp:\n  host: ${UNSET}\n", "  host: ${UNSET}"),
        ("smtp:\n  port: many  # of them\n", "  port: ***"),
        ("owner: dekc\n", "owner: dekc"),
        ("digests:\n  d: {cron: 0 7 * *, to: [desk]}\n", "  d: {cron: 0 7 * *, to: [desk]}"),
    ],
)
def test_what_is_shown_of_a_line(tmp_path: Path, extra: str, shown: str) -> None:
    assert [problem.source_line for problem in faults(tmp_path, BASE + extra)] == [shown]


@pytest.mark.parametrize(
    ("keys", "code", "words"),
    [
        ("fallback: nigth", "unknown-name", "did you mean `night`"),
        ("fallback: desk", "unknown-name", "desk → desk"),
        ("fallback: {to: night, after: soon}", "value", "`30s`, `45m`"),
        ("timezone: Berlin", "timezone", "Europe/Berlin"),
        ("throttle: {most: 0, per: 1h}", "value", "at least 1"),
        ("throttle: {most: 1, per: 0s}", "value", "no time at all"),
        ("throttle: {most: 1}", "missing-key", "`per`"),
        ("quiet_hours: {from: 25:00, to: 07:00}", "value", "not `25:00`"),
        ("quiet_hours: {from: 7:00, to: 07:00}", "value", "a whole day is"),
        ("quiet_hours: {from: 22:00, to: 24:00, days: [monday]}", "not-one-of", "did you mean `mon`"),
        ("quiet_hours: {from: 22:00, to: 7:00, let_trough: [high]}", "unknown-key", "let_through"),
        ("storm_cap: 0", "value", "at least 1"),
        ("language: german", "not-one-of", "en, fr, de, es, ar"),
        ("when_empty: never", "not-one-of", "skip, send"),
    ],
)
def test_a_fault_of_who_hears_when_is_said_at_its_place(tmp_path: Path, keys: str, code: str, words: str) -> None:
    text = BASE.replace("routes:", f"    {keys}\n  night: {{kind: console}}\nroutes:")
    (problem,) = faults(tmp_path, text)
    assert (problem.line, problem.code) == (7, code)
    assert words in f"{problem.message} {problem.suggestion}"


@pytest.mark.parametrize(
    ("group", "code", "words"),
    [
        ("{by: []}", "value", "at least one"),
        ("{by: [a b]}", "value", "a slot such as `city`"),
        ("{by: [story], wait: 30}", "value", "not `30`"),
        ("{by: [story], interval: 0s}", "value", "no time at all"),
    ],
)
def test_a_fault_of_a_group_is_said_at_its_place(tmp_path: Path, group: str, code: str, words: str) -> None:
    (problem,) = faults(tmp_path, f"{BASE}    group: {group}\n")
    assert (problem.line, problem.code) == (9, code)
    assert words in problem.message


def test_a_group_of_what_leaves_later_anyway_is_an_error(tmp_path: Path) -> None:
    digest = "    digest: d\n    group: {by: [story]}\ndigests: {d: {cron: '0 7 * * *', to: [desk]}}\n"
    (problem,) = faults(tmp_path, BASE.replace("  - to: [desk]\n", "  - name: x\n") + digest)
    assert "nothing is grouped" in problem.message


def test_a_word_that_is_taken_for_a_slot_is_a_warning(tmp_path: Path) -> None:
    (warning,) = read(tmp_path, "    group: {by: [stroy]}\n").warnings
    assert (warning.severity, warning.suggestion) == (Severity.WARNING, "did you mean `story`?")


def test_fallbacks_that_go_round_are_one_error(tmp_path: Path) -> None:
    ring = "  a: {kind: console, fallback: b}\n  b: {kind: console, fallback: a}\n  c: {kind: console, fallback: a}\n"
    (problem,) = faults(tmp_path, BASE.replace("routes:", ring + "routes:"))
    assert "a → b → a" in problem.message


def test_who_hears_when_is_read_as_it_is_meant(tmp_path: Path) -> None:
    keys = "    quiet_hours: {from: 22:00, to: 24:00}\n    fallback: night\n    throttle: {most: 3, per: 1h}\n"
    text = BASE.replace("routes:", f"{keys}  night: {{kind: console}}\nroutes:")
    found = load(write(tmp_path, f"{text}    group: {{by: [city.country]}}\n"), {}).settings
    desk = found.receivers["desk"]
    assert desk.quiet_hours is not None
    assert (desk.quiet_hours.from_, desk.quiet_hours.to, len(desk.quiet_hours.days)) == (22 * 60, 24 * 60, 7)
    assert desk.fallback is not None
    assert (desk.fallback.to, desk.fallback.after) == ("night", timedelta(minutes=15))
    assert desk.throttle is not None
    assert desk.throttle.per == timedelta(hours=1)
    group = found.routes[0].group
    assert group is not None
    assert (group.wait, group.interval) == (timedelta(seconds=30), timedelta(minutes=10))
    assert (found.timezone_of("desk"), found.language_of("desk")) == ("UTC", Language.EN)


def test_no_secret_is_in_a_repr_or_dump(tmp_path: Path) -> None:
    hook = f"  chat:\n    kind: webhook\n    url: https://h.example.org/{SECRET}\n    secrets: [whsec_{SECRET}]\n"
    hook += f"    headers: {{Authorization: {SECRET}}}\n"
    text = BASE.replace("routes:", hook + "routes:") + f"smtp: {{username: m, password: {SECRET}}}\n"
    loaded = load(write(tmp_path, text + f"store: postgresql://m:{SECRET}@db/m\n"), {})
    assert SECRET not in repr(loaded)
    assert SECRET not in loaded.settings.model_dump_json()


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("foldr: in", "unknown key `foldr`: did you mean `folder`?"),
        ("folder: in, rescan: 9", "unknown key `rescan`: did you mean `rescan_seconds`?"),
        ("push: wire, tokken: x", "unknown key `tokken`: did you mean `token`?"),
        ("folder: in, rescan_seconds: soon", "`rescan_seconds` must be a number, not `soon`"),
        ("name: wire", "this source is of no kind: it needs one of `folder`, "),
        ("folder: in, push: wire", "a source is of one kind, but this one has `folder` and `push`: make it"),
        ("push: wire, token: short", "`token` must have at least 16 letters, so"),
        ("push: wire", "missing key `token`"),
        ("folder: in, timezone: Tokyo", "there is no time zone `Tokyo`: did you mean `Asia/Tokyo`?"),
        ("feeds: a.opml, format: json", "`format` is for folders and senders: "),
        ("folder: in, format: txt", "`format` must be one of text, "),
        ("folder: in, glob: ''", "`glob` is empty"),
        ("stdin: wire, folder: in", "a source is of one kind, but this one has `folder` and `stdin`: make it"),
        ("stdin: wire, token: x", "unknown key `token`"),
    ],
)
def test_a_source_is_of_the_kind_whose_key_it_has(tmp_path: Path, source: str, told: str) -> None:
    text = BASE.replace("folder: in", f"{{{source}}}")
    (fault,) = faults(tmp_path, text)
    assert f"{fault.message}: {fault.suggestion}".startswith(told)
    assert fault.line == 2


DOOR = """\
sources:
  - {push: a, token: aaaa-aaaa-aaaa-aaaa}
  - {push: b, token: bbbb-bbbb-bbbb-bbbb}
receivers: {desk: {kind: email, to: [desk@example.org]}}
routes: [{to: [desk]}]
http: {listen: 127.0.0.1:8080}
"""


@pytest.mark.parametrize(
    ("was", "is_now", "told"),
    [
        ("http: {listen: 127.0.0.1:8080}", "", "nobody listens to `a`: there is no `http`"),
        ("bbbb-bbbb-bbbb-bbbb", "aaaa-aaaa-aaaa-aaaa", "`b` has the token of another sender"),
        ("127.0.0.1:8080", "8080", "`listen` must be an address and a port"),
        ("127.0.0.1:8080", "127.0.0.1:80800", "`listen` must be an address and a port"),
        ("127.0.0.1:8080", '"::1:8080"', "`listen` must have an IPv6 address in brackets"),
        ("push: b", "push: a", "a source named `a` exists already"),
        ("127.0.0.1:8080", '"[::1]:8080"', ""),
        ("127.0.0.1:8080", "localhost:0", ""),
    ],
)
def test_the_door_and_its_senders(tmp_path: Path, was: str, is_now: str, told: str) -> None:
    text = DOOR.replace(was, is_now)
    if told:
        assert faults(tmp_path, text)[0].message.startswith(told)
    else:
        assert load(write(tmp_path, text), {}).warnings == ()


def test_senders_whose_tokens_cannot_be_had_are_warnings_for_who_only_looks(tmp_path: Path) -> None:
    text = DOOR.replace("token: aaaa-aaaa-aaaa-aaaa", "token_file: a").replace("bbbb-bbbb-bbbb-bbbb", "'${B}'")
    assert len(load(write(tmp_path, text), {}, secrets=False).warnings) == 2
    assert {fault.line for fault in faults(tmp_path, text)} == {2, 3}


def test_one_source_reads_standard_input_and_its_lines_are_json_unless_said_otherwise(tmp_path: Path) -> None:
    one, two = (
        BASE.replace("folder: in", "stdin: wire"),
        BASE.replace("folder: in", "{stdin: wire}\n  - {stdin: telex}"),
    )
    (source,) = load(write(tmp_path, one), {}).settings.sources
    assert (source.called, source.hints.format) == ("wire", "json")
    (source,) = load(write(tmp_path, one.replace("wire", "wire\n    format: text")), {}).settings.sources
    assert source.hints.format == "text"
    (fault,) = faults(tmp_path, two)
    assert fault.message == "`wire` reads standard input already: each would get some of its lines"


def test_no_token_of_a_source_is_shown(tmp_path: Path) -> None:
    text = BASE.replace("folder: in", f"push: wire\n    tokken: {SECRET}\n    name: A B")
    shown = [str(fault) + fault.source_line for fault in faults(tmp_path, text)]
    assert not any(SECRET in line for line in shown)
    assert any("name: A B" in line for line in shown)  # what is no secret is


@given(
    st.sampled_from(
        [
            "sources: [{{folder: {}}}]",
            "sources: [{{push: wire, token: {}}}]",
            "sources: [{}]",
            "smtp: {{sender: {}}}",
            "smtp: {{username: m, password: {}}}",
            "smtp: {{username: m, password_file: {}}}",
            "store: {}",
            "receivers: {{d: {{kind: webhook, url: {}}}}}",
            "receivers: {{d: {{kind: email, to: [{}]}}}}",
            "digests: {{d: {{cron: {}, to: [desk]}}}}",
            "digests: {{d: {{cron: '0 7 * * *', timezone: {}, to: [desk]}}}}",
        ]
    ),
    st.text(max_size=20) | st.sampled_from(["http://[", "http://a:x", "\0", "../..", "${", "${}", "/", "Europe"]),
)
@settings(max_examples=300)
def test_whatever_a_value_is_only_problems_are_raised(shape: str, value: str) -> None:
    kept = BASE.replace("sources:\n  - folder: in\n", "") if shape.startswith("sources") else BASE
    text = (kept if not shape.startswith("receivers") else "sources: [{folder: in}]\nroutes: [{to: [d]}]\n") + (
        shape.format(json.dumps(value)) + "\n"
    )
    with TemporaryDirectory() as folder, suppress(InvalidFiles):
        load(write(Path(folder), text), {})


def test_feeds_that_are_asked_too_often_are_warned_of(tmp_path: Path) -> None:
    hasty = BASE.replace("  - folder: in", "  - {feeds: feeds.opml, every: 30s, pause: 1s}\n  - folder: in")
    warnings = load(write(tmp_path, hasty), {}).warnings
    assert [(problem.code, problem.line) for problem in warnings] == [("impolite", 2), ("impolite", 2)]
