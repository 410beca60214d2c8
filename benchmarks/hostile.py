"""What tries to be slow: `python -m benchmarks.hostile [MEGABYTES]`.

Articles and rules made to hurt, each in three sizes, each twice the one before: time must grow with the size, so
`growth`, by which the time of the largest is above that of the smallest, must not be far above 4. Processor time of one
thread, reading included. The rules are those that ship, with every pack, and a few that ask for what the articles are
full of; one of them is nested as deep as a query may be (40 levels; deeper ones are refused).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from benchmarks.shipped import NOW, ruleset
from monitor.errors import MonitorError
from monitor.matching import Engine
from monitor.model.article import ArticleId
from monitor.reading import read_text
from monitor.rules.compiled import AtLeast, Conditions, ListEntry, Near, Query, Rule, RuleSet, Term, TermList, Unit
from monitor.rules.query import parse
from monitor.rules.terms import compile_term

_SENTENCE = (
    "Rebels captured Hama on Thursday, the army said, and officials in Damascus denied that the city had fallen. "
)


def conditions(name: str, asked: Conditions) -> Rule:
    return Rule(name, name, "", 1, name, asked)


def term(written: str) -> Term:
    return compile_term(written)


def greedy() -> list[Rule]:
    """Rules that match all over the articles below."""
    city, many = compile_term("$cities", slot="city"), (term("rebels"),)
    near = Near((many, (term("capture"),), (city,)))
    nested = "rebels OR Hama"
    for depth in range(39):
        nested = f"({nested}) OR (army NEAR/3 word{depth} OR capture{depth})"
    return [
        replace(conditions("near", Conditions(near=near, any=(city,))), once_per=("city",)),
        conditions("often", Conditions(at_least=AtLeast(3, many), within=Unit.PARAGRAPH)),
        conditions("nested", Conditions(query=Query(nested, parse(nested).expression))),
        conditions("pattern", Conditions(any=(term(r"/(a+)+$/"), term(r"/(\w+\s?)+z\b/"), term(r"/(x|x?)*y/")))),
    ]


def articles(megabytes: float) -> Iterator[tuple[str, Callable[[float], str]]]:
    """Texts of a share of the full size."""
    letters = int(megabytes * 1_000_000)

    def filled(text: str) -> Callable[[float], str]:
        return lambda share: text * int(share * letters / len(text))

    yield f"{megabytes:g} MB of matches", filled(_SENTENCE * 4 + "\n\n")
    yield f"{megabytes:g} MB in one sentence", filled("rebels capture Hama and the army , ")
    yield "100,000 times one name", lambda share: "Hama " * int(share * 100_000)
    yield "100,000 nested brackets", lambda share: "(" * int(share * 100_000) + "Hama" + ")" * int(share * 100_000)
    yield "100,000 nested quotes", lambda share: "“rebels said ‘Hama " * int(share * 50_000)
    yield "1 MB of a", lambda share: "a" * int(share * 1_000_000) + "!"
    yield "1 MB of hyphens", lambda share: "cease-" * int(share * 170_000)
    yield "1 MB of different names", lambda share: " ".join(f"Name{n} City{n}" for n in range(int(share * 75_000)))


def names(count: int) -> TermList:
    """A list of so many names of one and two words."""
    entries = (ListEntry(name, (name,), {}) for n in range(count) for name in [f"Aa{n}" if n % 2 else f"New Bb{n}"])
    return TermList("names", tuple(entries), str(count))


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def show(name: str, taken: list[float]) -> None:
    print(f"{name:32}" + "".join(f"{each:9.2f} s" for each in taken) + f"   growth {taken[-1] / taken[0]:.1f}")


def main() -> None:
    megabytes = float(sys.argv[1]) if len(sys.argv) > 1 else 5
    shipped = ruleset()
    rules = {**shipped.rules, **{rule.id: rule for rule in greedy()}}
    engine = Engine(RuleSet(rules, shipped.lists))
    engine.match(read_text(_SENTENCE, id=ArticleId("bench", "0"), published=NOW, language="en"), now=NOW)
    print(f"{'a quarter, a half, the whole of':32}")

    def matched(text: str) -> None:
        try:
            article = read_text(text, id=ArticleId("bench", "1"), published=NOW, language="en")
        except MonitorError as refusal:
            print(f"  refused: {refusal}")
            return
        engine.match(article, now=NOW)

    for name, text in articles(megabytes):
        made = [text(share) for share in (0.25, 0.5, 1.0)]
        show(name, [seconds(lambda text=text: matched(text)) for text in made])  # type: ignore[misc]
    lists = [names(count) for count in (250_000, 500_000, 1_000_000)]
    asked = {"names": conditions("names", Conditions(any=(compile_term("$names", slot="name"),)))}
    built = [Engine(RuleSet(asked, {"names": each})) for each in lists[:0]]
    taken = []
    for each in lists:
        taken.append(seconds(lambda each=each: built.append(Engine(RuleSet(asked, {"names": each})))))  # type: ignore[misc]
    show("1,000,000 names: built", taken)
    text = read_text(_SENTENCE * 100 + "Aa1 and New Bb2", id=ArticleId("bench", "2"), published=NOW, language="en")
    show("1,000,000 names: an article", [seconds(lambda e=e: e.match(text, now=NOW)) for e in built])  # type: ignore[misc]


if __name__ == "__main__":
    main()
