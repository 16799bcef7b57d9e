"""Examples as files: CSV, JSON lines, Parquet or NumPy, with a file beside them that explains the columns."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from synfin_core.errors import WrongUse, closest
from synfin_core.features.glossary import FEATURES
from synfin_core.features.stream import ROWS, stream_features
from synfin_core.store.dataset import Dataset
from synfin_core.store.export import whole

Pieces = Iterator[pa.Table]
_TRUTH = """
SELECT is_fraud, fraud_case_id, CAST(fraud_type AS VARCHAR) AS fraud_type FROM transactions ORDER BY transacted_at, transaction_id
"""
_TRUTH_MEANING = {"is_fraud": "what is true", "fraud_case_id": "case it belongs to", "fraud_type": "typology of the case"}


def write_features(dataset: Dataset, path: Path, *, truth: bool = True, overwrite: bool = False) -> tuple[Path, Path]:
    """Write the features of all payments, and unless not `truth` what is true of each: (the file, its metadata)."""
    write = writer_of(path)
    beside = path.with_name(f"{path.name}.metadata.json")
    with whole(path, overwrite) as unfinished, whole(beside, overwrite) as explained:
        rows = write(_pieces(dataset, truth), unfinished)
        explained.write_text(json.dumps(_metadata(dataset, rows, truth), indent=1), "utf-8")
    return path, beside


def _pieces(dataset: Dataset, truth: bool) -> Pieces:
    """Features, and beside them the truth, batch by batch."""
    told = dataset.pieces(_TRUTH, ROWS) if truth else iter(())
    for features in stream_features(dataset, ROWS):
        beside = next(told, None)
        if beside is not None:
            for name in beside.column_names:
                features = features.append_column(name, beside[name])
        yield features


def _metadata(dataset: Dataset, rows: int, truth: bool) -> dict[str, Any]:
    columns = [
        {
            "name": feature.name,
            "family": feature.family,
            "unit": feature.unit,
            "window_seconds": feature.window,
            "meaning": feature.meaning,
            "sources": list(feature.sources),
        }
        for feature in FEATURES
    ]
    return {
        "rows": rows,
        "keys": ["transaction_id", "transacted_at"],
        "features": columns,
        "truth": _TRUTH_MEANING if truth else {},
        "spec": dataset.manifest["spec"],
        "fingerprint": dataset.manifest["fingerprints"]["transactions"],
    }


def write_parquet(pieces: Pieces, path: Path) -> int:
    """Write tables of one schema as Parquet; returns the rows."""
    first = _plain(next(pieces))
    rows = first.num_rows
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        writer.write_table(first)
        for piece in map(_plain, pieces):
            writer.write_table(piece)
            rows += piece.num_rows
    return int(rows)


def write_csv(pieces: Pieces, path: Path) -> int:
    """Write tables of one schema as CSV; returns the rows."""
    first = _plain(next(pieces))
    rows = first.num_rows
    with pc_csv.CSVWriter(path, first.schema) as writer:
        writer.write_table(first)
        for piece in map(_plain, pieces):
            writer.write_table(piece)
            rows += piece.num_rows
    return int(rows)


def _write_jsonl(pieces: Pieces, path: Path) -> int:
    rows = 0
    with path.open("w", encoding="utf-8") as file:
        for piece in pieces:
            _plain(piece).to_pandas().to_json(file, orient="records", lines=True, date_format="iso", double_precision=6)
            rows += piece.num_rows
    return rows


def _write_numpy(pieces: Pieces, path: Path) -> int:
    """One array a column; words as text, empty ones as ''. All of it is in memory for a moment."""
    table = _plain(pa.concat_tables(list(pieces), promote_options="permissive"))
    arrays = {name: _array(table[name]) for name in table.column_names}
    with path.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    return int(table.num_rows)


def _array(column: pa.ChunkedArray) -> Any:
    if pa.types.is_string(column.type):
        return np.asarray(column.fill_null("").to_pylist(), np.str_)
    filled = column.fill_null(0) if pa.types.is_int64(column.type) else column
    return filled.to_numpy()


def _plain(table: pa.Table) -> pa.Table:
    """Words as text, so that every piece has one schema."""
    fields = [pa.field(field.name, pa.string() if pa.types.is_dictionary(field.type) else field.type) for field in table.schema]
    return table.cast(pa.schema(fields))


_WRITERS: dict[str, Callable[[Pieces, Path], int]] = {
    "csv": write_csv,
    "jsonl": _write_jsonl,
    "parquet": write_parquet,
    "npz": _write_numpy,
}


def writer_of(path: Path) -> Callable[[Pieces, Path], int]:
    """What writes a file of this suffix; WrongUse when nothing does."""
    word = path.suffix.lstrip(".").casefold()
    if word not in _WRITERS:
        raise WrongUse(f"{path.name}: features are written as {', '.join(_WRITERS)}{closest(word, _WRITERS)}; end the name so.")
    return _WRITERS[word]
