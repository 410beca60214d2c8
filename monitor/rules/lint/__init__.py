"""Warnings: rules and lists that are valid, and will surprise whoever wrote them.

    lint(rule, block, document, places, lists)   # one rule, as its file is read
    between(rules)                               # rules that do what others do
    entries(read, whole)                         # a list's file

One file for each thing that goes wrong; `findings` has their codes. Warnings never keep a file out of service.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monitor.errors import Problem, Severity
from monitor.rules.compiled import Rule, TermList
from monitor.rules.lint import always, life, never, slow, struck, twice, wording
from monitor.rules.lint.entries import entries
from monitor.rules.lint.findings import Code, Finding, Places, Subject
from monitor.rules.lint.shadowing import between
from monitor.rules.schema import RuleBlock
from monitor.strictyaml import Document

__all__ = ["Code", "Places", "between", "entries", "lint"]

_CHECKS = (wording.find, twice.find, never.find, always.find, struck.find, slow.find, life.find)


def lint(
    rule: Rule, block: RuleBlock, document: Document, places: Places, lists: Mapping[str, TermList]
) -> Iterator[Problem]:
    """The rule's warnings, each where the file can be mended."""
    subject = Subject(rule, block, places, lists)
    for check in _CHECKS:
        for found in check(subject):
            yield _problem(document, found)


def _problem(document: Document, found: Finding) -> Problem:
    path, offset = found.path, found.offset
    if offset is not None:
        return document.problem_inside(
            path, offset, found.code, found.message, found.suggestion, severity=Severity.WARNING
        )
    key = path[:2] == ("score", "terms") or path[:1] == ("raise",)
    return document.problem(path, found.code, found.message, found.suggestion, severity=Severity.WARNING, key=key)
