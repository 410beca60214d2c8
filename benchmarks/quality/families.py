"""How right verb families are on event reports, judged by reading: `python -m benchmarks.quality.families`.

    … families                  fires of each family, and what the verdicts say
    … families hits NAME 100    hits drawn at random from the held-out reports, to be judged (`--seen`: from the others)
    … families missed NAME 100  held-out reports that hold a word of the family, and in which it does not fire
    … --unjudged                only those of them that nobody has judged yet

Each family is asked for with the slots of its own tests. A verdict is a line of `verdicts/families.jsonl`: family, set
(`hits` or `missed`), id of the report, `right` (a hit that is one; a report that holds no such event), and else a kind.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import NamedTuple

from benchmarks.quality.corpus import draw_order, reports
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


def drawn(found: Iterable[Article], count: int, known: Set[str]) -> Iterator[Article]:
    """Some of these, without those that are known already."""
    for article in sorted(found, key=lambda each: draw_order(each.id.path))[:count]:
        if article.id.path not in known:
            yield article


def print_hits(name: str, count: int, known: Set[str], *, held_out: bool) -> None:
    found = {article.id.path: (article, matches) for article, matches in fired([name], held_out=held_out) if matches}
    print(f"# {name}: fires in {len(found)} reports")
    for article in drawn((article for article, _ in found.values()), count, known):
        print(f"{article.id.path}  {shown(article, found[article.id.path][1][0].proof)}")


def print_missed(name: str, count: int, known: Set[str], *, held_out: bool) -> None:
    words = loose_words(shipped(name))
    found = [
        article
        for article, matches in fired([name], held_out=held_out)
        if not matches and any(words & lemmas(word.lower(), "en") for word in tokenise(article.text).words)
    ]
    print(f"# {name}: {len(found)} reports with a word of it in which it does not fire")
    for article in drawn(found, count, known):
        print(f"{article.id.path}  {' '.join(article.text.split())}")


def print_report() -> None:
    """What the verdicts say of what fires, and does not fire, today."""
    names = shipped_names()
    fires = {
        (match.rule_id, article.id.path)
        for half in (True, False)
        for article, matches in fired(names, held_out=half)
        for match in matches
    }
    counts = Counter(name for name, _ in fires)
    given = verdicts()
    print("family            reports  judged  precision  missed judged  real among them  wrong ones by kind")
    for name in names:
        ours = [each for each in given if each.family == name]
        hits = [each for each in ours if each.set == "hits" and (name, each.id) in fires]
        missed = [each for each in ours if each.set == "missed" and (name, each.id) not in fires]
        right = sum(each.right for each in hits)
        share = f"{right / len(hits):.2f}" if hits else "-"
        kinds = Counter(each.kind for each in hits if not each.right)
        wrong = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
        real = sum(not each.right for each in missed)
        print(f"{name:17} {counts[name]:7} {len(hits):7} {share:>10} {len(missed):14} {real:16}  {wrong}")


def main() -> None:
    arguments = argparse.ArgumentParser(prog="families")
    arguments.add_argument("what", nargs="?", choices=("report", "hits", "missed"), default="report")
    arguments.add_argument("name", nargs="?", default="")
    arguments.add_argument("count", nargs="?", type=int, default=100)
    arguments.add_argument("--seen", action="store_true", help="from the reports that writers may read")
    arguments.add_argument("--unjudged", action="store_true", help="without those that were judged")
    asked = arguments.parse_args()
    if asked.what == "report":
        print_report()
        return
    given = {each.id for each in verdicts() if (each.family, each.set) == (asked.name, asked.what)}
    show = print_hits if asked.what == "hits" else print_missed
    show(asked.name, asked.count, given if asked.unjudged else frozenset(), held_out=not asked.seen)


if __name__ == "__main__":
    main()
