"""`stories`."""

from __future__ import annotations

import json

from monitor.cli.exit_codes import ExitCode
from tests.stories.test_placing import GOMA, HAMA, LATER_TAKE
from tests.support.desk import Desk

LINES = [
    {"id": "a", "title": "Rebels capture Hama", "source": "Reuters", "text": HAMA},
    {"id": "b", "title": "Rebels in Hama", "source": "Daily Planet", "text": HAMA},
    {"id": "c", "title": "Rebels capture Goma", "source": "Reuters", "text": GOMA},
    {"id": "d", "title": "Rebels capture Hama, free prisoners", "source": "Reuters", "text": LATER_TAKE},
]


def test_stories_prints_the_documented_keys(desk: Desk) -> None:
    result = desk("stories", "-", input="".join(json.dumps(line) + "\n" for line in LINES))
    assert result.exit_code == ExitCode.DONE
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert list(found[0]) == ["article", "story", "headline", "copy_of", "version_of", "credits", "news"]
    assert [one["story"] for one in found] == ["a", "a", "c", "a"]
    assert [one["copy_of"] for one in found] == [None, "a", None, None]
    assert [one["version_of"] for one in found] == [None, None, None, "a"]
    assert found[3]["news"] == ["They opened the central prison and freed 3,500 inmates."]


def test_stories_for_people_are_grouped(desk: Desk) -> None:
    result = desk("stories", "--format", "text", "-", input="".join(json.dumps(line) + "\n" for line in LINES))
    assert result.stdout.splitlines() == [
        "a: Rebels capture Hama",
        "  b: Rebels in Hama (copy of a)",
        "  d: Rebels capture Hama, free prisoners (after a, 1 new sentence)",
        "c: Rebels capture Goma",
    ]


def test_what_cannot_be_read_is_told_and_the_rest_placed(desk: Desk) -> None:
    result = desk("stories", "-", input="{\n" + json.dumps(LINES[0]) + "\n")
    assert result.exit_code == ExitCode.UNREADABLE
    assert json.loads(result.stdout)["story"] == "a"
