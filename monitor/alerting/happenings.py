"""What an alert is about: the happening, as one text key."""

from __future__ import annotations

import json

from monitor.model.match import Match


def happening(match: Match, story_id: str) -> str:
    """`slot:` and the canonical entries where the rule names slots and all were met, else `story:` and the story."""
    if match.happening is None:
        return f"story:{story_id}"
    return "slot:" + json.dumps(match.happening, ensure_ascii=False, separators=(",", ":"))
