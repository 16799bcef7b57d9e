"""What is counted in SQL: oddity against fraud, severity, bursts, and routes from city to city."""

from typing import Any

from synfin_core.store.dataset import Dataset

_BURST_MIN = 10.0  # minutes since the payer's last payment, below which one follows in a burst, assumed
_MOST_ROUTES = 20

_ODDITY = """
    SELECT coalesce(CAST(a.family AS VARCHAR), 'none') AS family, coalesce(CAST(a.severity AS VARCHAR), '') AS severity,
           count(*) AS payments, count(*) FILTER (is_fraud) AS fraud, median(amount_inr) AS median_inr,
           avg(CAST(hour(transacted_at) < 5 AS INT)) AS night_share
    FROM transactions LEFT JOIN anomalies a USING (transaction_id) GROUP BY ALL ORDER BY payments DESC, family, severity"""
_SEVERITY = """
    SELECT CAST(fraud_severity AS VARCHAR) AS severity, count(DISTINCT fraud_case_id) AS cases,
           count(*) FILTER (is_fraud) AS fraud, median(amount_inr) FILTER (is_fraud) AS median_inr,
           coalesce(sum(amount_inr) FILTER (is_fraud AND status = 'success'), 0) AS taken_inr
    FROM transactions WHERE fraud_severity IS NOT NULL GROUP BY ALL
    ORDER BY min(list_position(['low', 'medium', 'high', 'critical'], CAST(fraud_severity AS VARCHAR)))"""
# Burstiness (Goh and Barabasi 2008): (deviation - mean) / (deviation + mean) of the gaps; -1 regular, 0 random, 1 in bursts.
_BURSTS = f"""
    SELECT CASE WHEN is_fraud THEN 'fraud' ELSE 'honest' END AS side, count(minutes_since_last) AS gaps,
           median(minutes_since_last) AS median_min, avg(CAST(minutes_since_last < {_BURST_MIN} AS INT)) AS burst_share,
           (stddev_samp(minutes_since_last) - avg(minutes_since_last))
           / nullif(stddev_samp(minutes_since_last) + avg(minutes_since_last), 0) AS burstiness,
           max(payments_today) AS most_a_day
    FROM transactions GROUP BY ALL ORDER BY side DESC"""
_ROUTES = f"""
    SELECT CAST(payer.city AS VARCHAR) AS from_city, CAST(payee.city AS VARCHAR) AS to_city, count(*) AS payments,
           count(*) FILTER (t.is_fraud OR t.is_laundering) AS of_cases, sum(t.amount_inr) AS amount_inr
    FROM transactions t JOIN customers payer ON payer.customer_id = t.payer_customer_id
         JOIN customers payee ON payee.customer_id = t.payee_customer_id
    WHERE t.status = 'success' AND t.payer_customer_id <> t.payee_customer_id AND payer.city <> payee.city
    GROUP BY ALL ORDER BY payments DESC, from_city, to_city LIMIT {_MOST_ROUTES}"""


def oddity(dataset: Dataset) -> list[dict[str, Any]]:
    """A row a family and severity of oddity: payments, of them fraud, median amount, share between midnight and five."""
    return dataset.sql(_ODDITY).to_pylist()


def severity(dataset: Dataset) -> list[dict[str, Any]]:
    """A row a severity of cases, the lowest first: cases, fraud payments, median amount, rupees taken."""
    return dataset.sql(_SEVERITY).to_pylist()


def bursts(dataset: Dataset) -> list[dict[str, Any]]:
    """Honest and fraud: gaps, their median in minutes, share within ten minutes of the last, burstiness, most a day."""
    return dataset.sql(_BURSTS).to_pylist()


def routes(dataset: Dataset) -> list[dict[str, Any]]:
    """The busiest routes of money between customers of two cities, home to home: payments, of cases, rupees."""
    return dataset.sql(_ROUTES).to_pylist()
