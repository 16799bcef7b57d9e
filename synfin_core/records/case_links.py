"""The table of what belongs together: cases of a ring, of one thief, or led to by others, and what their payments share.

All cases of a link have their victims in one shard; what each shard shows of them is put together once, for the whole run.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.fraud.combinations import (
    ALONE,
    CHAINED,
    DEVICE,
    KINDS,
    MERCHANT,
    NOTHING,
    PAYEE,
    PLACE,
    PROGRESSIVE,
    RUN,
    SHARED,
    chains,
)
from synfin_core.fraud.story import IS_FRAUD
from synfin_core.payments.styles import IS_REMOTE
from synfin_core.randomness import scramble
from synfin_core.records.arrow import ids, table, text
from synfin_core.records.devices import brought, thief_rows
from synfin_core.simulate import Shard
from synfin_core.world.population import Population

Columns = dict[str, NDArray[Any]]

_OF_CHAIN, _OF_CODE = 1 << 46, 1 << 40  # parts of the number of a link


@dataclass(frozen=True, eq=False)
class Tied:
    """Own cases of a shard that may belong to a link, and (case, shared, thing) that their payments show: `shared` a code of
    SHARED, `thing` an id or town; cases by their ids."""

    own: Columns
    shown: Columns


def tied_cases(shard: Shard, case_id: NDArray[np.int64]) -> Tied:
    """What a shard has to say of links: each lies in one shard, and is told when all shards are made."""
    rows, cases = shard.books.rows, shard.cases
    leads = [chain.first.code for chain in chains(shard.people.calibration).values()]
    may = cases.is_own & ((cases.ties.kind != ALONE) | np.isin(cases.story, leads))
    at = np.flatnonzero((rows.case >= 0) & IS_FRAUD[rows.role])
    at = at[may[rows.case[at]]]
    case, first = np.unique(rows.case[at], return_index=True)
    own = {
        "case": case_id[case],
        "code": cases.story[case],
        "number": cases.number[case],
        "kind": cases.ties.kind[case],
        "shared": cases.ties.shared[case],
        "victim": cases.victim[case],
        "time": rows.time[at[first]],
    }
    return Tied(own, _shown(shard, case_id, at))


def case_links(parts: list[Tied], population: Population, stories: tuple[str, ...]) -> pa.Table:
    """One row a case and link of the whole run; links of one case alone are none."""
    own, shown = (_joined([getattr(part, name) for part in parts]) for name in ("own", "shown"))
    calibration = population.period.calibration
    frame = pd.concat([_runs(own, shown), _chains(own, shown, population, stories)], ignore_index=True)
    frame = frame[frame.groupby("link")["case"].transform("size") > 1].sort_values(["link", "step"], kind="stable")
    frame["step"] = frame.groupby("link").cumcount() + 1
    before = frame["before"].to_numpy(np.int64)
    shared, thing = frame["shared"].to_numpy(np.int64), frame["thing"].to_numpy(np.int64)
    at_place = shared == PLACE
    towns = [f"{place.city}, {calibration.states[place.state].code}" for place in calibration.places]
    columns = {
        "link_id": ids(scramble(frame["link"].to_numpy(np.int64), population.keys.key("case link id"))),
        "kind": text(frame["kind"].to_numpy(np.int64), KINDS),
        "step": frame["step"].to_numpy(np.int64),
        "fraud_case_id": ids(frame["case"].to_numpy(np.int64)),
        "from_case_id": ids(before, before < 0),
        "shared_kind": text(shared, SHARED, shared == NOTHING),
        "shared_id": ids(thing, (shared == NOTHING) | at_place),
        "shared_place": text(np.where(at_place, thing, 0), towns, ~at_place),
    }
    return table("case_links", columns)


def _joined(parts: list[Columns]) -> pd.DataFrame:
    return pd.DataFrame({name: np.concatenate([part[name] for part in parts]) for name in parts[0]})


def _shown(shard: Shard, case_id: NDArray[np.int64], at: NDArray[np.int64]) -> Columns:
    """What the payments in rows `at` show of the cases that they belong to, each thing once a case."""
    rows, population = shard.books.rows, shard.people.population
    by_thief, sold = at[thief_rows(shard, at)], at[rows.merchant[at] >= 0]
    to_person = at[(rows.payee_party[at] >= 0) & (rows.payer[at] >= 0)]
    near = at[~IS_REMOTE[rows.style[at]]]
    things = {
        DEVICE: (by_thief, population.device_ids(*brought(shard, by_thief))),
        MERCHANT: (sold, shard.market.ids[rows.merchant[sold]]),
        PAYEE: (to_person, population.account_ids(rows.payee_party[to_person], 0)),
        PLACE: (near, rows.place[near].astype(np.int64)),
    }
    case = np.concatenate([rows.case[some] for some, _ in things.values()])
    shared = np.repeat(np.array(list(things)), [len(some) for some, _ in things.values()])
    thing = np.concatenate([thing for _, thing in things.values()])
    order = np.lexsort((thing, shared, case))
    new = np.ones(len(order), bool)
    new[1:] = np.logical_or.reduce([np.diff(column[order]) != 0 for column in (case, shared, thing)])
    kept = order[new]
    return {"case": case_id[case[kept]], "shared": shared[kept], "thing": thing[kept]}


def _runs(own: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Rings, and cases of one thief: those that show the thing which most of them share."""
    frame = own[~own["kind"].isin([ALONE, CHAINED])].copy()
    frame["link"] = frame["code"] * _OF_CODE + frame["number"] // RUN
    frame = frame.merge(shown, on=["case", "shared"])
    counted = frame.groupby(["link", "thing"], as_index=False)["case"].nunique().sort_values("case", kind="stable")
    frame = frame.merge(counted.drop_duplicates("link", keep="last")[["link", "thing"]], on=["link", "thing"])
    frame = frame.sort_values(["link", "time"], kind="stable").reset_index(drop=True)
    before = frame.groupby("link")["case"].shift(fill_value=-1)
    return frame.assign(step=frame["time"], before=np.where(frame["kind"] == PROGRESSIVE, before, -1))


def _chains(own: pd.DataFrame, shown: pd.DataFrame, population: Population, stories: tuple[str, ...]) -> pd.DataFrame:
    """Cases that others led to, and those others: the same victim, maybe one thief's device, or the victim is the next mule."""
    known = chains(population.period.calibration)
    by_code = {code: known[name] for code, name in enumerate(stories) if name in known}
    then = own[(own["kind"] == CHAINED) & own["code"].isin(list(by_code))].copy()
    then["first_code"] = then["code"].map({code: chain.first.code for code, chain in by_code.items()})
    first = own.rename(columns={"code": "first_code", "case": "before", "victim": "first_victim", "time": "first_time"})
    pairs = then.merge(first[["first_code", "number", "before", "first_victim", "first_time"]], on=["first_code", "number"])
    by_mule = pairs["code"].isin([code for code, chain in by_code.items() if chain.by_mule])
    pairs = pd.concat([_by_mule(population, pairs[by_mule], shown), _by_victim(pairs[~by_mule], shown)], ignore_index=True)
    pairs["link"] = _OF_CHAIN + pairs["code"] * _OF_CODE + pairs["number"]
    before = pairs.assign(case=pairs["before"], before=-1, step=pairs["first_time"])
    return pd.concat([before, pairs.assign(step=pairs["time"])], ignore_index=True)


def _by_mule(population: Population, pairs: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Those pairs in which the first victim's account receives from the second."""
    account = population.account_ids(pairs["first_victim"].to_numpy(np.int64), 0)
    return pairs.assign(shared=PAYEE, thing=account).merge(shown, on=["case", "shared", "thing"])


def _by_victim(pairs: pd.DataFrame, shown: pd.DataFrame) -> pd.DataFrame:
    """Those pairs in which the same customer loses twice; with the device from which both times were paid, if there is one."""
    pairs = pairs[pairs["victim"] == pairs["first_victim"]]
    devices = shown[shown["shared"] == DEVICE][["case", "thing"]]
    both = devices.merge(devices.rename(columns={"case": "before"}), on="thing")
    pairs = pairs.drop(columns="shared").merge(both, on=["case", "before"], how="left")
    return pairs.assign(shared=np.where(pairs["thing"].isna(), NOTHING, DEVICE), thing=pairs["thing"].fillna(0).astype(np.int64))
