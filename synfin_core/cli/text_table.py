"""Rows as a table in plain text: numbers to the right, words to the left."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

WIDEST = 60  # letters of one cell


def text_table(rows: Sequence[Mapping[str, Any]]) -> str:
    """A line of names, then a line a row; columns that are empty in every row are left out, rupees have two decimals."""
    names = [name for name in (rows[0] if rows else {}) if any(row[name] is not None for row in rows)]
    if not names:
        return "none"
    cells = [[_cell(name, row[name]) for name in names] for row in rows]
    widths = [max(len(name), *(len(line[place]) for line in cells)) for place, name in enumerate(names)]
    right = [all(isinstance(row[name], (int, float)) or row[name] is None for row in rows) for name in names]
    return "\n".join(_line(line, widths, right) for line in [names, *cells])


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    padded = (cell.rjust(width) if back else cell.ljust(width) for cell, width, back in zip(cells, widths, right, strict=True))
    return "  ".join(padded).rstrip()


def _cell(name: str, value: Any) -> str:
    """One value; ids are whole, shares and other numbers have four digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, float):
        return f"{value:,.2f}" if name.endswith("_inr") or name == "inr" else f"{value:,.4g}"
    if isinstance(value, int):
        return str(value) if name.endswith(("_id", "_account")) else f"{value:,}"
    return str(value)[:WIDEST]
