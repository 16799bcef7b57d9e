"""The table of fraud cases, summed over the shards they touch."""

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.fraud.cases import WHOLE_EDGE
from synfin_core.fraud.loader import stories
from synfin_core.fraud.story import IS_FRAUD, IS_LAUNDERING, ROLE
from synfin_core.fraud.variants import all_variants, variant_codes
from synfin_core.mules.layering import NO_SHAPE, SHAPES
from synfin_core.payments.rows import FAILED
from synfin_core.randomness import scramble
from synfin_core.records.arrow import ids, instants, rupees, table, text
from synfin_core.records.outcomes import outcomes
from synfin_core.simulate import Shard
from synfin_core.world.population import Population

FIXED = ("shape", "layers", "key", "last", "planned")  # of each case, the same in every shard that sees it


def case_ids(shard: Shard) -> NDArray[np.int64]:
    """Id of each case known to the shard."""
    key = shard.people.population.keys.key("fraud case id")
    return scramble((shard.cases.story << 40) + shard.cases.number, key)


def partial_cases(shard: Shard) -> pd.DataFrame:
    """What this shard knows of each case and mule: sums and bounds that add up over shards."""
    rows = shard.books.rows
    at = np.flatnonzero(rows.case >= 0)
    case, role = rows.case[at], rows.role[at]
    moved = rows.status[at] != FAILED
    fraud = IS_FRAUD[role]
    given = np.isin(role, (ROLE["bait"], ROLE["pay-back"]))
    amount = rows.amount[at]
    known = case_ids(shard)
    frame = pd.DataFrame(
        {
            "id": known[case],
            "story": shard.cases.story[case],
            "time": rows.time[at],
            "fraud": fraud,
            "legs": 1,
            "attempted": np.where(fraud, amount, 0.0),
            "loss": np.where(moved & fraud, amount, 0.0) - np.where(given, amount, 0.0),
            "left": np.where(moved & (role == ROLE["exit"]), amount, 0.0),
            "mule": _mules(shard, at),
        }
    )
    own = shard.cases.is_own[case]
    frame["victim"] = np.where(own, _losers(shard)[case], -1)
    for name in FIXED:
        frame[name] = getattr(shard.cases, name)[case]
    told = ~np.isin(role, (*np.flatnonzero(IS_LAUNDERING), ROLE["funding"]))
    frame["first_told"] = np.where(told, rows.time[at], shard.people.population.period.length)
    frame["last_told"] = np.where(told, rows.time[at], 0)
    return _added_up(frame.assign(start=frame["time"], end=frame["time"]), ["id", "mule"])


def _losers(shard: Shard) -> NDArray[np.int64]:
    """Index of the customer who loses by each case; -1 where it is the customer who steals."""
    actors = {story.code for story in stories(shard.people.calibration) if story.first_party}
    return np.where(np.isin(shard.cases.story, list(actors)), -1, shard.cases.victim)


def _mules(shard: Shard, at: NDArray[np.int64]) -> NDArray[np.int64]:
    """The party whose account each row of a case shows as a mule's: it received, or passes on; -1 for none."""
    rows, people = shard.books.rows, shard.people
    comes = IS_FRAUD[rows.role[at]] | np.isin(rows.role[at], (ROLE["layer"], ROLE["purchase"]))
    received = comes & (rows.payer[at] >= 0) & (rows.status[at] != FAILED)
    passes_on = IS_LAUNDERING[rows.role[at]] & (rows.payer[at] >= 0)
    return np.where(received, rows.payee_party[at], np.where(passes_on, people.index[np.maximum(rows.payer[at], 0)], -1))


def _added_up(frame: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Sums and bounds by `key`; sums of sums are the same again."""
    return frame.groupby(key, as_index=False).agg(
        {
            "story": "first",
            "start": "min",
            "end": "max",
            "fraud": "sum",
            "legs": "sum",
            "attempted": "sum",
            "loss": "sum",
            "left": "sum",
            "victim": "max",
            "first_told": "min",
            "last_told": "max",
        }
        | dict.fromkeys(FIXED, "first")
    )


def fraud_cases(parts: list[pd.DataFrame], population: Population, stories: tuple[str, ...]) -> pa.Table:
    """One row a case of the whole run."""
    known = pd.concat(parts, ignore_index=True)
    frame = _added_up(known, ["id"])
    n_mules = known[known["mule"] >= 0].groupby("id")["mule"].nunique().reindex(frame["id"], fill_value=0)
    variant = variant_codes(population.period.calibration, frame["story"].to_numpy(np.int64), frame["key"].to_numpy(np.uint64))
    victim = frame["victim"].to_numpy(np.int64)
    start, end = frame["start"].to_numpy(np.int64), frame["end"].to_numpy(np.int64)
    origin = np.datetime64(population.period.start)
    edge = WHOLE_EDGE
    lost = np.maximum(frame["loss"].to_numpy(np.float64), 0)
    return table(
        "fraud_cases",
        {
            "fraud_case_id": ids(frame["id"].to_numpy(np.int64)),
            "fraud_type": text(frame["story"].to_numpy(np.int64), stories or ("none",)),
            "variant": text(variant, all_variants(population.period.calibration), variant < 0),
            "victim_customer_id": ids(population.customer_ids(np.maximum(victim, 0)), victim < 0),
            "started_at": instants(start, origin),
            "ended_at": instants(end, origin),
            "n_fraud_payments": frame["fraud"].to_numpy(np.int64),
            "n_legs": frame["legs"].to_numpy(np.int64),
            "attempted_inr": rupees(frame["attempted"].to_numpy(np.float64)),
            "loss_inr": rupees(lost),
            "n_mules": n_mules.to_numpy(np.int64),
            "n_layers": frame["layers"].to_numpy(np.int64),
            "laundering_shape": text(frame["shape"].to_numpy(np.int64), SHAPES, frame["shape"].to_numpy(np.int64) == NO_SHAPE),
            "is_truncated": ((frame["first_told"] < edge) | (frame["last_told"] > population.period.length - edge)).to_numpy(),
            **outcomes(frame, lost, population.period),
        },
    )
