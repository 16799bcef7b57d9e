"""The table of fraud cases, summed over the shards they touch."""

from typing import Any

import numpy as np
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

Columns = dict[str, NDArray[Any]]

_HOW: dict[str, np.ufunc] = {
    "start": np.minimum,
    "end": np.maximum,
    "fraud": np.add,
    "legs": np.add,
    "attempted": np.add,
    "loss": np.add,
    "left": np.add,
    "victim": np.maximum,
    "first_told": np.minimum,
    "last_told": np.maximum,
}
FIXED = ("shape", "layers", "key", "last", "planned")  # of each case, the same in every shard that sees it


def case_ids(shard: Shard) -> NDArray[np.int64]:
    """Id of each case known to the shard."""
    key = shard.people.population.keys.key("fraud case id")
    return scramble((shard.cases.story << 40) + shard.cases.number, key)


def partial_cases(shard: Shard) -> Columns:
    """What this shard knows of each case: sums and bounds that add up over shards."""
    rows = shard.books.rows
    at = np.flatnonzero(rows.case >= 0)
    case, role = rows.case[at], rows.role[at]
    moved = rows.status[at] != FAILED
    fraud = IS_FRAUD[role]
    given = np.isin(role, (ROLE["bait"], ROLE["pay-back"]))
    amount = rows.amount[at]
    known = case_ids(shard)
    told = ~np.isin(role, (*np.flatnonzero(IS_LAUNDERING), ROLE["funding"]))
    columns = {
        "id": known[case],
        "story": shard.cases.story[case],
        "start": rows.time[at],
        "end": rows.time[at],
        "fraud": fraud.astype(np.int64),
        "legs": np.ones(len(at), np.int64),
        "attempted": np.where(fraud, amount, 0.0),
        "loss": np.where(moved & fraud, amount, 0.0) - np.where(given, amount, 0.0),
        "left": np.where(moved & (role == ROLE["exit"]), amount, 0.0),
        "victim": np.where(shard.cases.is_own[case], _losers(shard)[case], -1),
        "first_told": np.where(told, rows.time[at], shard.people.population.period.length),
        "last_told": np.where(told, rows.time[at], 0),
    }
    return _added_up(columns | {name: getattr(shard.cases, name)[case] for name in FIXED})


def mules_of_cases(shard: Shard) -> NDArray[np.int64]:
    """[2, pair] id of each case and party of each mule that it shows in this shard, each pair once."""
    at = np.flatnonzero(shard.books.rows.case >= 0)
    mule = _mules(shard, at)
    return np.unique(np.stack([case_ids(shard)[shard.books.rows.case[at]], mule])[:, mule >= 0], axis=1)


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


def _added_up(columns: Columns) -> Columns:
    """Sums and bounds by case, in the order of their ids; sums of sums are the same again."""
    order = np.argsort(columns["id"], kind="stable")
    found = {name: columns[name][order] for name in ("id", *_HOW, "story", *FIXED)}
    starts = np.flatnonzero(np.diff(found["id"], prepend=found["id"][:1] - 1))
    return {name: _HOW[name].reduceat(column, starts) if name in _HOW else column[starts] for name, column in found.items()}


def fraud_cases(parts: list[Columns], mules: list[NDArray[np.int64]], population: Population, stories: tuple[str, ...]) -> pa.Table:
    """One row a case of the whole run."""
    frame = _added_up({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})
    of_mules = np.unique(np.concatenate(mules, axis=1), axis=1)[0]
    n_mules = np.searchsorted(of_mules, frame["id"], side="right") - np.searchsorted(of_mules, frame["id"])
    variant = variant_codes(population.period.calibration, frame["story"], frame["key"])
    victim = frame["victim"]
    origin = np.datetime64(population.period.start)
    edge = WHOLE_EDGE
    lost = np.maximum(frame["loss"], 0)
    return table(
        "fraud_cases",
        {
            "fraud_case_id": ids(frame["id"]),
            "fraud_type": text(frame["story"], stories or ("none",)),
            "variant": text(variant, all_variants(population.period.calibration), variant < 0),
            "victim_customer_id": ids(population.customer_ids(np.maximum(victim, 0)), victim < 0),
            "started_at": instants(frame["start"], origin),
            "ended_at": instants(frame["end"], origin),
            "n_fraud_payments": frame["fraud"],
            "n_legs": frame["legs"],
            "attempted_inr": rupees(frame["attempted"]),
            "loss_inr": rupees(lost),
            "n_mules": n_mules,
            "n_layers": frame["layers"],
            "laundering_shape": text(frame["shape"], SHAPES, frame["shape"] == NO_SHAPE),
            "is_truncated": (frame["first_told"] < edge) | (frame["last_told"] > population.period.length - edge),
            **outcomes(frame, lost, population.period),
        },
    )
