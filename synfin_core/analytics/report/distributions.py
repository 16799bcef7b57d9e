"""How amounts, balances and gaps are spread, of honest and of fraud payments."""

from typing import Any

from synfin_core.store.dataset import Dataset

_COLUMNS = ("amount_inr", "balance_after_inr", "distance_from_home_km", "minutes_since_last", "payments_today")
_QUERY = """
    SELECT '{name}' AS column_name, CASE WHEN is_fraud THEN 'fraud' ELSE 'honest' END AS side, count(x) AS n,
           avg(x) AS mean, stddev_samp(x) AS deviation, skewness(x) AS skewness,
           approx_quantile(x, [0.01, 0.25, 0.5, 0.75, 0.99]) AS quantiles
    FROM (SELECT CAST({name} AS DOUBLE) AS x, is_fraud FROM transactions WHERE {name} IS NOT NULL) GROUP BY ALL"""
_NAMES = ("p1", "p25", "median", "p75", "p99")


def distributions(dataset: Dataset) -> list[dict[str, Any]]:
    """A row a column and side: n, mean, deviation, skewness, quantiles (approximate, by t-digest)."""
    rows = dataset.sql(" UNION ALL ".join(_QUERY.format(name=name) for name in _COLUMNS) + " ORDER BY ALL").to_pylist()
    return [
        {key: value for key, value in row.items() if key != "quantiles"} | dict(zip(_NAMES, row["quantiles"], strict=True))
        for row in rows
    ]
