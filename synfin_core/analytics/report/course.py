"""The course over time: days, weekdays, trend, and what a day says of the next and of the same day a week later."""

from typing import Any

import pandas as pd
from scipy import stats

from synfin_core.store.dataset import Dataset

_DAYS = """
    SELECT CAST(transacted_at AS DATE) AS day, count(*) AS payments, count(*) FILTER (is_fraud) AS fraud,
           coalesce(sum(amount_inr) FILTER (status = 'success'), 0) AS moved_inr
    FROM transactions GROUP BY ALL ORDER BY day"""
_LAGS = (1, 7)  # days
_LEAST_DAYS = 14  # for a trend, assumed
_MONTH = 30.4  # days


def days(dataset: Dataset) -> pd.DataFrame:
    """A row a day from the first to the last: payments, fraud, moved_inr; days without a payment as well."""
    found = dataset.sql(_DAYS).to_pandas()
    if found.empty:
        return found
    found = found.set_index(pd.to_datetime(found["day"])).drop(columns="day")
    return found.reindex(pd.date_range(found.index[0], found.index[-1], name="day"), fill_value=0).reset_index()


def course(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """A row a series: mean and deviation a day, trend a month over the mean with its p, autocorrelation, busiest weekday."""
    return [_of(rows, name) for name in ("payments", "fraud", "moved_inr")] if len(rows) >= _LEAST_DAYS else []


def _of(rows: pd.DataFrame, name: str) -> dict[str, Any]:
    series = rows[name].astype(float)
    line = stats.linregress(range(len(series)), series)
    weekdays = series.groupby(rows["day"].dt.day_name()).mean()
    mean = float(series.mean())
    return {
        "series": name,
        "mean": mean,
        "deviation": float(series.std()),
        "trend_a_month": float(line.slope) * _MONTH / mean if mean else None,
        "trend_p": float(line.pvalue) if series.std() else None,
        **{f"autocorrelation_{lag}": float(series.autocorr(lag)) if series.std() else None for lag in _LAGS},
        "busiest_weekday": str(weekdays.idxmax()),
        "busiest_over_mean": float(weekdays.max()) / mean if mean else None,
    }
