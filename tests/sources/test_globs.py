"""Which files a folder's `glob` takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.sources.globs import fitting
from tests.support.files import watching


@pytest.mark.parametrize(
    ("pattern", "fit", "other"),
    [
        ("*.xml", ["a.xml", "x/y/A.XML", ".xml"], ["a.txt", "a.xml.txt", "x.xml/a.txt"]),
        ("wire/*.txt", ["wire/a.txt"], ["a.txt", "x/wire/a.txt", "wire/x/a.txt"]),
        ("**/*.txt", ["a.txt", "x/y/a.txt"], ["a.xml"]),
        ("sport/**", ["sport/a", "sport/x/y"], ["a", "xsport/a"]),
        ("a?[0-9].txt", ["ab1.txt", "x/ab1.txt"], ["a/1.txt", "abc.txt"]),
        ("[!a]*.txt", ["b.txt"], ["a.txt"]),
        ("./x/a.b", ["x/a.b"], ["x/aXb"]),
        ("(a+)+$", ["(a+)+$"], ["a" * 40]),
    ],
)
def test_patterns(pattern: str, fit: list[str], other: list[str]) -> None:
    fits = fitting([pattern])
    assert [path for path in [*fit, *other] if fits(path)] == fit


def test_several_and_none() -> None:
    assert [path for path in ("a.xml", "a.json", "a.txt") if fitting(["*.xml", "*.json"])(path)] == ["a.xml", "a.json"]
    assert fitting([])("whatever")


async def test_what_does_not_fit_is_no_article_and_no_fault(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("a.xml", "a.txt", "deep/b.XML"):
        (tmp_path / name).write_text(name)
    async with watching(tmp_path, glob="*.xml") as intake:
        await intake.until(lambda intake: len(intake.taken) == 2)
        (tmp_path / "c.txt").write_text("c")  # told of by an event
        (tmp_path / "c.xml").write_text("c")
        await intake.until(lambda intake: len(intake.taken) == 3)
        assert set(intake.contents) == {"a.xml", "deep/b.XML", "c.xml"}
        assert intake.source.troubles == {}
        assert intake.source.place == f"{tmp_path}, files *.xml below it"
