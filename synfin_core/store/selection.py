"""What of a dataset goes into an export: which columns of a table or of the flat view, and in which order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from synfin_core.errors import WrongUse, closest
from synfin_core.schema import TABLES, Column
from synfin_core.store.fingerprint import ROW_KEYS
from synfin_core.store.flat import FLAT
from synfin_core.store.known import end_of, latest

Relations = Mapping[str, tuple[Column, ...]]
RELATIONS: Relations = {**TABLES, "flat": FLAT}
TIME = {
    "transactions": "transacted_at",
    "flat": "transacted_at",
    "events": "occurred_at",
    "fraud_cases": "started_at",
    "labels": "labelled_at",
    "twins": "started_at",
}
LABELLED = ("transactions", "flat")


KNOWN_LABEL = Column(
    "known_label", "text", "what the payment was taken for on the day asked for; empty where nobody had told", True
)


@dataclass(frozen=True)
class Selection:
    """Columns of one relation, in time order; `order` is empty where the rows lie in that order already.

    `source` is the relation, or what was known of it on a day.
    """

    relation: str
    columns: tuple[Column, ...]
    order: str
    source: str

    def sql(self, cell: Callable[[Column], str]) -> str:
        """The query, each column written as `cell` says."""
        columns = ", ".join(f"{cell(column)} AS {column.name}" for column in self.columns)
        return f"SELECT {columns} FROM {self.source}{self.ordered}"

    @property
    def ordered(self) -> str:
        """The end of a query over the relation."""
        return f" ORDER BY {self.order}" if self.order else ""


def select(
    relation: str,
    *,
    truth: bool = True,
    lies_in_order: bool = False,
    as_of: date | None = None,
    relations: Relations = RELATIONS,
) -> Selection:
    """All columns of `relation`, or those that a bank can see when not `truth`; with a day, only what was known at its end."""
    if relation not in relations:
        allowed = ", ".join(relations)
        raise WrongUse(f"there is no table '{relation}'; a dataset has {allowed}{closest(relation, relations)}.")
    columns = tuple(column for column in relations[relation] if truth or not column.truth)
    if not columns:
        raise WrongUse(f"the table '{relation}' holds truth alone; a blind export cannot have it.")
    if relation == "labels" and not truth and as_of is None:
        raise WrongUse("the table 'labels' tells fraud from honest; a blind export has it only as known on a day (--as-of).")
    if as_of is not None and relation in LABELLED:
        return Selection(relation, (*columns, KNOWN_LABEL), _time_order(relation), _labelled(relation, end_of(as_of)))
    order = "" if lies_in_order and relation in TABLES else _time_order(relation)
    return Selection(relation, columns, order, relation if as_of is None else _known(relation, end_of(as_of)))


def linked(
    *, truth: bool = True, lies_in_order: bool = False, as_of: date | None = None, relations: Relations = RELATIONS
) -> tuple[Selection, ...]:
    """All tables; when not `truth`, those that hold something a bank can see, labels only with a day."""
    seen = [name for name, columns in TABLES.items() if truth or not all(column.truth for column in columns)]
    if not truth and as_of is None:
        seen.remove("labels")
    return tuple(select(name, truth=truth, lies_in_order=lies_in_order, as_of=as_of, relations=relations) for name in seen)


def _known(relation: str, limit: datetime) -> str:
    """The rows of a relation that lie before `limit`; all of one that has no time."""
    return f"(FROM {relation} WHERE {TIME[relation]} < TIMESTAMP '{limit}') AS {relation}" if relation in TIME else relation


def _labelled(relation: str, limit: datetime) -> str:
    """The payments before `limit`, each with what it was taken for then."""
    return (
        f"(SELECT r.*, k.label AS {KNOWN_LABEL.name} FROM {relation} r LEFT JOIN ({latest(limit)}) k USING (transaction_id) "
        f"WHERE r.{TIME[relation]} < TIMESTAMP '{limit}') AS {relation}"
    )


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
