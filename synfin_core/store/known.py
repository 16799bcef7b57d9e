"""What was known when: labels as of a day, and data split by time with only the labels known by then."""

import reprlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from synfin_core.errors import SpecError, WrongUse
from synfin_core.store.sources import Memory, Source
from synfin_core.store.table import Table

LAST_AS_OF = date(2099, 12, 31)  # long after the last label of any period


class Labels(Table):
    """The table of labels; call it with a day to have those known by the end of that day."""

    def __init__(self, source: Source, first: date) -> None:
        super().__init__("labels", source)
        self._first = first

    def __call__(self, as_of: date | str | None = None) -> Table:
        """Labels known by the end of `as_of` (YYYY-MM-DD); all of them when no day is given."""
        if as_of is None:
            return self
        limit = pa.scalar(end_of(known_day(as_of, self._first)), pa.timestamp("us"))
        table = self.to_arrow()
        return Table(self.name, Memory({self.name: table.filter(pc.less(table["labelled_at"], limit))}))


def known_day(as_of: date | str, first: date) -> date:
    """The day that `as_of` means; SpecError unless it is one from the first of the period on, also after its last."""
    try:
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
    except ValueError:
        day = None
    if not isinstance(day, date) or isinstance(day, datetime) or not first <= day <= LAST_AS_OF:
        raise SpecError(f"as_of is {reprlib.repr(as_of)}; a day from {first} on, written YYYY-MM-DD, is allowed")
    return day


def end_of(day: date) -> datetime:
    """The instant at which a day is over."""
    return datetime.combine(day + timedelta(days=1), time())


def latest(limit: datetime) -> str:
    """The query of what each payment was last taken for before `limit`: transaction_id, label."""
    return (
        "SELECT transaction_id, CAST(arg_max(label, labelled_at) AS VARCHAR) AS label FROM labels "
        f"WHERE labelled_at < TIMESTAMP '{limit}' GROUP BY transaction_id"
    )


@dataclass(frozen=True)
class Split:
    """Payments before `train_ends` and from `test_starts` on, in time order; what is fraud in `train` as it was known by
    `test_starts`: unreported fraud counts as honest there, and a payment reported by mistake as fraud.

    Both hold the observable columns and `is_fraud`.
    """

    train: pa.Table
    test: pa.Table
    train_ends: datetime
    test_starts: datetime


def cuts(first: datetime, last: datetime, test_share: float, gap_days: float) -> tuple[datetime, datetime]:
    """(end of training, start of the test): the last `test_share` of the time is the test, `gap_days` before it are left out."""
    if not 0 < test_share < 1:
        raise WrongUse(f"test_share is {test_share!r}; a share between 0 and 1 is allowed")
    starts = last - (last - first) * test_share
    ends = starts - timedelta(days=gap_days)
    if gap_days < 0 or ends <= first:
        raise WrongUse(f"gap_days is {gap_days!r}; from 0 to less than {(starts - first) / timedelta(days=1):.1f} days are allowed")
    return ends, starts


def split_queries(columns: tuple[str, ...], relation: str, ends: datetime, starts: datetime) -> dict[str, str]:
    """The query of each side; in training, fraud is what was taken for it at the start of the test, wrongly or rightly."""
    named = ", ".join(f"r.{name}" for name in columns)
    known = f"SELECT transaction_id FROM ({latest(starts)}) WHERE label = 'fraud'"
    return {
        "train": f"SELECT {named}, r.transaction_id IN ({known}) AS is_fraud FROM {relation} r "
        f"WHERE r.transacted_at < TIMESTAMP '{ends}' ORDER BY r.transacted_at, r.transaction_id",
        "test": f"SELECT {named}, r.is_fraud FROM {relation} r "
        f"WHERE r.transacted_at >= TIMESTAMP '{starts}' ORDER BY r.transacted_at, r.transaction_id",
    }
