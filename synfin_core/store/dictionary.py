"""The data dictionary: every table and column with its type, meaning, and who can see it; told by schema.py."""

import csv
import io
from collections.abc import Mapping

from synfin_core.schema import Column, Dtype, Side

Tables = Mapping[str, tuple[Column, ...]]

TYPES: dict[Dtype, str] = {
    "id": "whole number, an identifier",
    "instant": "timestamp, Indian time without offset",
    "date": "date",
    "text": "text",
    "money": "rupees, exact to the paisa",
    "number": "number",
    "count": "whole number",
    "flag": "true or false",
}
SEEN_BY: dict[Side, str] = {
    "": "the bank",
    "payer": "the payer's bank",
    "payee": "the payee's bank",
    "customer": "the customer's bank",
    "holder": "the bank of that customer",
}
_HEAD = ("column", "type", "may be empty", "seen by", "meaning")


def dictionary_markdown(tables: Tables) -> str:
    """One table of Markdown for each table of data."""
    return "# Data dictionary\n\n" + "\n".join(_section(name, columns) for name, columns in tables.items())


def dictionary_csv(tables: Tables) -> str:
    """One row a column, the table's name in front."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("table", *_HEAD))
    writer.writerows((name, *_row(column)) for name, columns in tables.items() for column in columns)
    return text.getvalue()


def _section(name: str, columns: tuple[Column, ...]) -> str:
    rows = [_HEAD, ("---",) * len(_HEAD), *map(_row, columns)]
    return f"## {name}\n\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(column: Column) -> tuple[str, ...]:
    seen = "the generator alone (truth)" if column.truth else SEEN_BY[column.side]
    return column.name, TYPES[column.dtype], "yes" if column.nullable else "no", seen, column.meaning
