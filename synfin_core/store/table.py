"""One table of a dataset."""

import pandas as pd
import pyarrow as pa

from synfin_core.store.fingerprint import ROW_KEYS, digest, fingerprint_sums, sum_up
from synfin_core.store.sources import Source

_PANDAS_TYPES = {pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int32Dtype(), pa.bool_(): pd.BooleanDtype()}


class Table:
    """Read when asked for; rows come in time order from the library, else in the order in which the shards made them."""

    def __init__(self, name: str, source: Source) -> None:
        self.name = name
        self._source = source

    def to_arrow(self) -> pa.Table:
        """The whole table in Arrow, text columns as dictionaries."""
        return self._source.read(self.name)

    def to_pandas(self) -> pd.DataFrame:
        """The whole table in pandas: text as categories; ids, counts and flags stay whole where some are missing."""
        return self.to_arrow().to_pandas(types_mapper=_PANDAS_TYPES.get)

    def fingerprint(self) -> str:
        """The fingerprint of its values, piece by piece, so that memory does not grow with the table."""
        pieces = self._source.pieces(self.name)
        return digest(sum_up(fingerprint_sums(piece, *ROW_KEYS[self.name]) for piece in pieces))

    def __len__(self) -> int:
        return self._source.count(self.name)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self):,} rows>"
