"""Who did it to whom, the right way round: `python -m benchmarks.quality.direction [--wrong]`.

Reads PLOVER's training sentences, in which people marked the source and the target of an event. Every family is asked
for as its own tests do, with its optional slots open. A mention counts where it gives a marked party a role: right
where the source acts or the target is acted on, wrong where they are exchanged. What stands near no mark says
nothing of direction and is counted apart.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from benchmarks.quality.corpus import DATA
from monitor.matching import Engine
from monitor.model.article import ArticleId, Span
from monitor.model.match import Mention
from monitor.reading import read_text
from monitor.rules.actions import Family
from monitor.rules.compiled import Conditions, Event, EventSlot, Role, Rule, RuleSet
from monitor.rules.families import shipped, shipped_names
from monitor.rules.lists import load_lists

PUBLISHED = datetime(2020, 1, 1, tzinfo=UTC)
_MARK = re.compile(r"</?[st]>")


class Marked(NamedTuple):
    """A sentence, and the stretches that people marked as source and target."""

    id: str
    text: str
    source: Span
    target: Span


def marked() -> Iterator[Marked]:
    """The sentences with one source and one target each."""
    with (DATA / "events" / "plover-train.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            places: dict[str, int] = {}
            text = ""
            for piece in re.split(r"(</?[st]>)", row["marked_sentence"]):
                if _MARK.fullmatch(piece):
                    places.setdefault(piece, len(text))
                else:
                    text += piece
            if len(places) == 4:
                yield Marked(
                    row["sentence_id"], text, Span(places["<s>"], places["</s>"]), Span(places["<t>"], places["</t>"])
                )


def rule_of(family: Family) -> Rule:
    """The family with the slots that its tests ask for; an optional one is open: whoever stands there."""
    slots = [slot if not slot.optional else replace(slot, of=(), name=str(slot.role)) for slot in family.asked]
    slots = [replace(slot, name=str(slot.role)) for slot in slots]
    if all(slot.role is not Role.ACTOR for slot in slots):
        slots.append(EventSlot(Role.ACTOR, "actor", (), optional=True))
    event = Event((family,), tuple(slots))
    return Rule(family.name, family.name, f"{family.name}.yml", 1, family.digest, Conditions(event=event, status=None))


def way(mention: Mention, sentence: Marked) -> str:
    """`right`, `wrong`, or `neither`."""
    slots = {name: value.span for name, value in mention.slots.items()}
    done_to = [slots[name] for name in ("target", "recipient") if name in slots]
    acts = "actor" in slots and slots["actor"]
    right = (acts and _meet(acts, sentence.source)) or any(_meet(each, sentence.target) for each in done_to)
    wrong = (acts and _meet(acts, sentence.target)) or any(_meet(each, sentence.source) for each in done_to)
    if right and not wrong:
        return "right"
    return "wrong" if wrong else "neither"


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def main() -> None:
    names = shipped_names()
    engine = Engine(RuleSet({name: rule_of(shipped(name)) for name in names}, load_lists({}).lists))
    ways: dict[str, Counter[str]] = {}
    for sentence in marked():
        article = read_text(sentence.text, id=ArticleId("plover", sentence.id), published=PUBLISHED)
        offset = article.text.find(sentence.text[:40])
        moved = sentence._replace(
            source=Span(sentence.source.start + offset, sentence.source.end + offset),
            target=Span(sentence.target.start + offset, sentence.target.end + offset),
        )
        for match in engine.match(article, now=PUBLISHED):
            best = min((way(mention, moved) for mention in match.mentions), key=("right", "wrong", "neither").index)
            ways.setdefault(match.rule_id, Counter())[best] += 1
            if best == "wrong" and "--wrong" in sys.argv:
                slots = {name: value.text for name, value in match.proof.slots.items()}
                print(f"{sentence.id} {match.rule_id} {slots}\n    {sentence.text}")
    total = sum(ways.values(), Counter[str]())
    for name, counts in sorted(ways.items()):
        print(f"{name:17} right {counts['right']:4}  wrong {counts['wrong']:3}  neither {counts['neither']:3}")
    told = total["right"] + total["wrong"]
    share = total["right"] / told
    print(f"sentences × families: {total.total()}, of which {told} tell a direction: {share:.3f} right")


if __name__ == "__main__":
    main()
