"""What an alert of the rule looks like, and who hears of it, in words."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.rules.compiled import Rule
from monitor.rules.saying.words import counted, length, plain_list


def alerts(rule: Rule) -> Iterator[str]:
    held = f"it stays open for {length(rule.hold)} after the last match"
    yield f"One alert of severity {rule.severity} for {_happening(rule)}; {held}."
    yield f"An article that is older than {length(rule.max_age)} interrupts nobody."
    yield f"Its headline: {rule.headline}" if rule.headline else "Its headline is the rule's title."
    yield from _readers(rule)
    if rule.template != "default":
        yield f"Written with the template `{rule.template}`."
    if rule.owner:
        yield f"{rule.owner} is told when the rule breaks."
    yield f"Tests: {_tests(rule)}."


def _happening(rule: Rule) -> str:
    return f"each {plain_list(rule.once_per)}" if rule.once_per else "each story"


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
