"""A rule's `headline`: one line with the rule's slots as variables."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import ChainableUndefined, Template

from monitor.delivery.render.compiled import problems, rendered
from monitor.delivery.render.sandbox import Sandbox
from monitor.delivery.render.values import Slots, Unfilled, plain

_MAX_HEADLINE = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a headline; the rule's file knows where it stands."""

    code: str
    message: str
    suggestion: str = ""


class _Needed(ChainableUndefined):
    """An unfilled slot: false in a condition, but a headline that would print it is not worth having."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(self._fail_with_undefined_error())


class _HeadlineSandbox(Sandbox):
    def getitem(self, obj: Any, argument: Any) -> Any:
        found = super().getitem(obj, argument)
        return _Needed(name=argument) if isinstance(found, Unfilled) else found


def _sandbox() -> Sandbox:
    sandbox = _HeadlineSandbox(None, html=False)
    sandbox.undefined = _Needed
    return sandbox


@lru_cache(maxsize=1_000)
def _compiled(template: str) -> Template:
    return _sandbox().from_string(template)


def check_headline(template: str, slots: Collection[str]) -> tuple[Fault, ...]:
    """What is wrong with a headline template, given the names of the rule's slots. Empty: nothing."""
    known = dict.fromkeys(slots, Slots())
    found = problems(_sandbox(), "headline", template, known)
    return tuple(Fault(problem.code, problem.message, problem.suggestion) for problem in found)


def render_headline(template: str, slots: Mapping[str, Any], fallback: str) -> str:
    """The headline on one line; `fallback` where it would print a slot that nothing filled, or cannot be rendered.

    `slots` maps a name to its facts, as in `AlertFacts`. A slot printed as a whole is its entry's name, else its text.
    """
    values: Mapping[str, Any] = plain({"slots": slots})["slots"]
    try:
        line = rendered(_compiled(template), values)
    except Exception:  # the boundary to what users write: an alert is never lost for its headline
        return fallback
    return " ".join(line.split())[:_MAX_HEADLINE] or fallback
