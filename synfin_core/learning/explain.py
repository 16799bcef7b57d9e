"""What a model goes by: features by their worth, and reasons for the score of one payment."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

from synfin_core.features.glossary import FEATURES
from synfin_core.learning.encoding import Encoding, Matrix
from synfin_core.learning.models import scores_of

_HONEST = 1_000  # test payments that are shuffled; each feature asks for the scores of all of them once
_FRAUD = 500
_TOGETHER = 20  # features whose scores are asked for in one call: each call has a price of its own
_MEANING = {feature.name: feature.meaning for feature in FEATURES}


@dataclass(frozen=True)
class Reason:
    """One feature of a payment: its value, what it means, and by how much a typical value would lower the score."""

    name: str
    value: float | str | None
    meaning: str
    effect: float


def importance(model: Any, encoding: Encoding, matrix: Matrix, truth: NDArray[np.bool_], seed: int) -> dict[str, float]:
    """By feature, the average precision that is lost when it is shuffled, on a sample of test payments."""
    draw = np.random.default_rng(seed)
    sides = [draw.permutation(np.flatnonzero(side))[:most] for side, most in ((truth, _FRAUD), (~truth, _HONEST))]
    rows = np.sort(np.concatenate(sides))
    sample, wanted = matrix[rows], truth[rows]
    whole = average_precision_score(wanted, scores_of(model, sample))
    found: dict[str, float] = {}
    for first in range(0, len(encoding.names), _TOGETHER):
        names = encoding.names[first : first + _TOGETHER]
        shuffled = np.repeat(sample[None], len(names), axis=0)
        for place in range(len(names)):
            shuffled[place, :, first + place] = draw.permutation(sample[:, first + place])
        scores = scores_of(model, shuffled.reshape(-1, sample.shape[1])).reshape(len(names), -1)
        found |= {
            name: round(float(whole - average_precision_score(wanted, one)), 6) for name, one in zip(names, scores, strict=True)
        }
    return found


def typical(honest: Matrix) -> Matrix:
    """[column] the median of honest payments; empty (NaN) where most of them have no value."""
    known = ~np.isnan(honest)
    medians = np.full(honest.shape[1], np.nan, np.float32)
    usual = known.mean(axis=0) > 0.5
    medians[usual] = np.nanquantile(honest[:, usual], 0.5, axis=0, method="lower")
    return medians


def reasons(model: Any, encoding: Encoding, typical: Matrix, payment: pa.Table, most: int = 5) -> list[Reason]:
    """Why one payment (a table of one row) has its score: the features whose typical value would lower it most."""
    row = encoding.matrix(payment)[0]
    variants = np.repeat(row[None, :], len(row) + 1, axis=0)
    np.fill_diagonal(variants[1:], typical)
    scores = scores_of(model, variants)
    effects = scores[0] - scores[1:]
    order = np.argsort(-effects, kind="stable")[:most]
    names = [encoding.names[place] for place in order if effects[place] > 0]
    by_name = dict(zip(encoding.names, effects.tolist(), strict=True))
    return [Reason(name, payment[name][0].as_py(), _MEANING.get(name, name), by_name[name]) for name in names]
