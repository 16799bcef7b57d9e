"""What scores are worth against the truth: precision, recall, rupees; with intervals over cases."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from synfin_core.errors import WrongUse
from synfin_core.learning.examples import Examples

Scores = NDArray[np.float64]
ALERTS_A_DAY = 100
FALSE_POSITIVE_RATES = (0.01, 0.05)
ALERT_INR = 150.0  # rupees of an analyst's quarter of an hour, assumed
FRICTION_INR = 50.0  # rupees that stopping an honest payment costs, assumed
GROUPS = ("rail", "payer_segment", "payer_age_band", "payer_home_state", "payer_language")
DRAWS = 400  # of a bootstrap


@dataclass(frozen=True)
class Interval:
    """A figure with its 95% interval, over a bootstrap of cases."""

    value: float
    low: float
    high: float


def evaluate(examples: Examples, scores: Scores, seed: int = 0) -> dict[str, Any]:
    """Every figure of a model on test examples: average precision first. Raises WrongUse when one class is missing."""
    truth = examples.is_fraud
    if truth.all() or not truth.any():
        raise WrongUse(f"{int(truth.sum()):,} of {len(truth):,} test rows are fraud; a test needs both fraud and honest payments")
    precision = average_precision(examples, scores, seed)
    found: dict[str, Any] = {"average_precision": vars(precision), "base_rate": float(truth.mean())}
    found["roc_auc"] = float(roc_auc_score(truth, scores))
    found["precision_at_100_a_day"], found["recall_at_100_a_day"] = alerts_a_day(examples, scores)
    for rate in FALSE_POSITIVE_RATES:
        found[f"recall_at_{rate:.0%}_false_positives"] = recall(truth, scores, threshold_at(truth, scores, rate))
    found["cost"] = cheapest(examples, scores)
    strict = threshold_at(truth, scores, FALSE_POSITIVE_RATES[0])
    found["by_typology"] = by_typology(examples, scores, strict)
    found["by_group"] = {name: by_group(examples, scores, strict, name) for name in GROUPS if examples.words(name) is not None}
    found["chances"] = chances(truth, scores)
    return found


def average_precision(examples: Examples, scores: Scores, seed: int = 0) -> Interval:
    """Area under precision over recall, as steps; the interval draws whole cases, because the rows of one are much alike."""
    truth = examples.is_fraud
    honest = np.sort(scores[~truth])
    order = np.argsort(-scores[truth], kind="stable")
    frauds, cases = scores[truth][order], examples.case[truth][order]
    above = (len(honest) - np.searchsorted(honest, frauds, "left")).astype(np.float64)
    ends = np.searchsorted(-frauds, -frauds, "right") - 1  # frauds of one score come in together
    _, case = np.unique(cases, return_inverse=True)
    draws = np.random.default_rng(seed).multinomial(case.max() + 1, np.full(case.max() + 1, 1 / (case.max() + 1)), DRAWS)
    values = [_area(np.ones(len(frauds)), above, ends), *(_area(draw[case].astype(np.float64), above, ends) for draw in draws)]
    low, high = np.quantile(values[1:], [0.025, 0.975])
    return Interval(float(values[0]), float(low), float(high))


def _area(weights: Scores, above: Scores, ends: NDArray[np.intp]) -> float:
    """Mean precision at each fraud; `above`: honest rows with at least its score, `ends`: the last fraud of the same score."""
    caught = np.cumsum(weights)[ends]
    return float((weights * caught / np.maximum(caught + above, 1e-9)).sum() / max(weights.sum(), 1e-9))


def threshold_at(truth: NDArray[np.bool_], scores: Scores, rate: float) -> float:
    """The score above which lies a share `rate` of honest payments."""
    return float(np.quantile(scores[~truth], 1 - rate))


def recall(truth: NDArray[np.bool_], scores: Scores, threshold: float) -> float:
    """Share of fraud payments above a score."""
    return float((scores[truth] > threshold).mean())


def alerts_a_day(examples: Examples, scores: Scores, alerts: int = ALERTS_A_DAY) -> tuple[float, float]:
    """(precision, recall) when each day the customers with the highest scores are looked at: means over days with fraud."""
    days = examples.at.astype("datetime64[D]").astype(np.int64)
    order = np.lexsort((-scores, examples.customer, days))
    first = np.flatnonzero(np.r_[True, (np.diff(days[order]) != 0) | (np.diff(examples.customer[order]) != 0)])
    highest, day = scores[order][first], days[order][first]
    struck = np.logical_or.reduceat(examples.is_fraud[order], first)
    ranked = np.lexsort((-highest, day))
    day, struck = day[ranked], struck[ranked]
    begins = np.flatnonzero(np.r_[True, np.diff(day) != 0])
    place = np.arange(len(day)) - np.repeat(begins, np.diff(np.r_[begins, len(day)]))
    hits = np.add.reduceat(struck & (place < alerts), begins)
    all_struck = np.add.reduceat(struck, begins, dtype=np.int64)
    looked_at = np.minimum(np.diff(np.r_[begins, len(day)]), alerts)
    busy = all_struck > 0
    return float((hits / looked_at)[busy].mean()), float((hits[busy] / all_struck[busy]).mean())


def cheapest(examples: Examples, scores: Scores) -> dict[str, float | None]:
    """The threshold that costs least: rupees of missed fraud, of looking at alerts, and of stopping honest payments."""
    order = np.argsort(-scores, kind="stable")
    truth, lost = examples.is_fraud[order], np.where(examples.is_fraud, examples.moved_inr, 0.0)[order]
    missed = lost.sum() - np.cumsum(lost)
    costs = missed + np.arange(1, len(order) + 1) * ALERT_INR + np.cumsum(~truth) * FRICTION_INR
    best = int(np.argmin(costs))
    nothing = float(lost.sum())
    if costs[best] >= nothing:
        return {"threshold": None, "alerts": 0, "inr": nothing, "inr_without": nothing}
    return {"threshold": float(scores[order[best]]), "alerts": best + 1, "inr": float(costs[best]), "inr_without": nothing}


def by_typology(examples: Examples, scores: Scores, threshold: float) -> dict[str, dict[str, float]]:
    """For each kind of fraud: payments, cases, and the share of either that a threshold catches."""
    found = {}
    for name in sorted({str(word) for word in examples.typology[examples.is_fraud]}):
        rows = examples.is_fraud & (examples.typology == name)
        caught = scores[rows] > threshold
        cases = examples.case[rows]
        found[name] = {
            "payments": int(rows.sum()),
            "cases": len(np.unique(cases)),
            "payments_caught": float(caught.mean()),
            "cases_caught": len(np.unique(cases[caught])) / len(np.unique(cases)),
        }
    return found


def by_group(examples: Examples, scores: Scores, threshold: float, column: str) -> dict[str, dict[str, float | None]]:
    """For each word of a column: payments, the share of honest ones that a threshold stops, and of fraud that it catches."""
    told = examples.words(column)
    if told is None:
        raise WrongUse(f"the examples have no column {column!r:.60}; {', '.join(GROUPS)} are those that a group is made by")
    words = np.asarray(told.cast(pa.string()).fill_null("none").to_pylist())
    found: dict[str, dict[str, float | None]] = {}
    for word in np.unique(words):
        rows = words == word
        stopped, fraud = scores[rows] > threshold, examples.is_fraud[rows]
        found[str(word)] = {
            "payments": int(rows.sum()),
            "honest_stopped": float(stopped[~fraud].mean()) if not fraud.all() else None,
            "fraud_caught": float(stopped[fraud].mean()) if fraud.any() else None,
        }
    return found


def chances(truth: NDArray[np.bool_], scores: Scores) -> dict[str, Any] | None:
    """How far scores are chances: mean squared error, and tenths of the payments with the mean score and the share of fraud.

    None where scores are no chances.
    """
    if scores.min() < 0 or scores.max() > 1:
        return None
    tenths = np.array_split(np.argsort(scores, kind="stable"), 10)
    return {
        "mean_squared_error": float(((scores - truth) ** 2).mean()),
        "tenths": [
            {"mean_score": float(scores[rows].mean()), "fraud_share": float(truth[rows].mean())} for rows in tenths if len(rows)
        ],
    }
