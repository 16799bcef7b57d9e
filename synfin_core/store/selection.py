"""What of a dataset goes into an export: which columns of a table or of the flat view, and in which order."""

from collections.abc import Callable
from dataclasses import dataclass

from synfin_core.errors import WrongUse, closest
from synfin_core.schema import TABLES, Column
from synfin_core.store.fingerprint import ROW_KEYS
from synfin_core.store.flat import FLAT

RELATIONS: dict[str, tuple[Column, ...]] = {**TABLES, "flat": FLAT}
TIME = {
    "transactions": "transacted_at",
    "flat": "transacted_at",
    "events": "occurred_at",
    "fraud_cases": "started_at",
    "labels": "labelled_at",
    "twins": "started_at",
}


@dataclass(frozen=True)
class Selection:
    """Columns of one relation, in time order; `order` is empty where the rows lie in that order already."""

    relation: str
    columns: tuple[Column, ...]
    order: str

    def sql(self, cell: Callable[[Column], str]) -> str:
        """The query, each column written as `cell` says."""
        columns = ", ".join(f"{cell(column)} AS {column.name}" for column in self.columns)
        return f"SELECT {columns} FROM {self.relation}{self.ordered}"

    @property
    def ordered(self) -> str:
        """The end of a query over the relation."""
        return f" ORDER BY {self.order}" if self.order else ""


def select(relation: str, *, truth: bool = True, lies_in_order: bool = False) -> Selection:
    """All columns of `relation`, or those that a bank can see when not `truth`."""
    if relation not in RELATIONS:
        allowed = ", ".join(RELATIONS)
        raise WrongUse(f"there is no table '{relation}'; a dataset has {allowed}{closest(relation, RELATIONS)}.")
    columns = tuple(column for column in RELATIONS[relation] if truth or not column.truth)
    if not columns:
        raise WrongUse(f"the table '{relation}' holds truth alone; a blind export cannot have it.")
    return Selection(relation, columns, "" if lies_in_order and relation in TABLES else _time_order(relation))


def linked(*, truth: bool = True, lies_in_order: bool = False) -> tuple[Selection, ...]:
    """All tables; when not `truth`, those that hold something a bank can see."""
    seen = [name for name, columns in TABLES.items() if truth or not all(column.truth for column in columns)]
    return tuple(select(name, truth=truth, lies_in_order=lies_in_order) for name in seen)


def plain(column: Column) -> str:
    """A column as it is; text as text, however it is stored."""
    return f"CAST({column.name} AS VARCHAR)" if column.dtype == "text" else column.name


def in_csv(column: Column) -> str:
    """Money with two decimals; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if column.dtype == "money":
        return f"CAST({column.name} AS DECIMAL(18, 2))"
    if column.dtype == "text":
        return f"regexp_replace({column.name}, '^([=+@\\t\\r-])', '''\\1')"
    return column.name


def _time_order(relation: str) -> str:
    keys = ROW_KEYS["transactions" if relation == "flat" else relation]
    return ", ".join([*([TIME[relation]] if relation in TIME else []), *keys])
