"""What a model said of each test payment, kept beside it: scores with the truth, and features of those worth a look."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from synfin_core.errors import StorageError
from synfin_core.learning.examples import Examples
from synfin_core.learning.metrics import Scores
from synfin_core.store.export import whole
from synfin_core.store.failures import told_as_storage_error

SCORES, FEATURES = "tested.parquet", "tested_features.parquet"
_MOST_FEATURES = 1_000  # payments of the highest scores, and as many frauds, whose reasons can be asked for


@dataclass(frozen=True, eq=False)
class Tested:
    """Test payments in time order.

    `payments`: transaction_id, transacted_at, amount_inr, moved_inr, score, is_fraud, case, typology; `features` of some of them.
    """

    payments: pa.Table
    features: pa.Table

    @classmethod
    def of(cls, test: Examples, scores: Scores) -> "Tested":
        """Scores of test examples with what a reader of them asks for."""
        seen = test.features.select(["transaction_id", "transacted_at", "amount_inr"])
        beside = {"moved_inr": test.moved_inr, "score": scores, "is_fraud": test.is_fraud, "case": test.case}
        for name, values in beside.items():
            seen = seen.append_column(name, pa.array(values))
        seen = seen.append_column("typology", pa.array(test.typology, pa.string()))
        return cls(seen, test.features.take(_worth_a_look(test, scores)))

    def write(self, folder: Path) -> None:
        """Into the folder of the model."""
        for name, table in ((SCORES, self.payments), (FEATURES, self.features)):
            with told_as_storage_error(folder / name), whole(folder / name, overwrite=True) as unfinished:
                pq.write_table(table, unfinished, compression="zstd")

    @classmethod
    def read(cls, folder: Path) -> "Tested":
        """What `write` wrote; StorageError when it is gone or damaged."""
        try:
            return cls(pq.read_table(folder / SCORES), pq.read_table(folder / FEATURES))
        except (OSError, pa.ArrowException) as failure:
            raise StorageError(f"the test scores of model {folder.name} cannot be read; train it again.") from failure


def _worth_a_look(test: Examples, scores: Scores) -> np.ndarray:
    """[row] the highest scores, and the frauds of the highest scores, in time order."""
    order = np.argsort(-scores, kind="stable")
    frauds = order[test.is_fraud[order]]
    return np.unique(np.concatenate([order[:_MOST_FEATURES], frauds[:_MOST_FEATURES]]))
