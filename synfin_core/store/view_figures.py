"""The figures of a manifest counted anew over what one bank sees."""

from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from synfin_core.schema import TABLES

_FRAUD = """
SELECT count(*) FILTER (is_fraud) AS n_fraud_rows,
       count(DISTINCT payer_customer_id) FILTER (is_fraud) AS n_victims,
       count(DISTINCT payer_customer_id) FILTER (is_laundering) AS n_mules,
       count(*) FILTER (twin_id IS NOT NULL) AS n_of_twins
FROM transactions
"""


def figures_of(sql: Callable[[str], pa.Table], bank: str, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Rows, fraud, twins and anomalies of what `sql` reads, and a note that says whose view it is."""
    counted = ", ".join(f"(SELECT count(*) FROM {name}) AS {name}" for name in TABLES)
    rows = sql(f"SELECT {counted}").to_pylist()[0]
    found = sql(_FRAUD).to_pylist()[0]
    n_of_twins = found.pop("n_of_twins")
    fraud = {
        "requested_rate": manifest["fraud"]["requested_rate"],
        "made_rate": found["n_fraud_rows"] / max(rows["transactions"], 1),
        "n_cases": rows["fraud_cases"],
    }
    note = (
        f"What {bank} sees: {rows['transactions']:,} payments from or to its own accounts; of the other side the account, its bank "
        "and the name. Victims and mules are its own. The fingerprints are those of the whole dataset."
    )
    return {
        "view": bank,
        "rows": rows,
        "fraud": fraud | found,
        "twins": {"n_twins": rows["twins"], "n_rows": n_of_twins},
        "anomalies": manifest.get("anomalies", {}) | {"n_rows": rows["anomalies"]},
        "notes": [*manifest.get("notes", []), note],
    }
