"""Two typologies of a dataset side by side, figure by figure."""

import pandas as pd

from synfin_core.analytics.catalogue import card
from synfin_core.store.dataset import Dataset

_CASES = """
    SELECT CAST(fraud_type AS VARCHAR) AS typology, count(*) AS cases, median(loss_inr) AS loss_inr, sum(loss_inr) AS all_inr,
           median(n_fraud_payments) AS payments, median(n_mules) AS mules,
           median(epoch(ended_at - started_at)) / 3600 AS hours, avg(CAST(reported_at IS NOT NULL AS INT)) AS reported_share,
           median(epoch(reported_at - started_at)) / 3600 AS report_hours,
           sum(held_inr) / nullif(sum(loss_inr), 0) AS held_share
    FROM fraud_cases WHERE CAST(fraud_type AS VARCHAR) IN ({chosen}) GROUP BY ALL"""

_PAYMENTS = """
    SELECT CAST(fraud_type AS VARCHAR) AS typology, median(amount_inr) AS amount_inr,
           avg(CAST(coalesce(is_first_with_payee, FALSE) AS INT)) AS new_payee_share,
           avg(CAST(hour(transacted_at) < 6 OR hour(transacted_at) >= 22 AS INT)) AS night_share,
           avg(CAST(status = 'failed' AS INT)) AS failed_share, CAST(mode(rail) AS VARCHAR) AS rail
    FROM transactions WHERE is_fraud AND CAST(fraud_type AS VARCHAR) IN ({chosen}) GROUP BY ALL"""

_HOURS = """
    SELECT CAST(fraud_type AS VARCHAR) AS typology, hour(transacted_at) AS hour, count(*) AS payments
    FROM transactions WHERE is_fraud AND CAST(fraud_type AS VARCHAR) IN ({chosen}) GROUP BY ALL ORDER BY typology, hour"""


def compared(dataset: Dataset, first: str, second: str) -> pd.DataFrame:
    """A row a typology that the dataset has, by its id: medians, sums and shares of its cases and fraud payments."""
    cases, payments = (dataset.sql(query.format(chosen=_chosen(first, second))).to_pandas() for query in (_CASES, _PAYMENTS))
    return cases.merge(payments, on="typology").set_index("typology")


def hours_of(dataset: Dataset, first: str, second: str) -> pd.DataFrame:
    """Fraud payments by typology and hour of the day."""
    return dataset.sql(_HOURS.format(chosen=_chosen(first, second))).to_pandas()


def _chosen(*typologies: str) -> str:
    return ", ".join(f"'{card(id).id}'" for id in typologies)
