"""Payments that do not depend on each other: one of each case, and one honest payment of each customer."""

import pandas as pd

from synfin_core.store.dataset import Dataset

NUMBERS = (
    "amount_inr", "balance_after_inr", "distance_from_home_km", "minutes_since_last", "payments_today", "amount_today_inr", "hour",
)  # fmt: skip
WORDS = (
    "rail", "kind", "category", "state", "payer_segment", "payer_age_band", "device_os", "weekday", "is_online",
    "is_first_with_payee",
)  # fmt: skip
_HOURS = {"hour": "hour(transacted_at)", "weekday": "isodow(transacted_at)"}

# Ids say nothing about order or amount, so that of the smallest id is a fair pick.
_QUERY = """
    WITH picked AS (
        SELECT unnest(array_agg(id)) AS transaction_id FROM (
            SELECT min(transaction_id) AS id FROM transactions WHERE is_fraud AND payer_segment IS NOT NULL GROUP BY fraud_case_id
            UNION ALL
            SELECT min(transaction_id) FROM transactions
            WHERE fraud_case_id IS NULL AND payer_segment IS NOT NULL GROUP BY payer_customer_id))
    SELECT {columns}, is_fraud FROM transactions SEMI JOIN picked USING (transaction_id) ORDER BY transaction_id"""


def independent(dataset: Dataset) -> pd.DataFrame:
    """NUMBERS as floats, WORDS as text, and is_fraud; only payments of simulated payers."""
    numbers = [f"CAST({_HOURS.get(name, name)} AS DOUBLE) AS {name}" for name in NUMBERS]
    words = [f"CAST({_HOURS.get(name, name)} AS VARCHAR) AS {name}" for name in WORDS]
    return dataset.sql(_QUERY.format(columns=", ".join([*numbers, *words]))).to_pandas()
