"""What each kind of evidence says: written by `tools/fit_stories.py`, not by hand.

A logistic regression over the evidence and the products of every two kinds of it: a shared name means more where the
words around it are shared, too. Fitted on look-alike stories that people kept apart (the odd topics of ECB+), and on
reports that are surely of different events: other companies' of one month, and months apart of one war.
"""

from __future__ import annotations

BIAS = -1.71
SINGLE = {
    "names_of_either": 2.24,
    "names_of_both": 3.10,
    "other_names": -2.43,
    "lead": 2.11,
    "phrases": 7.54,
    "figures": 3.85,
    "date": 0.27,
    "weekday": 0.38,
    "other_weekday": -0.05,
    "ordinary_words": 2.59,
}
PRODUCTS = (
    (-0.99, 0.93, 2.96, -2.20, 0.84, -0.07, 0.53, 1.16, 0.87, -3.27),
    (-2.41, 1.42, -4.40, -1.50, -0.37, -0.97, -0.42, -1.13, 1.13),
    (-1.24, 2.32, -5.45, 0.74, 1.82, -0.81, 0.18, -0.67),
    (4.01, 1.71, -0.18, 1.98, 1.36, 0.45, 4.61),
    (-2.89, -9.29, -3.18, 1.46, 5.32, 9.90),
    (-1.90, -8.66, 5.08, 6.23, 12.19),
    (-1.82, 0.35, -0.22, 9.59),
    (0.38, 0.00, -1.15),
    (-0.05, -3.65),
    (-3.70,),
)
"""The weight of each product: row by row in the order of `SINGLE`, each row from its own square on."""
