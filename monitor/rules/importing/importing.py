"""The whole way from what somebody exported to rule files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category

from monitor.rules.compiled import Expression
from monitor.rules.importing.dialects import DIALECTS, guess, read
from monitor.rules.importing.iptc import read_iptc
from monitor.rules.importing.plain import keys_of
from monitor.rules.query import QueryFault
from monitor.rules.writing import Keys, rule_file

_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Cn", "Co"))

_LONGEST_NAME = 80

FORMS = ("auto", *DIALECTS, "iptc")


@dataclass(frozen=True, slots=True)
class Imported:
    """A rule file. `notes`: what was left out, since it changes no match, and what is nearly the same."""

    id: str
    text: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule that cannot be said in our language, and why."""

    name: str
    reason: str


def import_rules(
    text: str, form: str = "auto", *, id: str | None = None, title: str | None = None
) -> list[Imported | Refused]:
    """A Boolean string as one rule, or every rule of an IPTC EXTRA file. `form` is one of FORMS."""
    if form == "iptc" or (form == "auto" and _is_json(text)):
        return list(_iptc(text, id, title))
    text = _visible(text)
    notes: list[str] = []
    name = _visible(title or "") or _short(text)
    dialect = guess(text) if form == "auto" else form
    if form == "auto" and dialect != "boolean":
        notes.append(f"read as a string of {dialect}; `--from` says otherwise")
    try:
        return [_imported(read(text, dialect, notes), id or _id(name), name, notes)]
    except QueryFault as fault:
        return [Refused(name, _reason(fault, f" (at letter {fault.start + 1})"))]


def _is_json(text: str) -> bool:
    """Brandwatch's `{Case}` begins like JSON, too."""
    if text.lstrip()[:1] not in ("{", "["):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return bool(re.match(r"\s*[{\[]\s*[\[{\"]", text))
    return True


def _short(text: str) -> str:
    """A title of the string's own, cut between words."""
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME].rsplit(' ', 1)[0]} …"


def _iptc(text: str, id: str | None, title: str | None) -> Iterator[Imported | Refused]:
    try:
        written = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield Refused("the file", f"not JSON: {error}")
        return
    rules = written.get("rules") if isinstance(written, dict) else written
    rules = rules if isinstance(rules, list) else [rules]
    taken: set[str] = set()
    for number, rule in enumerate(rules, 1):
        if not isinstance(rule, dict) or not isinstance(rule.get("query"), str):
            yield Refused(f"rule {number}", "it has no `query`")
            continue
        alone = len(rules) == 1
        name = (title if alone else None) or str(rule.get("name") or f"rule {number}")
        rule_id = (id if alone else None) or _free(_id(f"{id}-{name}" if id else name), taken)
        try:
            yield _imported(read_iptc(_visible(rule["query"])), rule_id, _visible(name)[:200], [])
        except QueryFault as fault:
            yield Refused(name, _reason(fault, ""))


def _imported(tree: Expression, rule_id: str, title: str, notes: list[str]) -> Imported:
    keys: Keys = {"id": rule_id, "title": title, **keys_of(tree)}
    if "all" in keys and "within" not in keys:
        keys["within"] = "article"
    return Imported(rule_id, rule_file(keys), tuple(dict.fromkeys(notes)))


def _visible(text: str) -> str:
    """On one line, without characters that no file of text holds."""
    return " ".join("".join(" " if category(each) in _INVISIBLE else each for each in text).split())


def _reason(fault: QueryFault, place: str) -> str:
    return f"{fault.message}{place}" + (f": {fault.suggestion}" if fault.suggestion else "")


def _id(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-") or "imported"


def _free(wanted: str, taken: set[str]) -> str:
    found, number = wanted, 2
    while found in taken:
        found, number = f"{wanted}-{number}", number + 1
    taken.add(found)
    return found
