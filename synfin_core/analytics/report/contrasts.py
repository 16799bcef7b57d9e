"""Whether fraud differs from honest, column by column: tests with their p-values, and how large the difference is.

On payments that do not depend on each other (see sample.py), so that the p-values mean what they say.
"""

from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from synfin_core.analytics.report.sample import NUMBERS, WORDS

_FEWEST = 8  # payments a side; fewer allow no test, assumed
_FEWEST_EXPECTED = 5.0  # of a cell of a contingency table, below which words are pooled (Cochran 1954)


def contrasts(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """A row a column that can be tested: test, statistic, n of both sides, p, p held against all tests (Holm), effect and its name.

    Effects: rank-biserial correlation (-1 to 1, above 0 where fraud is larger), Cramér's V (0-1).
    """
    numbers = [found for name in NUMBERS if (found := _of_numbers(rows, name))]
    words = [found for name in WORDS if (found := _of_words(rows, name))]
    return sorted(_held_together([*numbers, *words]), key=lambda row: -abs(float(row["effect"])))


def _of_numbers(rows: pd.DataFrame, name: str) -> dict[str, Any] | None:
    """Mann-Whitney's U."""
    known = rows[[name, "is_fraud"]].dropna()
    fraud, honest = (known.loc[known["is_fraud"] == side, name].to_numpy(dtype=float) for side in (True, False))
    if min(len(fraud), len(honest)) < _FEWEST:
        return None
    found = stats.mannwhitneyu(fraud, honest)
    effect = 2 * float(found.statistic) / (len(fraud) * len(honest)) - 1
    return _told(name, "Mann-Whitney U", float(found.statistic), known, float(found.pvalue), effect, "rank-biserial")


def _of_words(rows: pd.DataFrame, name: str) -> dict[str, Any] | None:
    """Pearson's chi-square; words that are too rare are counted together."""
    known = rows[[name, "is_fraud"]].dropna()
    if known.empty or known["is_fraud"].nunique() < 2:
        return None
    counts = _pooled(pd.crosstab(known[name], known["is_fraud"]))
    if len(counts) < 2 or known["is_fraud"].sum() < _FEWEST:
        return None
    found = stats.chi2_contingency(counts, correction=False)
    effect = float(np.sqrt(found.statistic / len(known)))  # two columns, so the smaller dimension less one is 1
    return _told(name, "chi-square", float(found.statistic), known, float(found.pvalue), effect, "Cramér's V")


def _pooled(counts: pd.DataFrame) -> pd.DataFrame:
    smallest = counts.sum(axis=0).min() / counts.to_numpy().sum()
    is_rare = counts.sum(axis=1) * smallest < _FEWEST_EXPECTED
    rest = counts[is_rare].sum().to_frame("other").T
    return pd.concat([counts[~is_rare], rest]) if rest.to_numpy().sum() * smallest >= _FEWEST_EXPECTED else counts[~is_rare]


def _told(name: str, test: str, statistic: float, known: pd.DataFrame, p: float, effect: float, effect_name: str) -> dict[str, Any]:
    n_fraud = int(known["is_fraud"].sum())
    sides = {"n_fraud": n_fraud, "n_honest": len(known) - n_fraud}
    return {"column": name, "test": test, "statistic": statistic, **sides, "p": p, "effect": effect, "effect_name": effect_name}


def _held_together(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Holm's p: of m tests, the i-th smallest times m - i, never below the one before it."""
    order = sorted(range(len(found)), key=lambda at: float(found[at]["p"]))
    highest = 0.0
    for rank, at in enumerate(order):
        highest = max(highest, min(float(found[at]["p"]) * (len(found) - rank), 1.0))
        found[at]["p_holm"] = highest
    return found
