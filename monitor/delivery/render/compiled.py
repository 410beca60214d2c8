"""One template: compiling it, trying it, rendering it, and saying where it is wrong."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import Template, TemplateError, TemplateSyntaxError, nodes

from monitor.delivery.render.budget import MAX_TEXT, budget
from monitor.delivery.render.frames import framed
from monitor.delivery.render.sandbox import Sandbox
from monitor.delivery.render.values import Slots, did_you_mean, nearest, unknown
from monitor.errors import MonitorError, Problem


class RenderFailed(MonitorError):
    """A template that could not be rendered. `line` counts from 1; 0 where it is not known."""

    def __init__(self, template: str, line: int, message: str) -> None:
        self.template = template
        self.line = line
        self.message = message
        super().__init__(f"{template}:{line}: {message}" if line else f"{template}: {message}")


def render(sandbox: Sandbox, name: str, variables: Mapping[str, Any]) -> str:
    """The rendered text, within the bounds of the sandbox. Raises RenderFailed, whatever goes wrong."""
    try:
        return rendered(sandbox.get_template(name), variables)
    except Exception as error:  # the boundary to code that users write: every failure of it is the template's
        raise RenderFailed(*_place(error, name), _message(error)) from error


def rendered(template: Template, variables: Mapping[str, Any]) -> str:
    """The text of a compiled template. Raises whatever the template raises."""
    pieces: list[str] = []
    size = 0
    with budget(), framed(variables):
        for piece in template.generate(variables):
            size += len(piece)
            if size > MAX_TEXT:
                raise TemplateError(f"the result has more than {MAX_TEXT:,} characters")
            pieces.append(piece)
    return "".join(pieces)


def problems(sandbox: Sandbox, name: str, source: str, known: Mapping[str, Any]) -> Iterator[Problem]:
    """What is wrong with a template before it is ever rendered: its syntax, and names that are not in `known`."""
    try:
        tree = sandbox.parse(source, name, name)
        sandbox.compile(source, name, name)
    except Exception as error:  # the same boundary as in `render`
        file, line = _place(error, name)
        advice = _advice(error, sandbox)
        yield problem(file, line, source, code="template-syntax", message=_message(error), suggestion=advice)
        return
    own = {found.name for found in tree.find_all(nodes.Name) if found.ctx != "load"}
    own |= {found.name for found in tree.find_all(nodes.Macro)} | {"loop", "caller", "self", "super", "varargs"}
    own |= set(sandbox.globals) | set(_imported(tree))
    yield from _unknown_names(tree, name, source, known, own)


def problem(
    file: str, line: int, source: str, *, code: str, message: str, suggestion: str = "", word: str = ""
) -> Problem:
    """A problem at a line of a template, where a `word` of it first stands: Jinja2 counts no columns."""
    lines = source.splitlines()
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    found = re.search(rf"\b{re.escape(word)}\b", text) if word else None
    column = found.start() + 1 if found else min(line, 1)
    return Problem(file, line, column, code, message, text, suggestion)


def _unknown_names(
    tree: nodes.Template, name: str, source: str, known: Mapping[str, Any], own: set[str]
) -> Iterator[Problem]:
    for found in tree.find_all(nodes.Name):
        if found.ctx == "load" and found.name not in known and found.name not in own:
            near = _inside(found.name, known) or nearest(found.name, {*known, *own}) or _slot(found.name, known)
            yield _unknown(name, source, found.lineno, found.name, near)
    for access in tree.find_all(nodes.Getattr):
        missing = _missing(access, known, own)
        if missing:
            yield _unknown(name, source, access.lineno, _path(access), missing[0])


def _unknown(name: str, source: str, line: int, word: str, near: str) -> Problem:
    message, advice = unknown(word, ()), f"did you mean `{near}`?" if near else ""
    return problem(name, line, source, code="unknown-variable", message=message, suggestion=advice, word=word)


def _inside(name: str, known: Mapping[str, Any]) -> str:
    """Where a name stands that was written without what it belongs to, such as `alert.headline`."""
    holders = [key for key, value in known.items() if isinstance(value, Mapping) and name in value]
    return f"{'alert' if 'alert' in holders else holders[0]}.{name}" if holders else ""


def _slot(name: str, known: Mapping[str, Any]) -> str:
    """What else a name may be in a template of alerts: a slot of its rule, as headlines call it."""
    return f"alert.slots.{name}" if "alert" in known else ""


def _missing(access: nodes.Getattr, known: Mapping[str, Any], own: set[str]) -> tuple[str] | None:
    """The nearest known key where `a.b.c` names one that the sample's `a.b` has not; None where nothing is wrong."""
    holder = _value(access.node, known, own)
    if not isinstance(holder, dict) or isinstance(holder, Slots) or not holder:
        return None
    if access.attr in holder or access.attr in {"get", "items", "keys", "values"}:
        return None
    return (nearest(access.attr, holder),)


def _value(node: nodes.Node, known: Mapping[str, Any], own: set[str]) -> object:
    if isinstance(node, nodes.Name):
        return None if node.name in own else known.get(node.name)
    if isinstance(node, nodes.Getattr):
        holder = _value(node.node, known, own)
        return holder.get(node.attr) if isinstance(holder, dict) else None
    return None


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else "…"


def _imported(tree: nodes.Template) -> Iterator[str]:
    for found in tree.find_all(nodes.Import):
        yield found.target
    for names in tree.find_all(nodes.FromImport):
        yield from (name if isinstance(name, str) else name[1] for name in names.names)


def _place(error: Exception, name: str) -> tuple[str, int]:
    """The template and the line where an error arose: Jinja2 writes them into the traceback."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or error.name or name, error.lineno
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else (name, 0)


def _message(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply, or including itself"
    return (getattr(error, "message", None) or str(error) or type(error).__name__).rstrip(".")


def _advice(error: Exception, sandbox: Sandbox) -> str:
    quoted = _message(error).split("'")
    if "filter named" not in _message(error) or len(quoted) < 2:
        return ""
    return did_you_mean(quoted[1], sandbox.filters).removeprefix(", ")
