"""What a path below rules/ is, and where a relative one leads."""

from __future__ import annotations

import pytest

from monitor.rules.files import FileKind, beside, kind_of


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("city.yml", FileKind.RULE),
        ("a/b/city.yaml", FileKind.RULE),
        ("lists/clubs.txt", FileKind.LIST),
        ("lists/sport/clubs.yml", FileKind.LIST),
        ("lists/clubs.csv", FileKind.OTHER),
        ("clubs.txt", FileKind.OTHER),
        ("examples/a.txt", FileKind.OTHER),
        ("actions/seize.yml", FileKind.ACTION),
        ("actions/README.md", FileKind.OTHER),
        ("status/en.yml", FileKind.STATUS),
        ("status/README.md", FileKind.OTHER),
        (".city.yml", FileKind.OTHER),
        ("city.yml~", FileKind.OTHER),
        (".git/city.yml", FileKind.OTHER),
    ],
)
def test_kind(path: str, kind: FileKind) -> None:
    assert kind_of(path) is kind


@pytest.mark.parametrize(
    ("file", "relative", "path"),
    [
        ("city.yml", "examples/a.txt", "examples/a.txt"),
        ("a/city.yml", "b.txt", "a/b.txt"),
        ("a/city.yml", "../b.txt", "b.txt"),
        ("city.yml", "../b.txt", None),
        ("a/city.yml", "../../b.txt", None),
        ("city.yml", "/etc/passwd", None),
        ("city.yml", "..", None),
        ("city.yml", "..\\b.txt", None),
    ],
)
def test_beside(file: str, relative: str, path: str | None) -> None:
    assert beside(file, relative) == path
