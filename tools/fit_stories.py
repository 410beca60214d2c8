#!/usr/bin/env python3
"""Fits monitor/stories/weights.py: `python -m tools.fit_stories ECBPLUS REUTERS T17`, files of JSONL, gzipped.

Pairs of articles that the window finds near each other: those of one topic of ECB+ (odd topics only; people said which
tell the same), and pairs that surely do not: Reuters reports whose headlines carry different stock symbols, none of
them in the other's text, and reports of T17 more than 25 days apart. A logistic regression over the evidence and its
products; then the bias is set by the mean B³ F1 of one pass over the odd topics, in orders that the fit did not see.
A development tool.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.stories import Labelled, b_cubed, labelled, stories_of
from monitor.model.article import ArticleId
from monitor.reading import read_text
from monitor.stories import Arrival, Placement, Window, likeness
from monitor.stories.likeness import EVIDENCE, evidence

Floats = NDArray[np.float64]
Row = dict[str, Any]
_NEAREST, _ORDERS, _CHECKS, _REUTERS, _T17, _SURELY = 40, 4, 3, 3_000, 1_500, 3_000
_FEW = 0.05  # of the pairs across topics
_RIDGE = 3e-3
_APART = timedelta(days=25)
_SYMBOL = re.compile(r"<[^<>\s]+>")
_TO = Path(__file__).parents[1] / "monitor" / "stories" / "weights.py"


def near_pairs(
    arrivals: Sequence[Arrival], kept: Callable[[int, int], bool], most: int = _NEAREST
) -> tuple[list[Floats], list[tuple[int, int]]]:
    """The evidence between each article and its nearest before it, as far as `kept`, and which pairs these are."""
    window, rows, pairs = Window(), [], []
    for number, arrival in enumerate(arrivals):
        near = [one for one, _ in window.near(arrival.sketch, _NEAREST) if kept(number, int(one.story))][:most]
        if near:
            rows += list(evidence(arrival.sketch, [one.sketch for one in near], window.rarity))
            pairs += [(number, int(one.story)) for one in near]
        window.add(arrival.member(Placement(str(number)), 1, arrival.article.received))
        window.settle()
    return rows, pairs


def look_alikes(articles: Sequence[Labelled]) -> tuple[list[Floats], list[bool]]:
    chance, rows, same = random.Random(0), [], []
    arrivals = {one.id: Arrival.of(one.article) for one in articles}
    for _ in range(_ORDERS):
        order = chance.sample(articles, len(articles))
        topics = [one.topic for one in order]
        found, pairs = near_pairs(
            [arrivals[one.id] for one in order],
            lambda a, b, topics=topics: topics[a] == topics[b] or chance.random() < _FEW,  # type: ignore[misc]
        )
        rows += found
        same += [order[a].story == order[b].story for a, b in pairs]
    return rows, same


def surely_apart(file: str, most: int, apart: Callable[[Row, Row], bool], *, shuffled: bool) -> list[Floats]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        rows = sorted(
            (row for row in map(json.loads, lines) if row["text"] and row["date"]), key=lambda row: row["date"]
        )
    if shuffled:
        random.Random(1).shuffle(rows)
    arrivals = [_arrival(row) for row in rows[:most]]
    return near_pairs(arrivals, lambda a, b: apart(rows[a], rows[b]), 6)[0][:_SURELY]


def _arrival(row: Row) -> Arrival:
    text = f"{row['title']}\n\n{row['text']}" if row.get("title") else row["text"]
    id = ArticleId("file", str(row["id"]))
    return Arrival.of(read_text(text, id=id, published=_when(row), received=_when(row), language="en"))


def _when(row: Row) -> datetime:
    return datetime.fromisoformat(row["date"]).replace(tzinfo=UTC)


def other_companies(a: Row, b: Row) -> bool:
    mine, theirs = _SYMBOL.search(a["title"] or ""), _SYMBOL.search(b["title"] or "")
    if mine is None or theirs is None or mine[0] == theirs[0]:
        return False
    return mine[0] not in b["title"] + b["text"] and theirs[0] not in a["title"] + a["text"]


def long_apart(a: Row, b: Row) -> bool:
    return abs(_when(a) - _when(b)) > _APART


def logistic(rows: Floats, same: Floats) -> tuple[Floats, float]:
    """Weights and bias."""
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    design = np.c_[(rows - mean) / scale, np.ones(len(rows))]
    found = np.zeros(design.shape[1])
    for _ in range(40):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (chance - same) / len(same) + _RIDGE * np.r_[found[:-1], 0]
        curve = (design * (chance * (1 - chance))[:, None]).T @ design / len(same) + _RIDGE * np.eye(len(found))
        found = found - np.linalg.solve(curve, slope)
    weights = found[:-1] / scale
    return weights, float(found[-1] - weights @ mean)


def f1(articles: Sequence[Labelled], arrivals: dict[str, Arrival], bias: float) -> float:
    likeness.BIAS = bias  # type: ignore[attr-defined]
    scores = []
    for seed in range(1000, 1000 + _CHECKS):
        order = random.Random(seed).sample(articles, len(articles))
        found = [placement.story for placement in stories_of([arrivals[one.id] for one in order])]
        scores.append(b_cubed(found, [one.story for one in order]).f1)
    return float(np.mean(scores))


def main(ecb_plus: str, reuters: str, t17: str) -> None:
    articles = [one for one in labelled(Path(ecb_plus)) if one.topic % 2]
    rows, same = look_alikes(articles)
    apart = surely_apart(reuters, _REUTERS, other_companies, shuffled=False)
    apart += surely_apart(t17, _T17, long_apart, shuffled=True)
    data, size = np.array([*rows, *apart]), len(EVIDENCE)
    first, second = np.triu_indices(size)
    weights, bias = logistic(
        np.c_[data, data[:, first] * data[:, second]], np.array([*same, *[False] * len(apart)], float)
    )
    products = np.zeros((size, size))
    products[first, second] = weights[size:]
    likeness._SINGLE, likeness._PRODUCTS = weights[:size], products
    arrivals = {one.id: Arrival.of(one.article) for one in articles}
    shifts = {shift: f1(articles, arrivals, bias + shift) for shift in (-0.8, -0.4, 0.0, 0.4, 0.8)}
    best = max(shifts, key=lambda shift: shifts[shift])
    print(f"{len(rows)} pairs of look-alikes, {len(apart)} surely apart; F1 by shift of the bias: {shifts}")
    text = _TO.read_text("utf-8")
    text = text[: text.index("BIAS = ")] + f"BIAS = {bias + best:.2f}\nSINGLE = {{\n"
    text += "".join(f'    "{name}": {weight:.2f},\n' for name, weight in zip(EVIDENCE, weights, strict=False)) + "}\n"
    text += "PRODUCTS = (\n"
    for row in range(size):
        text += f"    ({', '.join(f'{weight:.2f}' for weight in products[row, row:])},),\n".replace(",,", ",")
    text += (
        ')\n"""The weight of each product: row by row in the order of `SINGLE`, each row from its own square on."""\n'
    )
    _TO.write_text(text, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
