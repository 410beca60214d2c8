"""What an alert of the rule looks like, and who hears of it, in words."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.alertschema import SOURCES, STATUS
from monitor.rules.compiled import Rule
from monitor.rules.saying.words import counted, length, plain_list


def alerts(rule: Rule) -> Iterator[str]:
    held = f"it stays open for {length(rule.hold)} after the last match"
    yield f"One alert of severity {rule.severity} for {_happening(rule)}; {held}."
    for severity, sources in rule.raises:
        yield f"From {sources} independent sources on it is {severity}."
    yield f"An update is sent when {plain_list(map(_again, rule.again_if), 'or')}." if rule.again_if else "No updates."
    yield f"An article that is older than {length(rule.max_age)} interrupts nobody."
    yield f"Its headline: {rule.headline}" if rule.headline else "Its headline is the rule's title."
    yield from _readers(rule)
    if rule.template != "default":
        yield f"Written with the template `{rule.template}`."
    if rule.owner:
        yield f"{rule.owner} is told when the rule breaks."
    yield f"Tests: {_tests(rule)}."


def _happening(rule: Rule) -> str:
    if rule.when:
        return "each such time"
    return f"each {plain_list(rule.once_per)}" if rule.once_per else "each story"


def _again(name: str) -> str:
    if name == STATUS:
        return "its status rises or turns"
    return "2, 5 or 10 sources report it" if name == SOURCES else f"`{name}` is another"


def _readers(rule: Rule) -> Iterator[str]:
    tags = f" Tags: {plain_list(rule.tags)}." if rule.tags else ""
    if not rule.enabled:
        yield f"Switched off: it does not run.{tags}"
    elif rule.shadow:
        yield f"In the shadow: it runs and counts, and nobody is told.{tags}"
    elif rule.notify:
        yield f"Sent to {plain_list(rule.notify)}.{tags}"
    else:
        yield f"Sent where the routes in monitor.yml say.{tags}"


def _tests(rule: Rule) -> str:
    yes = sum(test.fires for test in rule.tests)
    if not rule.tests:
        return "none"
    return f"{counted(yes, 'text')} must fire, {counted(len(rule.tests) - yes, 'text')} must not"
