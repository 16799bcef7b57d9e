"""Columns: codes with a dictionary, ids, rupees and instants, as Arrow arrays with the nulls of their kind."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from synfin_core.fraud.reporting import NEVER
from synfin_core.schema import TABLES

Missing = NDArray[np.bool_] | None

_CODE = pa.int16()
_TYPES = {
    "id": pa.int64(),
    "instant": pa.timestamp("us"),
    "date": pa.date32(),
    "money": pa.float64(),
    "number": pa.float32(),
    "count": pa.int32(),
    "flag": pa.bool_(),
}


def text(codes: NDArray[Any], words: Sequence[str], missing: Missing = None) -> pa.Array:
    """A dictionary column; each word stands once in the dictionary."""
    distinct = list(dict.fromkeys(words))
    if len(distinct) < len(words):
        position = {word: index for index, word in enumerate(distinct)}
        codes = np.array([position[word] for word in words], np.int16)[codes]
    return pa.DictionaryArray.from_arrays(column(codes, _CODE, missing), pa.array(distinct, pa.string()))


def plain(values: Sequence[str]) -> pa.Array:
    """A dictionary column from words."""
    return pa.array(list(values), pa.string()).dictionary_encode()


def digits(values: NDArray[np.int64], width: int = 1) -> pa.Array:
    """Whole numbers as text, with zeros before them up to `width`."""
    return pc.utf8_lpad(column(values, pa.int64()).cast(pa.string()), width, "0")


def joined(*parts: pa.Array | str) -> pa.Array:
    """A dictionary column of texts put together row by row; a plain text stands in every row, and empty stays empty."""
    return pc.binary_join_element_wise(*parts, "").dictionary_encode()


def ids(values: NDArray[np.int64], missing: Missing = None) -> pa.Array:
    """An id column."""
    return column(values, _TYPES["id"], missing)


def rupees(paise: NDArray[Any], missing: Missing = None) -> pa.Array:
    """A money column: the double nearest to the paise."""
    return column(paise / 100.0, _TYPES["money"], missing)


def column(values: NDArray[Any], dtype: pa.DataType, missing: Missing = None) -> pa.Array:
    """`values` as they lie in memory, empty where `missing`: ten times as fast as to let Arrow walk over the mask."""
    values = np.ascontiguousarray(values, dtype.to_pandas_dtype())
    present, n_missing = None, 0
    if missing is not None and (n_missing := int(np.count_nonzero(missing))):
        present = pa.py_buffer(np.packbits(~missing, bitorder="little"))
    stored = np.packbits(values, bitorder="little") if pa.types.is_boolean(dtype) else values
    return pa.Array.from_buffers(dtype, len(values), [present, pa.py_buffer(stored)], null_count=n_missing)


def instants(time: NDArray[np.int64], start: np.datetime64) -> pa.Array:
    """An instant column from microseconds since the period began; empty where that is NEVER."""
    never = time == NEVER
    at = np.where(never, 0, time) + start.astype("datetime64[us]").astype(np.int64)
    return column(at, pa.int64(), never).view(_TYPES["instant"])


def table(name: str, columns: dict[str, Any]) -> pa.Table:
    """The table `name` with all columns of the glossary, in its order and types."""
    arrays, fields = [], []
    for one in TABLES[name]:
        array = columns[one.name]
        if one.dtype == "text":
            array = array if isinstance(array, pa.Array) else plain(array)
        else:
            array = array if isinstance(array, pa.Array) else pa.array(array, _TYPES[one.dtype])
            array = array.cast(_TYPES[one.dtype]) if array.type != _TYPES[one.dtype] else array
        arrays.append(array)
        fields.append(pa.field(one.name, array.type, nullable=one.nullable))
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))
