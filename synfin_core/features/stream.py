"""The features of a whole dataset, batch by batch in time order, so that memory does not grow with it."""

import os
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from synfin_core.errors import WrongUse
from synfin_core.features.payments import READ
from synfin_core.features.state import SCHEMA, State
from synfin_core.store.dataset import Dataset

ROWS = 250_000  # payments of a batch
_PAYMENTS = f"SELECT {', '.join(READ)} FROM transactions"
_IN_ORDER = " ORDER BY transacted_at, transaction_id"
# A complaint is about a payment; whom that went to is what a bank looks up.
_EVENTS = """
WITH complained AS (FROM transactions SEMI JOIN (FROM events WHERE event = 'complaint') USING (transaction_id))
SELECT e.occurred_at, e.customer_id, e.event, coalesce(e.payee_customer_id, c.payee_customer_id) AS payee_customer_id,
       coalesce(e.merchant_id, c.merchant_id) AS merchant_id
FROM events e LEFT JOIN complained c USING (transaction_id) ORDER BY e.occurred_at, e.event_id
"""
_EVENT_ROWS = 100_000


def stream_features(dataset: Dataset, rows: int = ROWS, threads: int | None = None) -> Iterator[pa.Table]:
    """The features of all payments, `rows` at a time, made by `threads` (None: one a core, four at most)."""
    state = State(threads or min(os.cpu_count() or 1, 4))
    for payments, events in stream(dataset, rows):
        yield state.advance(payments, events)


def features_of(dataset: Dataset) -> pa.Table:
    """The features of all payments, one row a payment, in time order."""
    tables = list(stream_features(dataset))
    return pa.concat_tables(tables).unify_dictionaries() if tables else SCHEMA.empty_table()


def features_of_payment(dataset: Dataset, transaction_id: int) -> pa.Table:
    """The features of one payment, a table of one row; WrongUse when the dataset has no such payment."""
    for table in stream_features(dataset):
        found = table.filter(pc.equal(table["transaction_id"], transaction_id))
        if found.num_rows:
            return found
    raise WrongUse(f"the dataset has no payment {transaction_id}; a transaction_id of it is allowed.")


def stream(dataset: Dataset, rows: int) -> Iterator[tuple[pa.Table, pa.Table]]:
    """(payments, the events up to the last of them) in time order."""
    events = _Events(dataset.pieces(_EVENTS, _EVENT_ROWS))
    in_order = "" if dataset.source.in_time_order else _IN_ORDER
    for payments in dataset.pieces(_PAYMENTS + in_order, rows):
        yield payments, events.until(pc.max(payments["transacted_at"]))


class _Events:
    """Events that come piece by piece and are handed out up to an instant."""

    def __init__(self, pieces: Iterator[pa.Table]) -> None:
        self._pieces = pieces
        self._waiting = next(pieces)

    def until(self, instant: pa.Scalar) -> pa.Table:
        """Those that were not handed out yet, up to and with `instant`."""
        ready = []
        while True:
            is_due = pc.less_equal(self._waiting["occurred_at"], instant)
            ready.append(self._waiting.filter(is_due))
            self._waiting = self._waiting.filter(pc.invert(is_due))
            piece = None if self._waiting.num_rows else next(self._pieces, None)
            if piece is None:
                return pa.concat_tables(ready)
            self._waiting = piece
