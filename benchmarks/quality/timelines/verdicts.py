"""What a reader said of messages: `../verdicts/timelines.jsonl`, a line each: id, verdict, kind.

`right`: it happened, and is news of that day; `wrong`: it did not, or not as said; `repeat`: another alert told the
same happening before; `old`: it happened, but long before. `kind` says what misled the monitor.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection
from pathlib import Path

FILE = Path(__file__).parents[1] / "verdicts" / "timelines.jsonl"


def judged(messages: Collection[str], drawn: int, seed: str = "") -> set[str]:
    """Prints how many of the messages drawn at random got which verdict, and those that were wrong by kind; answers
    those that nobody has read. Drawn so that a change of the engine changes few of them; another seed draws others."""
    rows = map(json.loads, FILE.read_text("utf-8").splitlines()) if FILE.exists() else ()
    known = {row["id"]: row for row in rows}
    sample = sorted(messages, key=lambda id: _chance(f"{seed}{id}"))[:drawn]
    read = [known[id] for id in sample if id in known]
    verdicts = Counter(row["verdict"] for row in read)
    shown = ", ".join(f"{name} {many}" for name, many in verdicts.most_common())
    print(f"of {len(messages)} messages {len(sample)} drawn, {len(read)} of them read: {shown}")
    for (verdict, kind), many in Counter((row["verdict"], row.get("kind", "")) for row in read).most_common():
        if verdict != "right":
            print(f"  {verdict:7} {many:3}  {kind}")
    return set(sample) - known.keys()


def _chance(id: str) -> bytes:
    return hashlib.sha256(id.encode()).digest()
