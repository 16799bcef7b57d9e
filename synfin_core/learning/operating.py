"""What a threshold does to test payments: alerts, frauds and rupees on either side of it, by kind of fraud, and its cost."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.learning.metrics import ALERT_INR, FRICTION_INR

_ANALYST_MINUTES = 15.0  # of a look at one alert, assumed
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Costs:
    """What a look at an alert costs in minutes and rupees a minute, and an honest payment that is stopped; assumed."""

    minutes: float = _ANALYST_MINUTES
    minute_inr: float = ALERT_INR / _ANALYST_MINUTES
    friction_inr: float = FRICTION_INR


@dataclass(frozen=True)
class Point:
    """Payments and rupees that moved, above a threshold (caught, stopped) and below it (missed, passed)."""

    caught: int
    missed: int
    stopped: int
    passed: int
    caught_inr: float
    missed_inr: float
    stopped_inr: float
    passed_inr: float

    @property
    def alerts(self) -> int:
        """Payments that somebody has to look at."""
        return self.caught + self.stopped

    @property
    def precision(self) -> float:
        """Share of alerts that are fraud; 0 without alerts."""
        return self.caught / max(self.alerts, 1)

    @property
    def recall(self) -> float:
        """Share of fraud payments that are alerts."""
        return self.caught / max(self.caught + self.missed, 1)

    def cost_inr(self, costs: Costs) -> float:
        """Rupees of missed fraud, of looking at alerts, and of stopping honest payments."""
        return self.missed_inr + self.alerts * costs.minutes * costs.minute_inr + self.stopped * costs.friction_inr


class Curve:
    """Sums over test payments by falling score, made once, so that any threshold is answered by a search."""

    def __init__(self, payments: pa.Table) -> None:
        scores = payments["score"].to_numpy()
        order = np.argsort(-scores, kind="stable")
        fraud, moved = payments["is_fraud"].to_numpy()[order], payments["moved_inr"].to_numpy()[order]
        at = payments["transacted_at"].to_numpy()
        self.scores: Numbers = scores[order]
        self.days = max(float((at[-1] - at[0]) / np.timedelta64(1, "D")), 1.0)
        self._fraud, self._honest = _from_zero(fraud), _from_zero(~fraud)
        self._fraud_inr, self._honest_inr = _from_zero(np.where(fraud, moved, 0)), _from_zero(np.where(fraud, 0, moved))
        self._kinds = _kinds(payments)

    def at(self, threshold: float) -> Point:
        """What lies on either side; a score equal to the threshold is an alert."""
        n = int(np.searchsorted(-self.scores, -threshold, "right"))
        sums = (self._fraud, self._honest, self._fraud_inr, self._honest_inr)
        caught, stopped, caught_inr, stopped_inr = (float(one[n]) for one in sums)
        fraud, honest, fraud_inr, honest_inr = (float(one[-1]) for one in sums)
        return Point(
            int(caught), int(fraud - caught), int(stopped), int(honest - stopped),
            caught_inr, fraud_inr - caught_inr, stopped_inr, honest_inr - stopped_inr,
        )  # fmt: skip

    def cheapest(self, costs: Costs) -> float:
        """The threshold of least cost; just above every score when no alert pays for itself."""
        n = np.arange(len(self._fraud))
        told = n * costs.minutes * costs.minute_inr + self._honest * costs.friction_inr - self._fraud_inr
        return self._after(int(np.argmin(told)))

    def within(self, alerts_a_day: float) -> float:
        """The lowest threshold with at most so many alerts a day."""
        return self._after(min(int(alerts_a_day * self.days), len(self.scores)))

    def _after(self, n: int) -> float:
        """A threshold that makes alerts of the first `n` payments, or of fewer where scores are equal."""
        if n == 0:
            return float(np.nextafter(self.scores[0], np.inf))
        if n < len(self.scores) and self.scores[n] == self.scores[n - 1]:
            return float(np.nextafter(self.scores[n], np.inf))
        return float(self.scores[n - 1])

    def by_typology(self, threshold: float) -> pd.DataFrame:
        """typology, payments, missed, cases, cases_missed (no payment of it is an alert), missed_inr; most rupees missed first."""
        rows = []
        for name, (scores, moved, highest) in self._kinds.items():
            below = scores < threshold
            missed = (int(below.sum()), len(highest), int((highest < threshold).sum()), float(moved[below].sum()))
            rows.append((name, len(scores), *missed))
        columns = ["typology", "payments", "missed", "cases", "cases_missed", "missed_inr"]
        return pd.DataFrame(rows, columns=columns).sort_values("missed_inr", ascending=False, ignore_index=True)


def _from_zero(values: NDArray[np.generic]) -> Numbers:
    return np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])


def _kinds(payments: pa.Table) -> dict[str, tuple[Numbers, Numbers, Numbers]]:
    """By typology: scores and rupees of its payments, and the highest score of each of its cases."""
    names = ["typology", "score", "moved_inr", "case"]
    frauds = payments.filter(payments["is_fraud"]).select(names).to_pandas()
    return {
        str(name): (rows["score"].to_numpy(), rows["moved_inr"].to_numpy(), rows.groupby("case")["score"].max().to_numpy())
        for name, rows in frauds.groupby("typology")
    }
