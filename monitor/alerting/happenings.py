"""What an alert is about: the happening, as one text key."""

from __future__ import annotations

import json
from collections.abc import Sequence

from monitor.model.match import Match


def happening(match: Match, story_id: str) -> str:
    """`slot:` and the canonical entries where the rule names slots and all were met, else `story:` and the story."""
    if match.happening is None:
        return f"story:{story_id}"
    return f"slot:{written(match.happening)}"


def of_window(key: str) -> str:
    """The happening of a rule with `when`: what is counted together."""
    return f"window:{key}"


def written(values: Sequence[str]) -> str:
    """Values as one text, the same for the same values."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))
