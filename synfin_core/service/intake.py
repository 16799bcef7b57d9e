"""Rows of JSON become a table, or every fault in them is named."""

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
import pyarrow as pa

from synfin_core.errors import Fault, FaultyRows, closest
from synfin_core.schema import TABLES
from synfin_core.service.fields import Field, fields_of


class Intake:
    """Takes rows of one table, column by column; `key` names the column in which no value may come twice."""

    def __init__(self, table: str, key: str | None = None) -> None:
        self.fields = fields_of(table)
        self._read = [field for field in self.fields.values() if field.is_read]
        self._truth = {column.name for column in TABLES[table] if column.truth}
        self._key = key

    def table(self, rows: Sequence[Any]) -> pa.Table:
        """The columns that features read; FaultyRows when anything is wrong in any row, in fields that are not read as well."""
        if strangers := [Fault(row, "", _NO_OBJECT) for row, said in enumerate(rows) if type(said) is not dict]:
            raise FaultyRows(strangers)
        said = set().union(*rows)
        values = {name: _values(rows, name) for name, field in self.fields.items() if name in said or field.is_read}
        columns = {name: self.fields[name].column_of(column) for name, column in values.items()}
        faults = list(self._unknown(rows)) if said - self.fields.keys() else []
        faults += [
            fault for name, column in columns.items() if column is None for fault in _in_column(self.fields[name], values[name])
        ]
        if self._key and columns[self._key] is not None:
            faults += _repeated(self._key, values[self._key])
        if faults:
            raise FaultyRows(faults)
        return pa.table({field.name: columns[field.name] for field in self._read})

    def _unknown(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
        for row, said in enumerate(rows):
            for name in said.keys() - self.fields.keys():
                told = "is truth, which no bank can see" if name in self._truth else f"is no field{closest(name[:60], self.fields)}"
                yield Fault(row, name[:60], f"{told}; leave it out")


_NO_OBJECT = "is no object with the fields of a row; one is allowed"


def _values(rows: Sequence[Mapping[str, Any]], name: str) -> list[Any]:
    """[row] what it says under a name; half as slow where all rows say something."""
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        return [row.get(name) for row in rows]


def _in_column(field: Field, values: Sequence[Any]) -> Iterator[Fault]:
    for row, value in enumerate(values):
        if said := field.fault(value):
            yield Fault(row, field.name, said)


def _repeated(key: str, values: Sequence[Any]) -> Iterator[Fault]:
    """Those that came before."""
    different, first = np.unique(values, return_index=True)
    if len(different) < len(values):
        for row in np.setdiff1d(np.arange(len(values)), first).tolist():
            yield Fault(row, key, f"is {values[row]}, as in an earlier row; each payment is allowed once")
