"""Scores payments in the order of time, each from what came before it, and remembers them; one stream, one memory.

The features are those of training, by the same code. A payment that comes late by up to api.late_seconds counts as made at the
last instant known; what is older, or lies more than a day ahead, is refused. An error leaves the memory as it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from synfin_core.errors import Fault, FaultyRows, Refused
from synfin_core.features.log import Ints
from synfin_core.features.state import State
from synfin_core.features.stream import ROWS, stream
from synfin_core.learning.explain import Reason, reasons
from synfin_core.learning.registry import Loaded
from synfin_core.service.crew import Crew
from synfin_core.service.promoted import Promoted
from synfin_core.settings.in_force import current
from synfin_core.store.dataset import Dataset

_SECOND = 1_000_000  # microseconds
_INDIA = timedelta(hours=5, minutes=30)
_AHEAD = timedelta(days=1)  # clocks that go wrong, assumed
_RECENT = 100_000  # payments that are known by their id
_MOST_EVENTS = 100_000  # that wait for a payment
_KEY, _AT = "transaction_id", "transacted_at"


@dataclass(frozen=True, eq=False)
class Scored:
    """[payment, as they were asked] ids and scores; features of those that were scored together, and which rows are these."""

    loaded: Loaded
    ids: Ints
    scores: NDArray[np.float64]
    features: pa.Table
    rows: NDArray[np.intp]

    def reasons(self, most: int) -> list[Reason]:
        """Why the first payment has its score."""
        loaded = self.loaded
        return reasons(loaded.model, loaded.encoding, loaded.typical, self.features.slice(int(self.rows[0]), 1), most)


class Scorer:
    """Called from one thread at a time."""

    def __init__(self, promoted: Promoted, threads: int = 1) -> None:
        self.promoted = promoted
        self._state, self._crew = State(threads), Crew(threads)
        self._events: list[pa.Table] = []
        self._recent: dict[int, None] = {}  # in the order of coming

    def learn(self, dataset: Dataset) -> None:
        """Take in all payments and events of a dataset, as if they had come one by one."""
        for payments, events in stream(dataset, ROWS):
            self._state.advance(payments, events)

    @property
    def n_remembered(self) -> int:
        """Entries of histories."""
        return len(self._state)

    def tell(self, events: pa.Table) -> None:
        """Know of these events from the next payment on that comes after them."""
        n_waiting = sum(map(len, self._events))
        if n_waiting + len(events) > _MOST_EVENTS:
            raise Refused(f"{n_waiting:,} events wait for a payment that comes after them; up to {_MOST_EVENTS:,} may wait.")
        self._events.append(events)

    def score(self, tables: Sequence[pa.Table], remember: bool = True) -> list[Scored | FaultyRows]:
        """Each request's scores, or what is wrong with it; those that are well are scored together. NoModel."""
        loaded = self.promoted.current()
        faults = self._faults(tables, remember)
        well = [table for table, fault in zip(tables, faults, strict=True) if fault is None]
        scored = iter(self._together(loaded, well, remember)) if well else iter(())
        return [fault or next(scored) for fault in faults]

    def _together(self, loaded: Loaded, tables: Sequence[pa.Table], remember: bool) -> list[Scored]:
        """Score in the order of time; keep what was learned only when all went well."""
        asked = _not_before(self._state.clock, pa.concat_tables(tables))
        order = np.argsort(_microseconds(asked[_AT]), kind="stable")
        state = self._state.fork()
        due, waiting = self._due(asked[_AT])
        features = state.advance(asked.take(order), due)
        scores = self._crew.scores(loaded.model, loaded.encoding.matrix(features))
        ids = asked[_KEY].to_numpy()
        if remember:
            self._state, self._events = state, waiting
            self._remember(ids.tolist())
        rows = np.empty(len(order), np.intp)
        rows[order] = np.arange(len(order))
        cuts = np.cumsum([len(table) for table in tables])[:-1]
        parts = zip(np.split(ids, cuts), np.split(rows, cuts), strict=True)
        return [Scored(loaded, own, scores[places], features, places) for own, places in parts]

    def _due(self, instants: pa.ChunkedArray) -> tuple[pa.Table | None, list[pa.Table]]:
        """Events up to the last payment, none of them before what is known already; and those that are to come."""
        if not self._events:
            return None, []
        events, last = pa.concat_tables(self._events), pc.max(instants)
        is_due = pc.less_equal(events["occurred_at"], last)
        later = events.filter(pc.invert(is_due))
        return _not_before(self._state.clock, events.filter(is_due), "occurred_at"), [later] if len(later) else []

    def _remember(self, ids: list[int]) -> None:
        self._recent.update(dict.fromkeys(ids))
        if len(self._recent) > 2 * _RECENT:
            self._recent = dict.fromkeys(list(self._recent)[-_RECENT:])

    def _faults(self, tables: Sequence[pa.Table], remember: bool) -> list[FaultyRows | None]:
        """What is wrong with each; a payment that came before in another of them is wrong as well."""
        clock, found, taken = self._state.clock, list[FaultyRows | None](), set[int]()
        for table in tables:
            faults = _out_of_time(_microseconds(table[_AT]), clock)
            ids = table[_KEY].to_pylist() if remember else []
            faults += [Fault(row, _KEY, _KNOWN.format(id)) for row, id in enumerate(ids) if id in self._recent or id in taken]
            found.append(FaultyRows(faults) if faults else None)
            taken.update(() if faults else ids)
        return found


_KNOWN = "is {}, which was scored already; each payment is allowed once, unless 'remember=false' is asked for"


def _out_of_time(at: Ints, clock: int) -> list[Fault]:
    """Payments that come too late for the memory, or from the future."""
    low = clock - int(current().api.late_seconds * _SECOND) if clock else 0
    now = datetime.now(UTC).replace(tzinfo=None) + _INDIA
    high = max(clock, _microseconds_of(now)) + _AHEAD // timedelta(microseconds=1)
    told = f"; from {_told(low)} to {_told(high)} is allowed, since payments up to {_told(clock)} are known"
    odd = np.flatnonzero((at < low) | (at > high)).tolist()
    return [Fault(row, _AT, f"is {_told(int(at[row]))}{told if clock else f'; up to {_told(high)} is allowed'}") for row in odd]


def _not_before(clock: int, table: pa.Table, name: str = _AT) -> pa.Table:
    """The rows with instants of `clock` at least."""
    first = pa.scalar(clock, pa.int64()).cast(pa.timestamp("us"))
    return table.set_column(table.column_names.index(name), name, pc.max_element_wise(table[name], first))


def _microseconds(instants: pa.ChunkedArray) -> Ints:
    return np.asarray(instants.cast(pa.int64()).to_numpy())


def _microseconds_of(instant: datetime) -> int:
    return (instant - datetime(1970, 1, 1)) // timedelta(microseconds=1)


def _told(microseconds: int) -> str:
    return (datetime(1970, 1, 1) + timedelta(microseconds=microseconds)).isoformat(timespec="seconds")
