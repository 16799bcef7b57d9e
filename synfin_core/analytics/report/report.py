"""The analytics of one dataset, as rows of plain JSON types."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from synfin_core.analytics.report import counted
from synfin_core.analytics.report.contrasts import contrasts
from synfin_core.analytics.report.course import course, days
from synfin_core.analytics.report.distributions import distributions
from synfin_core.analytics.report.relations import correlations, importance
from synfin_core.analytics.report.sample import independent
from synfin_core.store.dataset import Dataset

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Analytics:
    """Each part as rows; `sampled`: payments that the tests and relations are about, fraud and all."""

    name: str
    n: int
    n_fraud: int
    sampled: tuple[int, int]
    days: pd.DataFrame
    parts: dict[str, Rows]

    def as_dict(self) -> dict[str, Any]:
        """All of it in plain JSON types."""
        by_day = self.days.assign(day=self.days["day"].astype(str)) if len(self.days) else self.days
        told = {"name": self.name, "payments": self.n, "fraud": self.n_fraud, "sampled": self.sampled}
        return told | self.parts | {"days": by_day.to_dict("records")}


def analytics(dataset: Dataset, name: str = "") -> Analytics:
    """Ask the dataset for all of it."""
    counts = dataset.sql("SELECT count(*) AS n, count(*) FILTER (is_fraud) AS n_fraud FROM transactions").to_pylist()[0]
    rows, by_day = independent(dataset), days(dataset)
    parts = {
        "contrasts": contrasts(rows),
        "importance": importance(rows),
        "distributions": distributions(dataset),
        "correlations": correlations(rows),
        "course": course(by_day),
        "severity": counted.severity(dataset),
        "oddity": counted.oddity(dataset),
        "bursts": counted.bursts(dataset),
        "routes": counted.routes(dataset),
    }
    return Analytics(
        name or str(dataset.manifest.get("name") or "Dataset"),
        **counts,
        sampled=(int(rows["is_fraud"].sum()), len(rows)),
        days=by_day,
        parts=parts,
    )
