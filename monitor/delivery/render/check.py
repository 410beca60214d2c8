"""Trying users' templates before they serve: their names, their syntax, every variable, and each sample rendered."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from monitor.alerting.telling import UPDATE_TEMPLATE
from monitor.delivery.render.compiled import RenderFailed, problem, problems, render
from monitor.delivery.render.parts import DEFAULTS, Part, TemplateFile
from monitor.delivery.render.sandbox import Sandbox
from monitor.delivery.render.values import nearest, plain
from monitor.delivery.sample import samples
from monitor.errors import Problem
from monitor.model.alert import NotificationKind

_WORD = re.compile(r"\w+")


def check(files: Mapping[str, TemplateFile], sandbox: Sandbox) -> tuple[Problem, ...]:
    """Every problem of the files (template name → file), each once, in order."""
    trial = _Trial(files, sandbox)
    return tuple(sorted({found for name in files for found in trial.problems(name)}))


@dataclass(frozen=True, slots=True)
class _Trial:
    files: Mapping[str, TemplateFile]
    sandbox: Sandbox

    def problems(self, name: str) -> Iterator[Problem]:
        file = self.files[name]
        if (misnamed := _misnamed(file.label, name)) is not None:
            yield misnamed
            return
        known = {key: value for sample in samples() for key, value in plain(sample).items()}
        found = [replace(each, file=file.label) for each in problems(self.sandbox, name, file.source, known)]
        yield from found
        if not found and not name.startswith("_"):
            yield from self._rendered(name, file)

    def _rendered(self, name: str, file: TemplateFile) -> Iterator[Problem]:
        """Render every sample of the kinds that the template is for; one problem is enough."""
        for sample in samples():
            if not _is_for(name, file.source, sample):
                continue
            try:
                text = render(self.sandbox, name, plain(sample))
                if name.endswith(".json.j2"):
                    json.loads(text)
            except RenderFailed as error:
                yield self._located(error, file)
                return
            except ValueError as error:
                message = f"with a sample {sample['kind']} the result is no JSON: {error}"
                yield problem(file.label, 0, "", code="not-json", message=message)
                return

    def _located(self, error: RenderFailed, file: TemplateFile) -> Problem:
        """The problem in the file where it arose, which may be a piece that the template includes."""
        source = {each.label: each.source for each in self.files.values()}.get(error.template, "")
        label, line = (error.template, error.line) if source else (file.label, 0)
        message, _, advice = error.message.partition(", did you mean ")
        suggestion = advice and f"did you mean {advice}"
        return problem(label, line, source, code="template-fails", message=message, suggestion=suggestion)


def _misnamed(label: str, name: str) -> Problem | None:
    first, *rest = name.removesuffix(".j2").split(".")
    if name.startswith("_") or (len(rest) == 1 and rest[0] in list(Part)):
        return None
    near = nearest(rest[-1] if rest else "", list(Part))
    message = "a template is called NAME.subject.j2, NAME.txt.j2, NAME.html.j2 or NAME.json.j2"
    suggestion = f"did you mean `{first}.{near}.j2`?" if near else ""
    return problem(label, 0, "", code="template-name", message=message, suggestion=suggestion)


def _is_for(name: str, source: str, sample: Mapping[str, Any]) -> bool:
    """Whether a template may be asked to say what is in a sample. Changes of an alert have a set of their own."""
    of_changes = name.partition(".")[0] == UPDATE_TEMPLATE
    return sample["kind"] in _kinds(name, source) and (not of_changes or bool(sample.get("change")))


def _kinds(name: str, source: str) -> frozenset[NotificationKind]:
    """The kinds of notification that a template is for: by its set's name, else by the variables it names."""
    for kind, default in DEFAULTS.items():
        if name.partition(".")[0] == default:
            return frozenset({kind})
    words = set(_WORD.findall(source))
    if "kind" in words:
        return frozenset(NotificationKind)
    if words & {"places", "tail", "cause", "total"}:
        return frozenset({NotificationKind.DIGEST})
    return frozenset({NotificationKind.NOTICE if "lines" in words else NotificationKind.ALERT})
