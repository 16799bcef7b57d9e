"""What was known when: labels as of a day, and data split by time with only the labels known by then."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pyarrow as pa
import pyarrow.compute as pc

from synfin_core.errors import SpecError, WrongUse
from synfin_core.store.sources import Memory, Source
from synfin_core.store.table import Table


class Labels(Table):
    """The table of labels; call it with a day to have those known by the end of that day."""

    def __init__(self, source: Source, first: date) -> None:
        super().__init__("labels", source)
        self._first = first

    def __call__(self, as_of: date | str | None = None) -> Table:
        """Labels known by the end of `as_of` (YYYY-MM-DD); all of them when no day is given."""
        if as_of is None:
            return self
        day = self._day(as_of)
        table = self.to_arrow()
        limit = pa.scalar(datetime.combine(day + timedelta(days=1), time()), pa.timestamp("us"))
        return Table(self.name, Memory({self.name: table.filter(pc.less(table["labelled_at"], limit))}))

    def _day(self, as_of: date | str) -> date:
        try:
            day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        except ValueError:
            day = None
        if not isinstance(day, date) or not self._first <= day:
            raise SpecError(f"as_of is {as_of!r}; a day from {self._first} on, written YYYY-MM-DD, is allowed")
        return day


@dataclass(frozen=True)
class Split:
    """Payments before `train_ends` and from `test_starts` on, in time order; what is fraud in `train` as known by `test_starts`.

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
    """The query of each side; in training a fraud that nobody knew of by the start of the test counts as honest."""
    named = ", ".join(f"r.{name}" for name in columns)
    known = f"SELECT transaction_id FROM labels WHERE label = 'fraud' AND labelled_at < TIMESTAMP '{starts}'"
    return {
        "train": f"SELECT {named}, r.transaction_id IN ({known}) AS is_fraud FROM {relation} r "
        f"WHERE r.transacted_at < TIMESTAMP '{ends}' ORDER BY r.transacted_at, r.transaction_id",
        "test": f"SELECT {named}, r.is_fraud FROM {relation} r "
        f"WHERE r.transacted_at >= TIMESTAMP '{starts}' ORDER BY r.transacted_at, r.transaction_id",
    }
