"""Did it happen? The status of an event word in its sentence, by cues that are data (`monitor/lexicon/status`).

    finder = StatusFinder(shipped_cues())
    finding = finder.find(view, trigger, actor=actor)

Knows no grammar but the borders of clauses and the shape of a verb; looks at one sentence, and is linear in it.
"""

from monitor.matching.status.finder import Bearing, Finding, StatusFinder

__all__ = ["Bearing", "Finding", "StatusFinder"]
