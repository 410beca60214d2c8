"""False alarms of the shipped rules: `python -m benchmarks.quality.alarms [--unjudged]`.

Runs both rules over every English article of the collection at hand, each published at its own date. Every match
outside `t17` is to be read; the verdicts are kept in `verdicts/alarms.jsonl` (rule, article, right, kind). Prints the
hits, the false ones for each 10,000 articles, and with `--unjudged` the matches that nobody has read yet.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from benchmarks.quality.corpus import DATA, ROOT, lines
from benchmarks.quality.families import shown
from monitor import settings, workspace
from monitor.matching import Engine
from monitor.model.article import Article, ArticleId
from monitor.reading import read_text
from monitor.rules.compiled import RuleSet

VERDICTS = Path(__file__).parent / "verdicts" / "alarms.jsonl"
RULES = ("city-captured", "embassy-evacuation")
DATED_REPORTING = "t17"
"""Reporting on wars: hits in it are what the rules are for, and are not read one by one."""


class Verdict(NamedTuple):
    """What a reader said of a rule's match in an article."""

    right: bool
    kind: str


def articles() -> Iterator[Article]:
    """All English articles; one without a date is taken as published on the first day of 2010."""
    for path in sorted((DATA / "articles").glob("*.jsonl.gz")):
        name = path.name.removesuffix(".jsonl.gz")
        for row in lines(path):
            if row.get("lang", "en") == "en" and row["text"].strip():
                yield read_text(
                    row["text"],
                    id=ArticleId(name, str(row["id"])),
                    published=published(row),
                    title=row.get("title") or None,
                )


def published(row: dict[str, object]) -> datetime:
    """The date of a row, at noon where it has no hour."""
    try:
        made = datetime.fromisoformat(str(row.get("date") or ""))
    except ValueError:
        return datetime(2010, 1, 1, tzinfo=UTC)
    return made if made.tzinfo else made.replace(hour=12, tzinfo=UTC)


def engine() -> Engine:
    """The two rules, as they ship."""
    loaded = settings.load(ROOT / "monitor.yml", os.environ)
    ruleset = workspace.load(loaded.root, loaded.settings).ruleset
    return Engine(RuleSet({name: ruleset.rules[name] for name in RULES}, ruleset.lists))


def verdicts() -> dict[tuple[str, str], Verdict]:
    """All that were given, by rule and article."""
    rows = map(json.loads, VERDICTS.read_text("utf-8").splitlines()) if VERDICTS.exists() else ()
    return {(row["rule"], row["article"]): Verdict(row["right"], row.get("kind", "")) for row in rows}


def main() -> None:
    given = verdicts()
    ready = engine()
    seen, outside = 0, 0
    hits, wrong, unjudged = Counter[str](), Counter[str](), Counter[str]()
    kinds = Counter[str]()
    for article in articles():
        seen += 1
        outside += article.id.source != DATED_REPORTING
        for match in ready.match(article, now=article.published):
            where = "in t17" if article.id.source == DATED_REPORTING else "outside"
            hits[f"{match.rule_id} {where}"] += 1
            if where == "in t17":
                continue
            verdict = given.get((match.rule_id, str(article.id)))
            if verdict is None:
                unjudged[match.rule_id] += 1
                if "--unjudged" in sys.argv:
                    print(f"{match.rule_id} {article.id} {article.published:%Y-%m-%d} {shown(article, match.proof)}")
            elif not verdict.right:
                wrong[match.rule_id] += 1
                kinds[f"{match.rule_id}: {verdict.kind}"] += 1
    print(f"{seen} English articles, {outside} outside t17")
    for name in RULES:
        rate = wrong[name] / outside * 10_000
        print(
            f"{name}: {hits[f'{name} outside']} matches outside t17 and {hits[f'{name} in t17']} in it; "
            f"{wrong[name]} false alarms = {rate:.1f} in 10,000 articles; {unjudged[name]} not judged"
        )
    for kind, count in kinds.most_common():
        print(f"    {kind} {count}")


if __name__ == "__main__":
    main()
