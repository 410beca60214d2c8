"""How well the shipped rules do on short news items, half of them traps: `python -m benchmarks.quality.items
[--dev | --second | --third] [RULE …]`.

The items stand in `items/RULE.jsonl`, written by somebody who had not read the rules; each is one article. Slots and
status are counted over those rightly fired on: right where every happening of the article has what is expected. Those
of `items/dev` (`--dev`) are for tuning: they may be read, and prove nothing. `items/second` and `items/third` are
further held-out sets, each written on 28 November 2026 by others who had not read the rules either (`third` by three):
look only at their totals.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel

from monitor import settings, workspace
from monitor.matching import Engine
from monitor.model.article import ArticleId
from monitor.model.match import Match, SlotValue, Status
from monitor.reading import read_text
from monitor.rules.compiled import RuleSet

ROOT = Path(__file__).parents[2]
ITEMS = Path(__file__).parent / "items"
OTHERS = {f"--{name}": ITEMS / name for name in ("dev", "second", "third")}

_CALLED = {"whose": "embassy"}
"""What the writers of the items call a slot → its name in the rule."""


class Item(BaseModel):
    """One article and what an editor would say of it. `status` is the key mention's; None where there is none. A slot
    with several values: one happening for each of them."""

    id: str
    text: str
    title: str | None = None
    published: datetime
    expect: bool
    status: Status | None
    slots: dict[str, str | list[str]]
    kind: str


@dataclass(frozen=True, slots=True)
class Judged:
    """An item and the happenings that the rule saw in it."""

    item: Item
    matches: list[Match]

    def slot_right(self, name: str) -> bool:
        expected = self.item.slots[name]
        values = [expected] if isinstance(expected, str) else expected
        found = [match.slots.get(_CALLED.get(name, name)) for match in self.matches]
        missed = [value for value in values if not any(_is(each, value) for each in found)]
        return not missed and all(any(_is(each, value) for value in values) for each in found)

    @property
    def status_right(self) -> bool:
        return all(match.proof.status is self.item.status for match in self.matches)


def _is(value: SlotValue | None, expected: str) -> bool:
    """A slot by its entry's name; by its words where no list knows it."""
    return value is not None and (value.name == expected if value.name else expected in value.text)


def judged(rule_id: str, folder: Path = ITEMS) -> Iterator[Judged]:
    """Every item of the rule in the folder, read and matched as the monitor does it, enabled or not."""
    loaded = settings.load(ROOT / "monitor.yml", os.environ)
    ruleset = workspace.load(loaded.root, loaded.settings).ruleset
    if rule_id not in ruleset.rules:
        sys.exit(f"there is no sound rule {rule_id}")
    engine = Engine(RuleSet({rule_id: replace(ruleset.rules[rule_id], enabled=True)}, ruleset.lists))
    for line in (folder / f"{rule_id}.jsonl").read_text(encoding="utf-8").splitlines():
        item = Item.model_validate_json(line)
        article = read_text(item.text, id=ArticleId("items", item.id), published=item.published, title=item.title)
        yield Judged(item, list(engine.match(article, now=item.published)))


def report(rule_id: str, every: list[Judged]) -> Iterator[str]:
    """The figures, then the wrong ones by kind."""
    hits = [one for one in every if one.item.expect and one.matches]
    wrong = [one for one in every if one.item.expect != bool(one.matches)]
    fired, due = sum(bool(one.matches) for one in every), sum(one.item.expect for one in every)
    precision, recall, f1 = _share(len(hits), fired), _share(len(hits), due), _share(2 * len(hits), fired + due)
    yield f"{rule_id}: {len(every)} items, precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"
    for name in sorted({name for one in hits for name in one.item.slots}):
        asked = [one for one in hits if name in one.item.slots]
        missed = [one.item.id for one in asked if not one.slot_right(name)]
        yield f"  {name} right in {_share(len(asked) - len(missed), len(asked)):.3f}; not in {' '.join(missed) or '-'}"
    yield f"  status right in {_share(sum(one.status_right for one in hits), len(hits)):.3f}"
    for (expect, kind), count in sorted(Counter((one.item.expect, one.item.kind) for one in wrong).items()):
        ids = " ".join(one.item.id for one in wrong if one.item.kind == kind)
        yield f"  {'missed' if expect else 'false alarm'}: {kind} {count}: {ids}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


if __name__ == "__main__":
    asked = [name for name in sys.argv[1:] if name not in OTHERS]
    items = next((OTHERS[name] for name in sys.argv[1:] if name in OTHERS), ITEMS)
    for name in asked or sorted(path.stem for path in items.glob("*.jsonl")):
        print("\n".join(report(name, list(judged(name, items)))))
