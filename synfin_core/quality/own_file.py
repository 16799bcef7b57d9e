"""A user's own file against the glossary: columns missing, extra, renamed, of another type; then every check that it allows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from synfin_core.errors import WrongUse, closest
from synfin_core.quality.check import Check, Found
from synfin_core.quality.subject import Subject
from synfin_core.schema import Column, Dtype
from synfin_core.settings.in_force import current
from synfin_core.store.dataset import Connection
from synfin_core.store.foreign import Foreign, open_foreign
from synfin_core.store.selection import RELATIONS

_TYPES: dict[Dtype, str] = {
    "id": "BIGINT",
    "instant": "TIMESTAMP",
    "date": "DATE",
    "text": "VARCHAR",
    "money": "DOUBLE",
    "number": "DOUBLE",
    "count": "INTEGER",
    "flag": "BOOLEAN",
}
_ALIKE = 0.6  # names at least so much alike (difflib's ratio) are one column renamed, assumed
_SHOWN = 6  # names in one sentence


def _shape(id: str, goal: str, unit: str) -> Check:
    return Check(id, "schema", goal, unit, measure="", relation="")


ENCODING = _shape("encoding", "the file is UTF-8 without a byte order mark", "encodings in the way")
MISSING = _shape("columns missing", "no column of the glossary is missing", "columns")
RENAMED = _shape("columns renamed", "columns have the names of the glossary", "columns")
EXTRA = _shape("columns extra", "there is no column that the glossary does not know", "columns")
TYPES = _shape("types", "cells are of the type of their column", "cells that cannot be read")
CLOSELY = _shape("all rows are looked at", "every row is looked at closely", "rows left out")


@dataclass(frozen=True)
class Columns:
    """The columns of the file by the names of the glossary, and what is wrong with their names."""

    known: Mapping[str, str]  # name in the glossary: name in the file
    cells: Mapping[str, str]  # name in the glossary: how SQL reads it
    missing: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def renamed(self) -> tuple[str, ...]:
        """'amount (here: Amount)' for each column of another name."""
        return tuple(f"{name} (here: {here})" for name, here in self.known.items() if name != here)


def subject_of_file(path: Path, table: str | None = None) -> Subject:
    """The file as the table that it is most like, or that is named; WrongUse when it is like none."""
    file = open_foreign(path)
    name = _table_of(file, table)
    columns = _columns(file, name)
    read = file.ask(lambda connection: _load(connection, name, columns))
    return Subject(path.name, {name: frozenset(columns.known)}, file.ask, found=(*_named(file, columns), *read))


def _table_of(file: Foreign, table: str | None) -> str:
    if table is not None:
        if table not in RELATIONS:
            raise WrongUse(f"there is no table '{table[:60]}'{closest(table[:60], RELATIONS)}; allowed are {', '.join(RELATIONS)}.")
        return table
    here = {_plain(name) for name in file.columns}
    alike = {name: len(here & {column.name for column in columns}) for name, columns in RELATIONS.items()}
    best = max(alike, key=lambda name: (alike[name], alike[name] / len(RELATIONS[name])))
    if not alike[best]:
        raise WrongUse(
            f"{file.path.name} has the columns {_some(file.columns)}, none of which the glossary knows; "
            f"name the table that it is meant to be with --table: {', '.join(RELATIONS)}."
        )
    return best


def _columns(file: Foreign, table: str) -> Columns:
    """Match names: as they are or but for case and blanks, then the most alike; a blind file misses no truth."""
    wanted = [column.name for column in RELATIONS[table]]
    known = {_plain(here): here for here in reversed(list(file.columns)) if _plain(here) in wanted}
    known |= {here: here for here in file.columns if here in wanted}
    for name in wanted:
        free = [here for here in file.columns if here not in known.values() and _plain(here) not in wanted]
        alike = max(((SequenceMatcher(None, name, _plain(here)).ratio(), here) for here in free), default=(0.0, ""))
        if name not in known and alike[0] >= _ALIKE:
            known[name] = alike[1]
    truth = {column.name for column in RELATIONS[table] if column.truth}
    needed = wanted if truth & known.keys() else [name for name in wanted if name not in truth]
    return Columns(
        {name: known[name] for name in wanted if name in known},
        {name: _cell(file, here) for name, here in known.items()},
        tuple(name for name in needed if name not in known),
        tuple(here for here in file.columns if here not in known.values()),
    )


def _plain(name: str) -> str:
    return name.strip().casefold().replace(" ", "_").replace("-", "_")


def _named(file: Foreign, columns: Columns) -> tuple[Found, ...]:
    """What is wrong before any row is read."""
    n = len(file.columns)
    odd = file.mark or file.encoding != "utf-8"
    told = f"it is {file.encoding}{' with a byte order mark' if file.mark else ''}" if odd else ""
    return (
        Found(ENCODING, float(odd), 1, told),
        Found(MISSING, len(columns.missing), n, _some(columns.missing)),
        Found(RENAMED, len(columns.renamed), n, _some(columns.renamed)),
        Found(EXTRA, len(columns.extra), n, _some(columns.extra)),
    )


def _load(connection: Connection, table: str, columns: Columns) -> tuple[Found, Found]:
    """Make the table of the first rows, typed; what was found: cells that say what their column cannot mean, rows left out.

    The file is read once, and once more where it has more rows than are looked at closely.
    """
    chosen, most = _of(table, columns), current().quality.most_rows
    typed = [column for column in chosen if column.dtype != "text"]
    cells = [f"{_read(column, columns.cells[column.name])} AS {column.name}" for column in chosen]
    unread = [f"{_unread(column, columns.cells[column.name])} AS unread_{column.name}" for column in typed]
    connection.execute(f"CREATE TEMP TABLE {table} AS SELECT {', '.join([*cells, *unread])} FROM raw LIMIT {most}").fetchall()
    counted = _counted(connection, [f"count_if(unread_{column.name})" for column in typed], table)
    if counted[0] == most:
        counted = _counted(connection, [f"count_if({_unread(column, columns.cells[column.name])})" for column in typed], "raw")
    return _told(counted[0], dict(zip((column.name for column in typed), counted[1:], strict=True)), most)


def _counted(connection: Connection, counts: list[str], relation: str) -> list[int]:
    """The rows of a relation, and each of the counts."""
    [row] = connection.execute(f"SELECT {', '.join(['count(*)', *counts])} FROM {relation}").fetchall()
    return [int(n or 0) for n in row]


def _told(n_rows: int, unread: Mapping[str, int], most: int) -> tuple[Found, Found]:
    bad = sorted((name for name, n in unread.items() if n), key=lambda name: -unread[name])
    types = Found(TYPES, sum(unread.values()), n_rows, _some([f"{name} ({unread[name]:,})" for name in bad]))
    left_out = max(n_rows - most, 0)
    return types, Found(CLOSELY, left_out, n_rows, f"the first {most:,} were" if left_out else "")


def _of(table: str, columns: Columns) -> list[Column]:
    return [column for column in RELATIONS[table] if column.name in columns.known]


def _read(column: Column, here: str) -> str:
    return f"TRY_CAST({here} AS {_TYPES[column.dtype]})"


def _unread(column: Column, here: str) -> str:
    return f"{here} IS NOT NULL AND {_read(column, here)} IS NULL"


def _cell(file: Foreign, name: str) -> str:
    """A column of the file in SQL; text is trimmed, which also keeps DuckDB from casting while it reads, and stopping there."""
    quoted = '"' + name.replace('"', '""') + '"'
    return f"nullif(trim({quoted}), '')" if file.columns[name] == "VARCHAR" else quoted


def _some(names: Iterable[str]) -> str:
    """The first few names, cut short: they come from a stranger."""
    listed = [name[:60] for name in names]
    more = f" and {len(listed) - _SHOWN} more" if len(listed) > _SHOWN else ""
    return ", ".join(listed[:_SHOWN]) + more
