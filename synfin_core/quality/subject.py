"""What is checked: a dataset, or a user's own file, as tables with columns that DuckDB can read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol, TypeVar

from synfin_core.quality.check import Check, Found
from synfin_core.schema import TABLES
from synfin_core.spec import LAST_DAY, Spec
from synfin_core.store.dataset import Connection, Dataset

T = TypeVar("T")
_WORD = re.compile(r"[a-z_]+")
_COLUMNS = {name: frozenset(column.name for column in columns) for name, columns in TABLES.items()}


class Ask(Protocol):
    """Puts a question to the DuckDB that holds the tables."""

    def __call__(self, question: Callable[[Connection], T]) -> T:
        """The answer."""


@dataclass(frozen=True)
class Subject:
    """Tables by name with the columns that they have; `spec` where it is known; what reading it has shown already."""

    name: str
    columns: Mapping[str, frozenset[str]]
    ask: Ask
    spec: Spec | None = None
    manifest: Mapping[str, Any] | None = None
    found: tuple[Found, ...] = ()

    @property
    def main(self) -> str:
        """The table without whose rows there is nothing to check."""
        return "transactions" if "transactions" in self.columns else next(iter(self.columns))

    def lacks(self, check: Check, prepared: Mapping[str, str]) -> str:
        """What the check reads and is not here, in words; '' when all is."""
        words = _words(check, prepared)
        tables = [table for table in TABLES if table in words]
        if missing := [table for table in tables if table not in self.columns]:
            return f"the table {missing[0]} is not here"
        known = frozenset().union(*(_COLUMNS[table] for table in tables))
        here = frozenset().union(*(self.columns[table] for table in tables))
        if lost := sorted(words & known - here):
            return f"the column {lost[0]} is not here"
        if "$" in check.sql and self.spec is None:
            return "the spec is not known"
        restricted = self.spec is not None and (self.spec.rails or self.spec.segments or self.spec.states)
        return "the spec leaves out rails, segments or states" if check.is_of_all and restricted else ""


def subject_of(dataset: Dataset, name: str = "") -> Subject:
    """A dataset of our own, with all of its tables."""
    return Subject(name or str(dataset.manifest.get("name") or "dataset"), _COLUMNS, dataset.ask, dataset.spec, dataset.manifest)


def filled_in(sql: str, spec: Spec | None) -> str:
    """The SQL with what the spec says in the place of its $words."""
    if spec is None:
        return sql
    said = {
        "$first": str(spec.first_day),
        "$last": str(spec.end or _latest(spec.first_day)),
        "$fraud_rate": str(spec.fraud_rate),
        "$is_by_rate": str(spec.min_cases == 0).upper(),
        "$is_mixed": str(spec.typologies is None and spec.fraud_mix is None).upper(),
    }
    for word, value in said.items():
        sql = sql.replace(word, value)
    return sql


def _latest(first: date) -> date:
    """The last day of the longest period that the engine chooses by itself."""
    return min(first + timedelta(days=364), LAST_DAY)


def read_by(check: Check, prepared: Mapping[str, str]) -> dict[str, str]:
    """The prepared tables that the check reads."""
    words = frozenset(_WORD.findall(check.sql))
    return {name: query for name, query in prepared.items() if name in words}


def _words(check: Check, prepared: Mapping[str, str]) -> frozenset[str]:
    """Every name in its SQL, and in that of the prepared tables that it reads."""
    return frozenset(_WORD.findall(" ".join([check.sql, *read_by(check, prepared).values()])))
