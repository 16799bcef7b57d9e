"""Precision over recall with a band, and true over false positives: points to draw, of scores held against the truth."""

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.metrics import average_precision_score

_STEPS = 50
_DRAWS = 200  # of a bootstrap over cases
_RATES = 100


def precision_recall(payments: pa.Table, seed: int = 0) -> pd.DataFrame:
    """recall, precision, and its 95% band (low, high) over a bootstrap that draws whole cases."""
    scores, fraud = payments["score"].to_numpy(), payments["is_fraud"].to_numpy()
    order = np.argsort(-scores[fraud], kind="stable")
    frauds = scores[fraud][order]
    honest = np.sort(scores[~fraud])
    above = len(honest) - np.searchsorted(honest, frauds, "left")
    _, case = np.unique(payments["case"].to_numpy()[fraud][order], return_inverse=True)
    n = int(case.max()) + 1
    draws = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), _DRAWS)[:, case]
    recall = np.linspace(1 / _STEPS, 1, _STEPS)
    drawn = np.array([_precision_at(recall, weights, above) for weights in (np.ones(len(frauds)), *draws)])
    low, high = np.quantile(drawn[1:], [0.025, 0.975], axis=0)
    return pd.DataFrame({"recall": recall, "precision": drawn[0], "low": low, "high": high})


def roc(payments: pa.Table) -> pd.DataFrame:
    """false_positives and true_positives, shares of 0-1, at a hundred rates and the ends."""
    scores, fraud = payments["score"].to_numpy(), payments["is_fraud"].to_numpy()
    rates = np.linspace(0, 1, _RATES + 1)
    thresholds = np.quantile(scores[~fraud], 1 - rates)
    frauds = np.sort(scores[fraud])
    caught = 1 - np.searchsorted(frauds, thresholds, "right") / len(frauds)
    return pd.DataFrame({"false_positives": rates, "true_positives": np.append(caught[:-1], 1.0)})


def _precision_at(recall: np.ndarray, weights: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Precision where the weighted share of frauds caught reaches each recall."""
    caught = np.cumsum(weights)
    at = np.searchsorted(caught, recall * caught[-1] - 1e-9).clip(max=len(caught) - 1)
    return caught[at] / (caught[at] + above[at])


def shared(first: pa.Table, second: pa.Table) -> tuple[int, int, float, float] | None:
    """(payments, frauds among them, average precision of either) on the payments that both were tested on; None without both."""
    both = first.select(["transaction_id", "score", "is_fraud"]).join(
        second.select(["transaction_id", "score"]), "transaction_id", join_type="inner", right_suffix="_second"
    )
    fraud = both["is_fraud"].to_numpy()
    if not fraud.any() or fraud.all():
        return None
    values = [float(average_precision_score(fraud, both[name].to_numpy())) for name in ("score", "score_second")]
    return len(fraud), int(fraud.sum()), values[0], values[1]
