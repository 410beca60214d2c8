from __future__ import annotations

from itertools import permutations

import pytest

from monitor.alerting.breakages import Breakage, notices_of_breakages
from monitor.errors import Problem
from monitor.model.alert import Notification
from tests.support.alerting import settings
from tests.support.rules import NOW

SETTINGS = settings(owner="desk", receivers={"desk": {"kind": "email", "to": ["desk@example.org"]}})


def broken(path: str, *owners: str) -> Breakage:
    return Breakage(
        path, f"digest of {path}", [Problem(path, 1, 1, "yaml", "not valid")], owners, "It is not in service."
    )


def told(*breakages: Breakage) -> dict[str, tuple[str, int]]:
    """Who is told: the subject, and how many lines."""
    made = notices_of_breakages(breakages, SETTINGS, NOW)
    assert len(made) == len({one.id for one in made}) == len({one.recipient for one in made})
    return {one.recipient: (str(one.content["subject"]), len(lines_of(one))) for one in made}


def lines_of(notice: Notification) -> list[str]:
    lines = notice.content["lines"]
    assert isinstance(lines, list)
    return [str(line) for line in lines]


@pytest.mark.parametrize(
    ("breakages", "expected"),
    [
        ([], {}),
        ([broken("a.yml")], {"desk@example.org": ("a.yml is broken", 2)}),
        ([broken("a.yml"), broken("b.yml")], {"desk@example.org": ("2 files are broken", 4)}),
        (
            [
                broken("a.yml", "ann@example.org"),
                broken("b.yml", "ann@example.org", "bob@example.org"),
                broken("c.yml"),
            ],
            {
                "ann@example.org": ("2 files are broken", 4),
                "bob@example.org": ("b.yml is broken", 2),
                "desk@example.org": ("c.yml is broken", 2),
            },
        ),
    ],
)
def test_everybody_is_told_once_of_all_that_is_theirs(
    breakages: list[Breakage], expected: dict[str, tuple[str, int]]
) -> None:
    assert told(*breakages) == expected


def test_of_several_each_is_named_with_what_runs_in_its_place() -> None:
    (notice,) = notices_of_breakages([broken("a.yml"), broken("b.yml")], SETTINGS, NOW)
    assert lines_of(notice)[1::2] == ["a.yml: It is not in service.", "b.yml: It is not in service."]


def test_the_same_in_another_order_is_the_same_notice() -> None:
    three = [broken("a.yml"), broken("b.yml"), broken("c.yml")]
    (one,) = {notice.id for order in permutations(three) for notice in notices_of_breakages(order, SETTINGS, NOW)}
    others = notices_of_breakages([broken("a.yml"), broken("b.yml")], SETTINGS, NOW)
    assert one not in {notice.id for notice in others}
