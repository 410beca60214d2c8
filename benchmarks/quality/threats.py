"""What was only threatened or attempted: `python -m benchmarks.quality.threats [--seen]`.

Reads MUC-4's agency reports, in which people wrote for each incident whether it was accomplished. The 25 reports whose
incidents were threatened or attempted only are listed, each with what the families of its incidents assert there. (A
report may tell of other, real incidents as well: `--seen` shows the sentences.)
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from benchmarks.quality.corpus import DATA, lines
from benchmarks.quality.families import engine_of, shown
from monitor.model.article import ArticleId
from monitor.model.match import Status
from monitor.reading import read_text

FAMILIES = {
    "ATTACK": ("attack", "kill"),
    "BOMBING": ("bomb",),
    "KIDNAPPING": ("kidnap",),
    "ARSON": ("attack",),
}
"""For each type of incident the families that would tell of it."""
PUBLISHED = datetime(1990, 1, 1, tzinfo=UTC)


def stages(row: dict[str, Any]) -> set[str]:
    """How far the incidents of a report got."""
    return {str(each["INCIDENT: STAGE OF EXECUTION"]) for each in row["templates"]}


def unaccomplished() -> Iterator[dict[str, Any]]:
    """The reports with incidents of which none was carried out."""
    for row in lines(DATA / "events" / "muc4-dev.jsonl.gz"):
        if row["templates"] and not any("ACCOMPLISHED" in stage for stage in stages(row)):
            yield row


def families(row: dict[str, Any]) -> set[str]:
    """The families that would tell of a report's incidents."""
    return {name for each in row["templates"] for name in FAMILIES[str(each["INCIDENT: TYPE"]).split(" ")[0]]}


def main() -> None:
    engine = engine_of({name for names in FAMILIES.values() for name in names})
    reports = list(unaccomplished())
    asserting = 0
    for row in reports:
        article = read_text(row["text"], id=ArticleId("muc4", row["id"]), published=PUBLISHED)
        asked = families(row)
        matches = [match for match in engine.match(article, now=PUBLISHED) if match.rule_id in asked]
        found = [(m.rule_id, each) for m in matches for each in m.mentions if each.status is Status.ASSERTED]
        asserting += bool(found)
        counts = ", ".join(f"{name} {sum(rule == name for rule, _ in found)}" for name in sorted(asked))
        print(f"{row['id']}  {' / '.join(sorted(stages(row))).lower():24} {counts}")
        if "--seen" in sys.argv:
            for name, mention in found:
                print(f"    {name}: {shown(article, mention)}")
    print(f"{len(reports)} reports, of which {asserting} fire as asserted")


if __name__ == "__main__":
    main()
