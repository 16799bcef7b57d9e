"""A user's own file, CSV or Parquet, as examples: a flat export, an export of features, or any table of payments with a label."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from synfin_core.errors import StorageError, WrongUse
from synfin_core.learning.examples import Examples
from synfin_core.learning.split import Sides
from synfin_core.schema import TRANSACTIONS
from synfin_core.store.known import cuts

SUFFIXES = (".csv", ".csv.gz", ".parquet")
NEEDED = ("transaction_id", "transacted_at", "amount_inr", "is_fraud")
_TYPES = {"transaction_id": pa.int64(), "transacted_at": pa.timestamp("us"), "amount_inr": pa.float64(), "is_fraud": pa.bool_()}
_TRUTH = {column.name for column in TRANSACTIONS if column.truth}
_MOST_WORDS = 255  # a column of more words names single things
_GROUPS = ("payer_home_state", "payer_language")


def read_own(path: Path, *, labelled: bool = True) -> pa.Table:
    """The payments of a file in time order; without `labelled` it needs no is_fraud. WrongUse says which column is wrong."""
    table = _read(path)
    needed = NEEDED if labelled else NEEDED[:-1]
    if missing := [name for name in needed if name not in table.column_names]:
        raise WrongUse(f"{path.name} has no column '{missing[0]}'; {', '.join(needed)} are needed.")
    for name in needed:
        table = table.set_column(table.column_names.index(name), name, _cast(path, table[name], name))
    amount = table["amount_inr"].to_numpy()
    if not np.isfinite(amount).all():
        raise WrongUse(
            f"{path.name}: amount_inr is no finite number in {int((~np.isfinite(amount)).sum()):,} rows; rupees are allowed."
        )
    return table.sort_by([("transacted_at", "ascending"), ("transaction_id", "ascending")])


def names_of(table: pa.Table) -> tuple[str, ...]:
    """Columns that a model may learn from: numbers, yes or no, and words of which there are few; no id, moment or truth."""
    left_out = {*_TRUTH, *NEEDED} - {"amount_inr"}
    return tuple(name for name in table.column_names if name not in left_out and not name.endswith("_id") and _tells(table[name]))


def examples_of_own(table: pa.Table) -> Examples:
    """The payments of `read_own` as examples; a fraud without a case is a case of its own."""
    fraud = np.asarray(table["is_fraud"].to_numpy(zero_copy_only=False), bool)
    ids = np.asarray(table["transaction_id"].to_numpy())
    case = _column(table, "fraud_case_id", 0)
    failed = _column(table, "status", "success") == "failed"
    return Examples(
        features=table,
        is_fraud=fraud,
        case=np.where(fraud, np.where(case > 0, case, ids), 0).astype(np.int64),
        typology=np.asarray(np.where(fraud, _column(table, "fraud_type", "fraud"), None), object),
        customer=_column(table, "customer_id", 0).astype(np.int64),
        moved_inr=np.where(failed, 0.0, table["amount_inr"].to_numpy()),
        groups=table.select([name for name in _GROUPS if name in table.column_names]),
    )


def sides_of_own(examples: Examples, test_share: float, gap_days: float) -> Sides:
    """Split by time; a file has no history of its labels, so training takes them as they stand."""
    at = examples.at
    ends, starts = cuts(at[0].astype(datetime), at[-1].astype(datetime), test_share, gap_days)
    first, second = np.searchsorted(at, [np.datetime64(ends), np.datetime64(starts)])
    train, test = examples.take(np.arange(first)), examples.take(np.arange(second, len(examples)))
    return Sides(train, test, train.is_fraud, "time", ends, starts)


def told_of(path: Path, table: pa.Table) -> dict[str, Any]:
    """What a record says of the data: the file's name, its rows and its digest."""
    return {"file": path.name, "rows": table.num_rows, "fingerprint": hashlib.sha256(path.read_bytes()).hexdigest()}


def _read(path: Path) -> pa.Table:
    if not path.is_file():
        raise StorageError(f"{path} cannot be read: there is no such file.")
    if not path.name.casefold().endswith(SUFFIXES):
        raise WrongUse(f"{path.name} is no file that can be learned from; {', '.join(SUFFIXES)} are allowed.")
    try:
        table = pq.read_table(path) if path.suffix.casefold() == ".parquet" else pc_csv.read_csv(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise StorageError(f"{path} cannot be read as a table: {str(error).splitlines()[0][:200]}") from error
    if not table.num_rows:
        raise WrongUse(f"{path.name} has no rows; payments are needed to learn from.")
    return table


def _cast(path: Path, column: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """The column as its type; no cell may be empty."""
    try:
        found = column.cast(_TYPES[name])
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise WrongUse(f"{path.name}: column '{name}' holds {column.type}; {_TYPES[name]} is needed.") from error
    if found.null_count:
        raise WrongUse(f"{path.name}: column '{name}' is empty in {found.null_count:,} rows; each payment needs one.")
    return found


def _tells(column: pa.ChunkedArray) -> bool:
    kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_dictionary(kind):
        return len(pc.unique(column.cast(pa.string()))) <= _MOST_WORDS
    return pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind) or pa.types.is_decimal(kind)


def _column(table: pa.Table, name: str, otherwise: Any) -> Any:
    """A column where the file has it, with `otherwise` in empty cells; else that alone."""
    if name not in table.column_names:
        return np.full(table.num_rows, otherwise)
    column = table[name].cast(pa.string()) if isinstance(otherwise, str) else table[name].cast(pa.int64())
    return pc.fill_null(column, otherwise).to_numpy(zero_copy_only=False)
