"""What a model learns from: features of payments, and beside them what was known of each, and what is true."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from synfin_core.errors import Cancelled
from synfin_core.features.glossary import FEATURES
from synfin_core.features.stream import stream_features
from synfin_core.store.dataset import Dataset
from synfin_core.store.known import latest

Rows = NDArray[np.intp]
Progress = Callable[[int, int], None]
NAMES = tuple(feature.name for feature in FEATURES)
_GROUPS = ("payer_home_state", "payer_language")
_TRUTH = """
SELECT transaction_id, is_fraud, coalesce(fraud_case_id, 0) AS fraud_case_id, CAST(fraud_type AS VARCHAR) AS fraud_type,
       coalesce(payer_customer_id, payee_customer_id, merchant_id, 0) AS customer_id, amount_inr, status <> 'failed' AS moved,
       payer_home_state, CAST(language AS VARCHAR) AS payer_language
FROM transactions LEFT JOIN (SELECT customer_id AS payer_customer_id, language FROM customers) USING (payer_customer_id)
WHERE transacted_at >= TIMESTAMP '{since}' ORDER BY transacted_at, transaction_id
"""


@dataclass(frozen=True, eq=False)
class Examples:
    """[payment, in time order] features, and what only a test may look at: fraud, its case and typology, whose, rupees moved.

    `groups`: words by which a test asks whether a model treats people alike.
    """

    features: pa.Table
    is_fraud: NDArray[np.bool_]
    case: NDArray[np.int64]
    typology: NDArray[Any]
    customer: NDArray[np.int64]
    moved_inr: NDArray[np.float64]
    groups: pa.Table

    def __len__(self) -> int:
        return len(self.is_fraud)

    @property
    def at(self) -> NDArray[np.datetime64]:
        """[payment] when."""
        return np.asarray(self.features["transacted_at"].to_numpy())

    def words(self, name: str) -> pa.ChunkedArray | None:
        """[payment] a column of features or of groups; None where there is none of that name."""
        return next((table[name] for table in (self.features, self.groups) if name in table.column_names), None)

    def take(self, rows: Rows) -> "Examples":
        """Some of them, in the order named."""
        taken = {field.name: getattr(self, field.name).take(rows) for field in fields(self)}
        return Examples(**taken)


def examples_of(
    dataset: Dataset,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
    *,
    since: datetime | None = None,
) -> Examples:
    """Payments of a dataset with their features and their truth, all or those `since`; `progress` is told the rows done and all.

    What came before `since` still counts in the features of what came after.
    """
    tables = _watched(dataset, progress or (lambda done, total: None), cancelled or (lambda: False))
    kept = [table.filter(pc.field("transacted_at") >= since) if since else table for table in tables]
    features = pa.concat_tables(kept).unify_dictionaries().combine_chunks()
    truth = dataset.sql(_TRUTH.format(since=since or datetime.min)).combine_chunks()
    moved = np.where(_array(truth, "moved"), _array(truth, "amount_inr"), 0.0)
    return Examples(
        features=features,
        is_fraud=_array(truth, "is_fraud"),
        case=_array(truth, "fraud_case_id"),
        typology=_array(truth, "fraud_type"),
        customer=_array(truth, "customer_id"),
        moved_inr=moved,
        groups=truth.select(list(_GROUPS)),
    )


def known_fraud(dataset: Dataset, examples: Examples, limit: datetime) -> NDArray[np.bool_]:
    """[payment] taken for fraud before `limit`, wrongly or rightly: what a bank could have trained on at that instant."""
    told = dataset.sql(f"SELECT transaction_id FROM ({latest(limit)}) WHERE label = 'fraud'")["transaction_id"].to_numpy()
    return np.isin(examples.features["transaction_id"].to_numpy(), told)


def _watched(dataset: Dataset, progress: Progress, cancelled: Callable[[], bool]) -> Iterator[pa.Table]:
    """Features batch by batch."""
    done, total = 0, len(dataset.transactions)
    for table in stream_features(dataset):
        if cancelled():
            raise Cancelled(f"stopped after the features of {done:,} of {total:,} payments; no model was made.")
        done += table.num_rows
        progress(done, total)
        yield table


def _array(table: pa.Table, name: str) -> NDArray[Any]:
    return np.asarray(table[name].to_numpy(zero_copy_only=False))
