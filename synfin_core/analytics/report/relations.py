"""What goes together: correlations of three kinds, and how much each column tells of fraud."""

from typing import Any

import numpy as np
import pandas as pd

from synfin_core.analytics.report.sample import NUMBERS, WORDS

METHODS = ("pearson", "spearman", "kendall")
_MOST = 5_000  # rows of a correlation; Kendall compares pairs
_BINS = 20  # of equal counts, for the information of a number, assumed
_FEWEST = 3  # rows of a correlation


def correlations(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """A row a pair of numbers (is_fraud as 0 and 1): Pearson's r, Spearman's rho, Kendall's tau-b; None where one is constant."""
    few = rows.head(_MOST)[list(NUMBERS)].assign(is_fraud=rows.head(_MOST)["is_fraud"].astype(float))
    found = {method: few.corr(method=method, min_periods=_FEWEST) for method in METHODS}
    names = list(few.columns)
    return [
        {"one": one, "other": other} | {method: _plain(found[method].at[one, other]) for method in METHODS}
        for at, one in enumerate(names)
        for other in names[at + 1 :]
    ]


def importance(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """A row a column, the most telling first: mutual information with is_fraud in bits, and as a share (0-1) of all there is.

    Less what chance alone gives (degrees of freedom over 2 N ln 2; Miller 1955).
    """
    truth = rows["is_fraud"].to_numpy(dtype=bool)
    whole = _entropy(np.array([truth.sum(), (~truth).sum()], dtype=float))
    found = []
    for name in (*NUMBERS, *WORDS):
        codes = _codes(rows[name], name in NUMBERS)
        bits = _information(codes, truth, whole)
        found.append({"column": name, "bits": bits, "share": bits / whole if whole else 0.0})
    return sorted(found, key=lambda row: -float(row["bits"]))


def _codes(values: pd.Series, is_number: bool) -> np.ndarray[Any, np.dtype[np.int64]]:
    """A small code a row; empty is a value of its own."""
    binned = pd.qcut(values, _BINS, duplicates="drop") if is_number and values.nunique() > _BINS else values
    return np.asarray(pd.factorize(binned, use_na_sentinel=False)[0], dtype=np.int64)


def _information(codes: np.ndarray[Any, np.dtype[np.int64]], truth: np.ndarray[Any, np.dtype[np.bool_]], whole: float) -> float:
    if not len(codes) or not whole:
        return 0.0
    counts = np.bincount(codes * 2 + truth, minlength=2 * (int(codes.max()) + 1)).reshape(-1, 2).astype(float)
    rest = sum(row.sum() * _entropy(row) for row in counts) / len(codes)
    by_chance = (len(counts) - 1) / (2 * len(codes) * np.log(2))
    return max(float(whole - rest - by_chance), 0.0)


def _entropy(counts: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    """Bits of a split."""
    shares = counts[counts > 0] / max(counts.sum(), 1)
    return float(-(shares * np.log2(shares)).sum())


def _plain(value: float) -> float | None:
    return None if pd.isna(value) else float(value)
