"""How many IPTC EXTRA rules import, and what they match: `python -m benchmarks.quality.importing [FOLDER]`.

Reads `rules/iptc-extra-english.json` and the English articles of FOLDER (`../shared/data`), neither of them part of
this project. Prints the rules refused with the operator that cannot be said, and for each imported one its matches
in the articles.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from monitor.matching import Engine
from monitor.model.article import Article, ArticleId
from monitor.reading import read_text
from monitor.rules.compiled import RuleSet
from monitor.rules.importing import Imported, Refused, import_rules
from monitor.rules.lists import load_lists
from monitor.rules.load import load_rules

NOW = datetime(2026, 11, 23, tzinfo=UTC)
EVERY = 3
"""Of the articles every third is read."""


def articles(folder: Path) -> Iterator[Article]:
    """English articles, of every file."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number % EVERY == 0 and (given := json.loads(line)).get("lang") == "en":
                    yield read_text(
                        given["text"],
                        id=ArticleId(path.name, str(given["id"])),
                        published=NOW,
                        language="en",
                        title=given.get("title"),
                    )


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    made = import_rules((folder / "rules/iptc-extra-english.json").read_text(encoding="utf-8"), "iptc")
    files = {f"{each.id}.yml": each.text for each in made if isinstance(each, Imported)}
    lists = load_lists({}).lists
    loaded = load_rules(files, lists)
    for each in made:
        if isinstance(each, Refused):
            print(f"refused: {each.name}: {each.reason}")
    for problem in loaded.problems:
        print(problem)
    rules = {rule.id: rule for of_file in loaded.rules.values() for rule in of_file}
    engine = Engine(RuleSet(rules, lists))
    found, read = Counter[str](), 0
    for article in articles(folder / "articles"):
        read += 1
        found.update(match.rule_id for match in engine.match(article, now=NOW))
    for rule_id in rules:
        print(f"{found[rule_id]:6}  {rule_id}")
    plain = sum("\nquery:" not in text for text in files.values())
    print(f"{len(made)} rules: {len(files)} import ({plain} in plain keys), {len(rules)} load, "
          f"{len(found)} match something in {read} articles")  # fmt: skip


if __name__ == "__main__":
    main()
