"""How fast articles meet rules, on one core: `python -m benchmarks.matching [RULES] [ARTICLES]`.

Rules of every kind, each over words of its own frequency class and the shipped lists, on articles of 2 kB made of the
same words (Zipf). Prints milliseconds an article for meeting its words, finding candidates and the whole, then single
articles made to hurt: time must grow with their size, not faster.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime

from monitor.matching import Engine
from monitor.model.article import Article, ArticleId
from monitor.reading import read_text
from monitor.rules.compiled import AtLeast, Conditions, Near, Rule, RuleSet, Term, Unit
from monitor.rules.lists import load_lists
from monitor.rules.terms import compile_term

NOW = datetime(2026, 11, 23, tzinfo=UTC)
_LETTERS = "bdfgklmnprst"
_VOWELS = "aeiou"
_WORDS = 8_000
_CITIES = ("Hama", "Goma", "New York", "Kyiv", "Port Sudan")


def made_words(chance: random.Random) -> list[str]:
    """Words that look like words, the most frequent first and shortest."""
    words: dict[str, None] = {}
    while len(words) < _WORDS:
        syllables = 1 + len(words) // 400 % 4 + (len(words) > 40)
        words["".join(chance.choice(_LETTERS) + chance.choice(_VOWELS) for _ in range(syllables))] = None
    return list(words)


def made_article(chance: random.Random, words: list[str], weights: list[float], number: int) -> Article:
    """Some 2 kB in paragraphs of three sentences, a city in every second one."""
    paragraphs = []
    for _ in range(6):
        sentences = []
        for _ in range(3):
            chosen = chance.choices(words, cum_weights=weights, k=17)
            if chance.random() < 0.5:
                chosen.insert(5, chance.choice(_CITIES))
            sentences.append(" ".join(chosen).capitalize() + ".")
        paragraphs.append(" ".join(sentences))
    return read_text("\n\n".join(paragraphs), id=ArticleId("bench", str(number)), published=NOW, language="en")


def made_rule(chance: random.Random, words: list[str], number: int) -> Rule:
    """One of five kinds."""

    def term(low: int = 200) -> Term:
        return compile_term(words[chance.randrange(low, _WORDS)])

    def some() -> tuple[Term, ...]:
        return tuple(term() for _ in range(3))

    city = compile_term("$cities", slot="city")
    kinds: tuple[Callable[[], Conditions], ...] = (
        lambda: Conditions(near=Near((some(), some(), (city,))), within=Unit.SENTENCE),
        lambda: Conditions(any=some(), unless=some()),
        lambda: Conditions(all=(some(), some()), within=Unit.PARAGRAPH),
        lambda: Conditions(all=((compile_term("$countries", slot="country"),), some()), none=some()),
        lambda: Conditions(
            at_least=AtLeast(2, some()), any=(compile_term(f"{words[number % _WORDS]} of $cities"), term())
        ),
    )
    once_per = ("city",) if number % 5 == 0 else ()
    return Rule(f"r{number}", "", "", 1, str(number), kinds[number % 5](), once_per=once_per)


def each(articles: Iterable[Article], work: Callable[[Article], object]) -> float:
    """Milliseconds an article."""
    count, start = 0, time.process_time()
    for article in articles:
        work(article)
        count += 1
    return (time.process_time() - start) / count * 1_000


def to_hurt() -> Iterable[tuple[str, str]]:
    """Articles of 0.5 and 1 MB that repeat what a rule looks for."""
    for repeats in (25_000, 50_000):
        yield "one sentence", "rebels capture Hama " * repeats
        yield "many sentences", "Rebels captured Hama. " * repeats
        yield "one name", "Hama " * repeats * 4


def main() -> None:
    rules, count = (int(sys.argv[place]) if len(sys.argv) > place else 1_000 for place in (1, 2))
    chance = random.Random(1)
    words = made_words(chance)
    weights = [1.0]
    for rank in range(2, _WORDS + 1):
        weights.append(weights[-1] + 1 / rank)
    articles = [made_article(chance, words, weights, number) for number in range(count)]
    made = {f"r{number}": made_rule(chance, words, number) for number in range(rules)}
    start = time.process_time()
    engine = Engine(RuleSet(made, load_lists({}).lists))
    print(f"{rules} rules built in {time.process_time() - start:.2f} s")
    found = sum(len(engine.match(article, now=NOW)) for article in articles)
    figures = {"words met": each(articles, engine.view), "all": each(articles, lambda a: engine.match(a, now=NOW))}
    size = sum(len(article.text) for article in articles) / count
    print(f"{count} articles of {size:.0f} letters, {found / count:.2f} matches each")
    for name, milliseconds in figures.items():
        print(f"{name:12} {milliseconds:8.3f} ms  {1_000 / milliseconds:8.0f} articles/s")
    city = compile_term("$cities", slot="city")
    near = Near(((compile_term("rebels"),), (compile_term("capture"),), (city,)))
    hurt = Rule("hurt", "", "", 1, "hurt", Conditions(near=near, any=(city,)), once_per=("city",))
    engine = Engine(RuleSet({"hurt": hurt}, load_lists({}).lists))
    for name, text in to_hurt():
        article = read_text(text, id=ArticleId("bench", name), published=NOW, language="en")
        taken = each([article], lambda a: engine.match(a, now=NOW)) / 1_000
        print(f"{name:16} {len(text) / 1e6:4.1f} MB {taken:8.2f} s")


if __name__ == "__main__":
    main()
