"""What the docs say is true: commands parse, links lead somewhere, and no key, flag or code goes without a word."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from monitor.cli import COMMANDS, commands, schemas
from monitor.cli.exit_codes import ExitCode

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
OPERATIONS = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
_CODE = re.compile(r"`([^`\n]+)`")
_CALL = re.compile(r"^(?:\$ )?(?:sudo )?(?:\S*python3? -m )?monitor ((?:--config \S+ )?[a-z].*)$")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def calls(page: Path) -> Iterator[str]:
    """Every command line of the monitor in a page: in `code`, and in blocks after a prompt."""
    for line in page.read_text(encoding="utf-8").splitlines():
        spans = [line] if line.startswith("$ ") else _CODE.findall(line)
        for span in spans:
            if found := _CALL.match(span.strip()):
                yield found[1].partition("  #")[0].strip()


def flat(command: click.Command, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """All commands that do something, by their full name."""
    if not isinstance(command, click.Group) or command.invoke_without_command:
        yield name, command
    if not isinstance(command, click.Group):
        return
    context = click.Context(command)
    for each in command.list_commands(context):
        found = command.get_command(context, each)
        assert found is not None
        yield from flat(found, f"{name} {each}".strip())


ALL = dict(flat(commands))
CALLS = [
    pytest.param(call, id=f"{page.relative_to(ROOT)}: {call}") for page in PAGES for call in dict.fromkeys(calls(page))
]


@pytest.mark.parametrize("call", CALLS)
def test_every_command_in_the_docs_exists(call: str) -> None:
    words = shlex.split(re.sub(r"--config \S+ ", "", call).replace("[", " ").replace("]", " "))
    name = next((name for name in (" ".join(words[:2]), words[0]) if name in ALL), None)
    if name is None:  # the name of a group alone
        assert words[0] in COMMANDS
        assert len(words) == 1, f"there is no monitor {' '.join(words[:2])}"
        return
    known = {option for parameter in ALL[name].params for option in parameter.opts}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known | {"--help"}


@pytest.mark.parametrize("name", ALL)
def test_every_command_and_flag_is_documented(name: str) -> None:
    line = next((line for line in OPERATIONS.splitlines() if f"monitor {name.split(maxsplit=1)[0]}" in line), "")
    assert line, f"monitor {name}"
    assert name.rsplit(maxsplit=1)[-1] in OPERATIONS
    flags = [option for parameter in ALL[name].params for option in parameter.opts if option.startswith("--")]
    assert [flag for flag in flags if flag not in OPERATIONS] == []


def keys(schema: str) -> list[str]:
    """Every key that a file of this kind may hold, at any depth."""
    found: dict[str, None] = {}
    pending: list[object] = [schemas.SCHEMAS[schema]()]
    while pending:
        here = pending.pop()
        if isinstance(here, dict):
            properties = here.get("properties")
            found.update(dict.fromkeys(properties if isinstance(properties, dict) else ()))
            pending.extend(here.values())
        elif isinstance(here, list):
            pending.extend(here)
    return list(found)


@pytest.mark.parametrize(
    ("schema", "page"),
    [
        ("monitor", "operations.md"),
        ("rule", "rules.md"),
        ("list", "rules.md"),
        ("action", "rules.md"),
        ("status", "rules.md"),
    ],
)
def test_every_key_is_documented(schema: str, page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    assert [key for key in keys(schema) if not re.search(rf"\b{key}\b", text)] == []


def test_every_exit_code_is_documented() -> None:
    documented = {int(code) for code in re.findall(r"^\| (\d+) \| ", OPERATIONS, re.MULTILINE)}
    assert documented == set(ExitCode)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text(encoding="utf-8")):
        path, _, anchor = target.partition("#")
        if path.startswith(("http:", "https:", "mailto:")):
            continue
        file = page.parent / path if path else page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}, target


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_pinned_packages_have_hashes_and_name_no_server(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert "://" not in text
    packages = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n?", "", text, flags=re.MULTILINE).strip())
    assert [package.split()[0] for package in packages if "==" not in package or "--hash=sha256:" not in package] == []


def test_the_dev_environment_holds_the_running_one() -> None:
    def pinned(file: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE))

    assert pinned("requirements.txt") <= pinned("requirements-dev.txt")
