"""What a reader said of messages: `../verdicts/timelines.jsonl`, a line each: id, verdict, kind.

`right`: it happened, and is news of that day; `wrong`: it did not, or not as said; `repeat`: another alert told the
same happening before; `old`: it happened, but long before. `kind` says what misled the monitor.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection
from pathlib import Path

FILE = Path(__file__).parents[1] / "verdicts" / "timelines.jsonl"


def judged(messages: Collection[str]) -> None:
    """Prints how many of the messages that were read got which verdict, and the wrong ones by kind."""
    rows = map(json.loads, FILE.read_text("utf-8").splitlines()) if FILE.exists() else ()
    read = {row["id"]: row for row in rows if row["id"] in messages}
    verdicts = Counter(row["verdict"] for row in read.values())
    print(
        f"read {len(read)} of {len(messages)}: " + ", ".join(f"{name} {many}" for name, many in verdicts.most_common())
    )
    for (verdict, kind), many in Counter((row["verdict"], row.get("kind", "")) for row in read.values()).most_common():
        if verdict != "right":
            print(f"  {verdict:7} {many:3}  {kind}")
