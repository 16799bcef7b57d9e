"""What the Generate screen shows of a dataset, asked of it once and kept by its id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import streamlit as st

from synfin_core.store.dataset import Dataset
from synfin_core.studio import desk

SAMPLE_COLUMNS = (
    "transacted_at", "amount_inr", "is_fraud", "rail", "kind", "initiation_mode", "channel", "category", "city",
    "state", "payer_segment", "status", "decline_reason", "balance_after_inr", "fraud_type", "fraud_role",
    "fraud_reason",
)  # fmt: skip
_KEPT = 64  # summaries, of a few kilobytes each
_DAYS_APART = 62  # up to so many days a bar is a day, else a week

_COUNTS = "count(*) FILTER (NOT is_fraud) AS honest, count(*) FILTER (is_fraud) AS fraud"

_TOTALS = """
    SELECT min(transacted_at) AS first_at, max(transacted_at) AS last_at,
           coalesce(sum(amount_inr) FILTER (status = 'success'), 0) AS moved_inr,
           coalesce(sum(amount_inr) FILTER (is_fraud AND status = 'success'), 0) AS lost_inr
    FROM transactions"""

_BY_HOUR = f"""
    SELECT hours.hour, coalesce(honest, 0) AS honest, coalesce(fraud, 0) AS fraud
    FROM range(24) hours(hour) LEFT JOIN
         (SELECT hour(transacted_at) AS hour, {_COUNTS} FROM transactions GROUP BY ALL) counted USING (hour)
    ORDER BY hour"""

# Steps of 1, 2, 5: each amount counts in the step that starts at or below it.
_BY_AMOUNT = f"""
    WITH sized AS (SELECT amount_inr, is_fraud, pow(10, floor(log10(greatest(amount_inr, 1)))) AS decade FROM transactions)
    SELECT decade * CASE WHEN amount_inr >= 5 * decade THEN 5 WHEN amount_inr >= 2 * decade THEN 2 ELSE 1 END AS from_inr,
           {_COUNTS}
    FROM sized GROUP BY ALL ORDER BY from_inr"""

_BY_DAY = "SELECT date_trunc('{step}', transacted_at) AS day, " + _COUNTS + " FROM transactions GROUP BY ALL ORDER BY day"

_BY_TYPOLOGY = """
    SELECT CAST(fraud_type AS VARCHAR) AS typology, count(*) AS payments, count(DISTINCT fraud_case_id) AS cases,
           coalesce(sum(amount_inr) FILTER (status = 'success'), 0) AS lost_inr
    FROM transactions WHERE is_fraud GROUP BY ALL ORDER BY lost_inr DESC, typology"""

# Ids say nothing about order, so the smallest ids are a fair pick; of fraud, each typology has its turn.
_SAMPLE = f"""
    SELECT {", ".join(SAMPLE_COLUMNS)} FROM (
        (SELECT * FROM transactions WHERE NOT is_fraud ORDER BY transaction_id LIMIT 15) UNION ALL
        (SELECT * FROM transactions WHERE is_fraud
         ORDER BY row_number() OVER (PARTITION BY fraud_type ORDER BY transaction_id), transaction_id LIMIT 5))
    ORDER BY transacted_at"""


@dataclass(frozen=True)
class Summary:
    """Figures, small tables for the charts, and a sample of 20 rows."""

    first_at: datetime
    last_at: datetime
    moved_inr: float
    lost_inr: float
    by_hour: pd.DataFrame
    by_amount: pd.DataFrame
    by_day: pd.DataFrame
    by_typology: pd.DataFrame
    sample: pd.DataFrame

    @property
    def value_bps(self) -> float:
        """Rupees taken by fraud out of 10,000 rupees moved."""
        return self.lost_inr / max(self.moved_inr, 1) * 10_000

    @property
    def n_days(self) -> int:
        """Days from the first payment to the last."""
        return (self.last_at.date() - self.first_at.date()).days + 1


@st.cache_resource(max_entries=_KEPT, show_spinner="Reading the dataset")
def summary_of(id: str, version: str) -> Summary:
    """The summary of a dataset of the library; an upgrade gives it another `version`."""
    return summarize(desk.library().open(id))


def summarize(dataset: Dataset) -> Summary:
    """Ask the dataset for everything that the screen shows."""
    totals: Mapping[str, Any] = dataset.sql(_TOTALS).to_pylist()[0]
    n_days = (totals["last_at"].date() - totals["first_at"].date()).days + 1
    return Summary(
        **totals,
        by_hour=dataset.sql(_BY_HOUR).to_pandas(),
        by_amount=dataset.sql(_BY_AMOUNT).to_pandas(),
        by_day=dataset.sql(_BY_DAY.format(step="day" if n_days <= _DAYS_APART else "week")).to_pandas(),
        by_typology=dataset.sql(_BY_TYPOLOGY).to_pandas(),
        sample=dataset.sql(_SAMPLE).to_pandas(),
    )
