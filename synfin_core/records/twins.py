"""The table of twins: what each looks like, what it is, whose it is, and what it moved."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.anomalies.kinds import kinds
from synfin_core.payments.running import Segments
from synfin_core.randomness import scramble
from synfin_core.records.arrow import ids, instants, rupees, table, text
from synfin_core.simulate import Shard


def twin_ids(shard: Shard) -> NDArray[np.int64]:
    """Id of each twin of the shard."""
    return scramble((shard.twins.story << 40) + shard.twins.number, shard.people.population.keys.key("twin id"))


def twins(shard: Shard) -> pa.Table:
    """One row a twin, in no order that tells anything."""
    rows, known, population = shard.books.rows, shard.twins, shard.people.population
    at = np.flatnonzero(rows.twin >= 0)
    at = at[np.argsort(rows.twin[at], kind="stable")]
    runs = Segments.of(rows.twin[at])
    twin, origin = rows.twin[at[runs.starts]], np.datetime64(population.period.start)
    customer = known.customer[twin]
    columns = {
        "twin_id": ids(twin_ids(shard)[twin]),
        "looks_like": text(known.story[twin], shard.stories),
        "kind": text(known.kind[twin], [kind.id for kind in kinds()]),
        "customer_id": ids(population.customer_ids(np.maximum(customer, 0)), customer < 0),
        "started_at": instants(rows.time[at[runs.starts]], origin),
        "ended_at": instants(rows.time[at[runs.ends]], origin),
        "n_payments": runs.sizes,
        "amount_inr": rupees(np.add.reduceat(rows.amount[at], runs.starts) if len(at) else rows.amount[at]),
    }
    return table("twins", columns)
