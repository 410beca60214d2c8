"""A JUnit report of rule tests, as CI systems read it."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from monitor.matching.examples import TestResult
from monitor.rules.compiled import Rule


def report(results: Sequence[tuple[Rule, Sequence[TestResult]]]) -> str:
    """One test suite a rule, one case a test."""
    root = Element("testsuites")
    for rule, of_rule in results:
        failures = sum(not result.passed for result in of_rule)
        suite = SubElement(root, "testsuite", name=rule.id, tests=str(len(of_rule)), failures=str(failures))
        for result in of_rule:
            _case(suite, rule, result)
    indent(root)
    return tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _case(suite: Element, rule: Rule, result: TestResult) -> None:
    name = f"{'yes' if result.test.fires else 'no'}: {_printable(result.test.text)[:120]}"
    case = SubElement(
        suite, "testcase", classname=rule.id, name=name, file=rule.file_of(result.test), line=str(result.test.line)
    )
    if not result.passed:
        SubElement(case, "failure", message=_printable(result.why)).text = _printable(result.test.text)


def _printable(text: str) -> str:
    """Without what XML 1.0 cannot say."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
