"""Columns: codes with a dictionary, ids, rupees and instants, as Arrow arrays with the nulls of their kind."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.fraud.reporting import NEVER
from synfin_core.schema import TABLES

_TYPES = {
    "id": pa.int64(),
    "instant": pa.timestamp("us"),
    "date": pa.date32(),
    "money": pa.float64(),
    "number": pa.float32(),
    "count": pa.int32(),
    "flag": pa.bool_(),
}


def text(codes: NDArray[Any], words: Sequence[str], missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """A dictionary column; each word stands once in the dictionary."""
    distinct = list(dict.fromkeys(words))
    if len(distinct) < len(words):
        position = {word: index for index, word in enumerate(distinct)}
        codes = np.array([position[word] for word in words], np.int32)[codes]
    indices = pa.array(codes.astype(np.int32), mask=missing)
    return pa.DictionaryArray.from_arrays(indices, pa.array(distinct, pa.string()))


def plain(values: Sequence[str]) -> pa.Array:
    """A dictionary column from words."""
    return pa.array(list(values), pa.string()).dictionary_encode()


def ids(values: NDArray[np.int64], missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """An id column."""
    return pa.array(values, pa.int64(), mask=missing)


def rupees(paise: NDArray[Any], missing: NDArray[np.bool_] | None = None) -> pa.Array:
    """A money column: the double nearest to the paise."""
    return pa.array(paise / 100.0, pa.float64(), mask=missing)


def instants(time: NDArray[np.int64], start: np.datetime64) -> pa.Array:
    """An instant column from microseconds since the period began; empty where that is NEVER."""
    never = time == NEVER
    at = np.where(never, 0, time) + start.astype("datetime64[us]").astype(np.int64)
    return pa.array(at.view("datetime64[us]"), mask=never if never.any() else None)


def table(name: str, columns: dict[str, Any]) -> pa.Table:
    """The table `name` with all columns of the glossary, in its order and types."""
    arrays, fields = [], []
    for column in TABLES[name]:
        array = columns[column.name]
        if column.dtype == "text":
            array = array if isinstance(array, pa.Array) else plain(array)
        else:
            array = array if isinstance(array, pa.Array) else pa.array(array, _TYPES[column.dtype])
            array = array.cast(_TYPES[column.dtype]) if array.type != _TYPES[column.dtype] else array
        arrays.append(array)
        fields.append(pa.field(column.name, array.type))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))
