"""How right verb families are on event reports, judged by reading: `python -m benchmarks.quality.families`.

    … families                  fires of each family, and what the verdicts say
    … families hits NAME 100    hits drawn at random from the held-out reports, to be judged (`--seen`: from the others)
    … families missed NAME 100  held-out reports that hold a word of the family, and in which it does not fire

Each family is asked for with the slots of its own tests. A verdict is a line of `verdicts/families.jsonl`: family, set
(`hits` or `missed`), id of the report, `right` (a hit that is one; a report that holds no such event), and else a kind.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.quality.corpus import reports
from monitor.matching import Engine
from monitor.model.article import Article
from monitor.model.match import Match, Mention
from monitor.rules.actions import Family
from monitor.rules.compiled import ASSERTED, Conditions, Event, Phrase, Rule, RuleSet, Word
from monitor.rules.families import shipped, shipped_names
from monitor.rules.lists import load_lists
from monitor.text.inflection import lemmas
from monitor.text.tokens import tokenise

VERDICTS = Path(__file__).parent / "verdicts" / "families.jsonl"
SEED = 20261128


class Verdict(NamedTuple):
    """What a reader said of a family in a report."""

    family: str
    set: str
    id: str
    right: bool
    kind: str


def verdicts(path: Path = VERDICTS) -> list[Verdict]:
    """All that were given."""
    rows = map(json.loads, path.read_text("utf-8").splitlines()) if path.exists() else ()
    return [Verdict(row["family"], row["set"], row["id"], row["right"], row.get("kind", "")) for row in rows]


def rule_of(family: Family) -> Rule:
    """A rule that asks for the family with the slots of its tests."""
    conditions = Conditions(event=Event((family,), family.asked), status=ASSERTED)
    return Rule(family.name, family.name, f"{family.name}.yml", 1, family.digest, conditions)


def engine_of(names: Iterable[str]) -> Engine:
    """An engine of these families."""
    return Engine(RuleSet({name: rule_of(shipped(name)) for name in names}, load_lists({}).lists))


def fired(names: Sequence[str], *, held_out: bool) -> Iterator[tuple[Article, list[Match]]]:
    """Every report with what fires in it."""
    engine = engine_of(names)
    for article in reports(held_out=held_out):
        yield article, list(engine.match(article, now=article.published))


def loose_words(family: Family) -> frozenset[str]:
    """The verbs of one word that need nothing beside them, and the nouns: what a search without grammar looks for."""
    english = family.languages["en"]
    verbs = (words[0] for verb in english.verbs if not verb.needs for words in verb.verbs if len(words) == 1)
    phrases = (term.what for noun in english.nouns for term in noun.nouns if isinstance(term.what, Phrase))
    words = [part for part in (*verbs, *(phrase.parts[-1] for phrase in phrases)) if isinstance(part, Word)]
    return frozenset(lemma for word in words for lemma in lemmas(word.text, "en"))


def shown(article: Article, mention: Mention) -> str:
    """A mention for reading: who, what, whom, and its sentence."""
    slots = ", ".join(f"{name}={value.text}" for name, value in mention.slots.items())
    words = " … ".join(article.quote(span) for span in mention.spans)
    return f"[{mention.status}] {words} ({slots})\n    {article.quote(mention.sentence)}"


def print_hits(name: str, count: int, *, held_out: bool) -> None:
    found = [(article, match) for article, matches in fired([name], held_out=held_out) for match in matches]
    print(f"{name}: {len(found)} hits")
    for article, match in random.Random(SEED).sample(found, min(count, len(found))):
        print(f"{article.id.path}  {shown(article, match.proof)}")


def print_missed(name: str, count: int, *, held_out: bool) -> None:
    words = loose_words(shipped(name))
    found = [
        article
        for article, matches in fired([name], held_out=held_out)
        if not matches and any(words & lemmas(word.lower(), "en") for word in tokenise(article.text).words)
    ]
    print(f"{name}: {len(found)} reports with a word of it in which it does not fire")
    for article in random.Random(SEED).sample(found, min(count, len(found))):
        print(f"{article.id.path}  {' '.join(article.text.split())}")


def print_report() -> None:
    names = shipped_names()
    counts = Counter(match.rule_id for half in (True, False) for _, ms in fired(names, held_out=half) for match in ms)
    given = verdicts()
    print("family            fires  judged  precision  missed judged  real among them  wrong ones by kind")
    for name in names:
        hits = [each for each in given if each.family == name and each.set == "hits"]
        missed = [each for each in given if each.family == name and each.set == "missed"]
        right = sum(each.right for each in hits)
        share = f"{right / len(hits):.2f}" if hits else "-"
        kinds = Counter(each.kind for each in hits if not each.right)
        wrong = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        real = sum(not each.right for each in missed)
        print(f"{name:17} {counts[name]:6} {len(hits):7} {share:>10} {len(missed):14} {real:16}  {wrong}")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="families")
    arguments.add_argument("what", nargs="?", choices=("report", "hits", "missed"), default="report")
    arguments.add_argument("name", nargs="?", default="")
    arguments.add_argument("count", nargs="?", type=int, default=100)
    arguments.add_argument("--seen", action="store_true", help="from the reports that writers may read")
    asked = arguments.parse_args()
    if asked.what == "report":
        print_report()
    elif asked.what == "hits":
        print_hits(asked.name, asked.count, held_out=not asked.seen)
    else:
        print_missed(asked.name, asked.count, held_out=not asked.seen)


if __name__ == "__main__":
    main()
