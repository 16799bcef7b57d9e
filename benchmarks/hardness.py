"""How hard is fraud to find? Boosted trees on the flat view, for each preset of difficulty over several seeds.

The first 60% of the time trains, the rest tests; a case that lies on both sides only tests. Intervals (95%) draw the cases
of the test again. `python -m benchmarks.hardness --count 2000000 --seeds 1 2 3`; ends with code 1 when a promise is broken.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks.observed import Observed
from synfin_core.run import generate
from synfin_core.spec import DIFFICULTIES, Spec

FRAUD_RATE = 0.002
AUC, PRECISION = (0.88, 0.96), (0.05, 0.30)  # what realistic stays inside, medians over the seeds
CLEARLY = 0.02  # of AUC between two presets
HIDES = 0.5  # average precision of one typology by itself at most: none so easy that it hides the others
_DRAWS = 200
Numbers = NDArray[np.float64]
OfTypology = tuple[int, int, float, float]  # payments, cases, area under the curve, average precision


@dataclass(frozen=True)
class Found:
    """A figure of the test with its 95% interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.low:.3f}-{self.high:.3f})"


@dataclass(frozen=True)
class Hardness:
    """How well fraud is told from honest in one dataset: area under the curve and average precision; by typology too."""

    difficulty: str
    seed: int
    train_cases: int
    test_cases: int
    auc: Found
    precision: Found
    by_typology: dict[str, OfTypology]


def hardness(spec: Spec, workers: int = 2) -> Hardness:
    """Make the dataset, learn from its first 60% of time, and test on the rest."""
    with TemporaryDirectory() as folder:
        seen = Observed.of(generate(spec, workers=workers, folder=Path(folder) / "made"))
    scores = _scores(seen)
    fraud, case, typology = seen.is_fraud[seen.test], seen.case[seen.test], seen.typology[seen.test]
    auc, precision = intervals(scores, fraud, case)
    of_training = np.unique(seen.case[seen.train & seen.is_fraud])
    names = sorted(set(typology[fraud]))
    alone = {name: _of_typology(scores, fraud, case, fraud & (typology == name)) for name in names}
    return Hardness(spec.difficulty, spec.seed, len(of_training), len(np.unique(case[fraud])), auc, precision, alone)


def _scores(seen: Observed) -> Numbers:
    """[payment of the test] the model's score."""
    model = HistGradientBoostingClassifier(
        max_iter=200,
        learning_rate=0.03,
        max_leaf_nodes=8,
        min_samples_leaf=30,
        l2_regularization=5.0,
        categorical_features="from_dtype",
        early_stopping=False,
        random_state=0,
    )
    model.fit(seen.frame[seen.train], seen.is_fraud[seen.train])
    return np.asarray(model.predict_proba(seen.frame[seen.test])[:, 1])


def intervals(scores: Numbers, fraud: NDArray[np.bool_], case: NDArray[np.int64], draws: int = _DRAWS) -> tuple[Found, Found]:
    """(area under the curve, average precision) with intervals from drawing the fraud cases again; honest payments stay."""
    order = np.argsort(-scores, kind="stable")
    fraud, ties = fraud[order], np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))
    known, which = np.unique(case[order][fraud], return_inverse=True)
    stream, found = np.random.default_rng(0), []
    for number in range(draws + 1):
        times = np.bincount(stream.integers(0, len(known), len(known)), minlength=len(known)) if number else np.ones(len(known))
        weight = np.zeros(len(fraud))
        weight[fraud] = times[which]
        found.append(_areas(np.cumsum(weight)[ties], np.cumsum(~fraud, dtype=np.int64)[ties]))
    measured, again = found[0], np.quantile(np.array(found[1:] or found), (0.025, 0.975), axis=0)
    return Found(measured[0], *again[:, 0]), Found(measured[1], *again[:, 1])


def _areas(hits: Numbers, alarms: NDArray[np.int64]) -> tuple[float, float]:
    """(area under the curve, average precision) from running counts of fraud and honest payments, best score first."""
    new_hits, new_alarms = np.diff(hits, prepend=0.0), np.diff(alarms, prepend=0)
    auc = float(((hits - new_hits / 2) * new_alarms).sum() / (hits[-1] * alarms[-1]))
    return auc, float((hits / np.maximum(hits + alarms, 1.0) * new_hits).sum() / hits[-1])


def _of_typology(scores: Numbers, fraud: NDArray[np.bool_], case: NDArray[np.int64], mine: NDArray[np.bool_]) -> OfTypology:
    """(payments, cases, AUC, average precision) of one typology among the honest payments."""
    kept = ~fraud | mine
    auc, precision = intervals(scores[kept], mine[kept], case[kept], draws=0)
    return int(mine.sum()), len(np.unique(case[mine])), auc.value, precision.value


def table(found: Iterable[Hardness]) -> list[str]:
    """One line a dataset, then the median of each preset."""
    found = list(found)
    lines = [f"{'difficulty':12}{'seed':>5}{'train':>7}{'test':>6}  {'AUC':22}average precision  (train, test: cases)"]
    lines += [
        f"{one.difficulty:12}{one.seed:5}{one.train_cases:7}{one.test_cases:6}  {one.auc!s:22}{one.precision}" for one in found
    ]
    for name, (auc, precision) in medians(found).items():
        lines.append(f"{name:12} median             {auc:<22.3f}{precision:.3f}")
    return lines


def medians(found: Iterable[Hardness]) -> dict[str, tuple[float, float]]:
    """(AUC, average precision) of each preset, median over its seeds."""
    found = list(found)
    of = {name: [one for one in found if one.difficulty == name] for name in DIFFICULTIES}
    return {
        name: (median(one.auc.value for one in mine), median(one.precision.value for one in mine))
        for name, mine in of.items()
        if mine
    }


def typology_table(found: Iterable[Hardness], difficulty: str = "realistic") -> list[str]:
    """Each typology of one preset, over its seeds: payments, cases, and medians of AUC and average precision."""
    of: dict[str, list[OfTypology]] = {}
    for one in found:
        for name, figures in one.by_typology.items() if one.difficulty == difficulty else ():
            of.setdefault(name, []).append(figures)
    lines = [f"{difficulty + ', by typology':26}{'payments':>9}{'cases':>6}{'AUC':>7}{'precision':>10}"]
    for name, rows in sorted(of.items(), key=lambda item: -median(row[3] for row in item[1])):
        payments, cases = sum(row[0] for row in rows), sum(row[1] for row in rows)
        lines.append(f"{name:26}{payments:9}{cases:6}{median(row[2] for row in rows):7.3f}{median(row[3] for row in rows):10.3f}")
    return lines


def broken(found: Iterable[Hardness]) -> Iterator[str]:
    """Which promises do not hold, one sentence each."""
    of = medians(found)
    for name, value, (low, high) in zip(("AUC", "average precision"), of["realistic"], (AUC, PRECISION), strict=True):
        if not low <= value <= high:
            yield f"realistic: the median {name} is {value:.3f}; {low} to {high} is promised"
    for easier, harder in pairwise(DIFFICULTIES):
        if of[easier][0] < of[harder][0] + CLEARLY or of[easier][1] <= of[harder][1]:
            yield f"{easier} is not clearly easier than {harder}: {of[easier]} beside {of[harder]}"


def hiding(found: Iterable[Hardness]) -> Iterator[str]:
    """Typologies of realistic that are so easy that they hide the others."""
    for one in found:
        for name, (_, _, _, precision) in one.by_typology.items() if one.difficulty == "realistic" else ():
            if precision > HIDES:
                yield f"seed {one.seed}: {name} has an average precision of {precision:.3f} by itself; at most {HIDES} is promised"


def main() -> None:
    """Measure all presets and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2_000_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    specs = [
        Spec.create(count=asked.count, fraud_rate=FRAUD_RATE, seed=seed, difficulty=name)
        for name in DIFFICULTIES
        for seed in asked.seeds
    ]
    found = [hardness(spec, asked.workers) for spec in specs]
    print("\n".join([*table(found), "", *typology_table(found)]))
    failures = [*broken(found), *hiding(found)]
    print(*(f"BROKEN {failure}" for failure in failures), sep="\n")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
