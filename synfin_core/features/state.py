"""The features of payments as they come: in one batch, in many, or one at a time, by the same code and to the same bits."""

from concurrent.futures import ThreadPoolExecutor
from copy import copy

import pyarrow as pa

from synfin_core.calibration import load_calibration
from synfin_core.features.almanac import Almanac
from synfin_core.features.events import events_of
from synfin_core.features.glossary import FEATURES
from synfin_core.features.memory import Memory
from synfin_core.features.payments import payments_of
from synfin_core.features.places import Places
from synfin_core.features.scene import Each, Scene
from synfin_core.schema import observable
from synfin_core.store.views import empty_table

KEYS = ("transaction_id", "transacted_at")
_MANY = 10_000  # payments; fewer are done sooner than threads have started
SCHEMA = pa.schema([(KEYS[0], pa.int64()), (KEYS[1], pa.timestamp("us")), *((one.name, one.type) for one in FEATURES)])


class State:
    """What is known of everybody so far; one stream, one state. Large batches are worked on by so many `threads`."""

    def __init__(self, threads: int = 1) -> None:
        calibration = load_calibration()
        self._places, self._almanac, self._memory = Places(calibration), Almanac(calibration), Memory()
        self._clock = 0
        self._pool = ThreadPoolExecutor(threads, "features") if threads > 1 else None

    def advance(self, payments: pa.Table, events: pa.Table | None = None) -> pa.Table:
        """The features of `payments`, each from what came before it; both are remembered.

        `payments` have the observable columns of `transactions`, in time order and not before the last ones; `events` those of
        `events`, up to the last of these payments. An event counts from the second after it. Raises WrongUse.
        """
        now = payments_of(payments, self._clock)
        told = _NOTHING if events is None or not len(events) else events_of(events)
        if len(now):
            self._clock = int(now.at[-1])
        each: Each = self._pool.map if self._pool and len(now) >= _MANY else map
        scene = Scene(now, told, self._memory, self._places, self._almanac, each)
        columns = each(lambda feature: feature.column(scene), FEATURES)
        return pa.Table.from_arrays([now.ids(KEYS[0]), pa.array(now.at).cast(pa.timestamp("us")), *columns], schema=SCHEMA)

    def fork(self) -> "State":
        """A state that knows the same and goes its own way, in microseconds: to try something, and to keep it or not."""
        other = copy(self)
        other._memory = self._memory.fork()
        return other

    @property
    def clock(self) -> int:
        """Microseconds since 1970 of the last payment; 0 before the first."""
        return self._clock

    def __len__(self) -> int:
        """Entries that are remembered."""
        return sum(map(len, vars(self._memory).values()))


_NOTHING = events_of(empty_table("events").select(list(observable("events"))))
