"""What a table says, in one short word: equal values give equal fingerprints, whatever their order, files or codes.

Each row has an odd 64-bit key mixed from its id columns; each column adds up key times value modulo 2^64. Sums of parts
add up to the sums of the whole, so shards can be taken in any order and on any worker.
"""

from collections.abc import Iterable
from functools import lru_cache, reduce
from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Words = npt.NDArray[np.uint64]

ROW_KEYS: dict[str, tuple[str, ...]] = {
    "transactions": ("transaction_id",),
    "events": ("event_id",),
    "customers": ("customer_id",),
    "accounts": ("account_id",),
    "cards": ("card_id",),
    "devices": ("device_id",),
    "merchants": ("merchant_id",),
    "places": ("city", "state"),
    "fraud_cases": ("fraud_case_id",),
    "case_links": ("link_id", "fraud_case_id"),
    "labels": ("transaction_id", "stage", "labelled_at"),
    "twins": ("twin_id",),
    "anomalies": ("transaction_id",),
}
_EMPTY = 0x5DEECE66D1CE4E5B  # stands for a null; no id, instant, amount or count of ours comes near it
_STEP = np.uint64(0x9E3779B97F4A7C15)  # multipliers and shifts of SplitMix64 (Steele, Lea and Flood 2014)
_ROUNDS = ((np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)), (np.uint64(27), np.uint64(0x94D049BB133111EB)))


def fingerprint_sums(table: pa.Table, *key: str) -> Words:
    """Row count, then one sum per column in the table's order; the rows are told apart by the columns `key`."""
    sums = np.zeros(table.num_columns + 1, np.uint64)
    for batch in table.to_batches():
        sums += _batch_sums(batch, key)
    return sums


def sum_up(parts: Iterable[Words]) -> Words:
    """The sums of a table from those of its parts, in any order."""
    return reduce(np.add, parts)


def digest(sums: Words) -> str:
    """The fingerprint: 32 hexadecimal digits of the sums of all parts."""
    return blake2b(sums.astype("<u8").tobytes(), digest_size=16).hexdigest()


def _batch_sums(batch: pa.RecordBatch, key: tuple[str, ...]) -> Words:
    row_keys = np.zeros(batch.num_rows, np.uint64)
    for name in key:
        row_keys = _mix(row_keys + _words(batch.column(name)))
    row_keys |= np.uint64(1)  # an odd key times a changed value always changes the sum
    keys = _Keys(row_keys)
    return np.array([batch.num_rows, *(_column_sum(column, keys) for column in batch.columns)], np.uint64)


class _Keys:
    """The keys of the rows, with zeros for those that a column leaves empty; many columns are empty in the same rows."""

    def __init__(self, keys: Words) -> None:
        self.keys, self._known = keys, dict[tuple[bytes, int], tuple[Words, int]]()

    def where_present(self, column: pa.Array) -> tuple[Words, int]:
        """(keys of the rows where `column` says something, sum of the keys where it does not)."""
        if not column.null_count:
            return self.keys, 0
        known = column.buffers()[0].to_pybytes(), column.offset
        if known not in self._known:
            present = np.unpackbits(np.frombuffer(known[0], np.uint8), bitorder="little")[column.offset :][: len(column)]
            kept = self.keys * present
            self._known[known] = kept, int(self.keys.sum(dtype=np.uint64)) - int(kept.sum(dtype=np.uint64))
        return self._known[known]


def _column_sum(column: pa.Array, keys: _Keys) -> np.uint64:
    present, absent = keys.where_present(column)
    said = 0 if column.null_count == len(column) else int(np.dot(present, _words(column)))
    return np.uint64((said + _EMPTY * absent) % 2**64)


def _mix(words: Words) -> Words:
    """SplitMix64: neighbouring numbers become unrelated ones."""
    words = words + _STEP
    for shift, multiplier in _ROUNDS:
        words ^= words >> shift
        words *= multiplier
    words ^= words >> np.uint64(31)
    return words


def _words(column: pa.Array) -> Words:
    """Each value as 64 bits, the same for any width, dictionary or file it came from; anything where it is empty."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = column.dictionary_encode()
    if pa.types.is_dictionary(column.type):
        codes = _stored(column.indices)
        if column.null_count:
            codes = np.where((codes >= 0) & (codes < len(column.dictionary)), codes, 0)
        return _text_words(column.dictionary)[codes]
    return _bits(column).astype(np.int64, copy=False).view(np.uint64)


def _bits(column: pa.Array) -> npt.NDArray[Any]:
    kind = column.type
    if pa.types.is_floating(kind):
        zero = kind.to_pandas_dtype()(0)  # -0.0 equals 0.0; adding a zero gives both the same bits
        with np.errstate(invalid="ignore"):  # what lies below a null may be anything
            values: npt.NDArray[Any] = _stored(column) + zero
        return values.view(np.int64 if kind == pa.float64() else np.int32)
    if pa.types.is_timestamp(kind):
        return _stored(column.cast(pa.timestamp("us")).view(pa.int64()))
    if pa.types.is_date32(kind):
        return _stored(column.view(pa.int32()))
    return _stored(column.cast(pa.int8()) if pa.types.is_boolean(kind) else column)


def _stored(column: pa.Array) -> npt.NDArray[Any]:
    """The numbers as they lie in memory, whatever lies under the nulls."""
    numbers: npt.NDArray[Any] = np.frombuffer(column.buffers()[1], column.type.to_pandas_dtype())
    return numbers[column.offset : column.offset + len(column)]


def _text_words(dictionary: pa.Array) -> Words:
    return np.fromiter(map(_text_word, dictionary.to_pylist()), np.uint64, len(dictionary))


@lru_cache(maxsize=1 << 16)
def _text_word(text: Any) -> int:
    return int.from_bytes(blake2b(str(text).encode(), digest_size=8).digest(), "little")
