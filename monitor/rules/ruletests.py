"""The tests inside a rule: their texts, and the files that they name."""

from __future__ import annotations

from collections.abc import Callable

from monitor.errors import Problem
from monitor.model.match import Status
from monitor.rules.compiled import RuleTest
from monitor.rules.files import beside
from monitor.rules.schema import NoTest, RuleTests, YesTest
from monitor.strictyaml import Document, Path

Examples = Callable[[str], str | None]
"""The text of an example's file, by its path below `rules/`; None where there is none."""


class TestReader:
    """Reads the tests of one rule. `texts` holds every file that they name, by path, empty where there is none: then it
    is the test that fails, since a rule does not become another when a sample of it is lost. Faults are added to the
    rule's own `problems`."""

    __test__ = False  # not one of pytest's

    def __init__(self, document: Document, examples: Examples, problems: list[Problem]) -> None:
        self.texts: dict[str, str] = {}
        self._document = document
        self._examples = examples
        self._problems = problems

    def read(self, block: RuleTests) -> tuple[RuleTest, ...]:
        yes = [self._test(test, ("tests", "yes", index), fires=True) for index, test in enumerate(block.yes)]
        no = [self._test(test, ("tests", "no", index), fires=False) for index, test in enumerate(block.no)]
        return tuple(test for test in (*yes, *no) if test)

    def _test(self, test: str | NoTest, path: Path, *, fires: bool) -> RuleTest | None:
        line = self._document.position(path).line
        if isinstance(test, str):
            return RuleTest(test, fires, line)
        slots, quote, status = _asked(test)
        if test.text is not None and test.file is None:
            return RuleTest(test.text, fires, line, None, slots, quote, status)
        if test.file is not None and test.text is None:
            file = self._file(test.file, (*path, "file"))
            if file is None:
                return None
            text = self._examples(file)
            self.texts[file] = text or ""
            return RuleTest(text or "", fires, line, file, slots, quote, status, missing=text is None)
        self._problem(path, "value", "a test needs either `text` or `file`")
        return None

    def _file(self, written: str, path: Path) -> str | None:
        file = beside(self._document.file, written)
        if file is None:
            self._problem(path, "outside", f"`{written}` lies outside of the rules' folder")
        return file

    def _problem(self, path: Path, code: str, message: str) -> None:
        self._problems.append(self._document.problem(path, code, message))


def _asked(test: NoTest) -> tuple[dict[str, str], str | None, Status | None]:
    if not isinstance(test, YesTest):
        return {}, None, None
    return test.slots, test.quote, Status(test.status) if test.status else None
