"""What each kind of evidence says: written by `tools/fit_stories.py`, but for the bias, which was then set by a finer
grid of the same measure (B³ F1 over the odd topics) than the tool's.

A logistic regression over the evidence and the products of every two kinds of it: a shared name means more where the
words around it are shared, too. Fitted on look-alike stories that people kept apart (the odd topics of ECB+), and on
reports that are surely of different events: other companies' of one month, and months apart of one war.
"""

from __future__ import annotations

BIAS = -2.05
SINGLE = {
    "names_of_either": 2.26,
    "names_of_both": 3.06,
    "other_names": -2.46,
    "lead": 1.91,
    "phrases": 6.82,
    "figures": 3.50,
    "date": -0.90,
    "year": -0.54,
    "other_year": 0.01,
    "weekday": 0.50,
    "other_weekday": -0.02,
    "ordinary_words": 2.58,
}
PRODUCTS = (
    (-1.00, 0.78, 3.06, -1.31, 0.38, -0.31, 0.11, 0.34, -0.59, 0.96, 0.88, -3.45),
    (-2.65, 1.81, -3.52, -2.21, -0.89, -0.65, -1.77, 2.11, -0.40, -1.02, 1.56),
    (-1.26, 1.39, -5.31, 0.74, 0.37, 1.39, -0.50, -0.76, 0.07, -0.08),
    (3.00, 2.66, 1.70, -1.10, 3.31, -0.71, 1.30, 0.43, 3.43),
    (-1.82, -8.20, -4.03, 0.41, 5.85, 0.25, 3.77, 9.18),
    (-1.63, -8.34, -1.55, 6.47, 5.04, 6.32, 10.87),
    (1.44, 1.92, 0.06, 0.73, -0.15, 5.68),
    (-0.54, 0.00, -1.15, -0.70, 4.20),
    (0.01, -0.72, 0.45, -3.54),
    (0.50, 0.00, -0.18),
    (-0.02, -3.29),
    (-3.17,),
)
"""The weight of each product: row by row in the order of `SINGLE`, each row from its own square on."""
