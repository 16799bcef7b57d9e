"""Twins become rows of their customer's shard, by the same way as cases; they reach nobody whom another shard makes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.anomalies.kinds import kinds_by_story
from synfin_core.fraud.acts import Acts, acts_of
from synfin_core.fraud.book import Receivers, paid
from synfin_core.fraud.cases import CasePlan
from synfin_core.fraud.circle import Circle
from synfin_core.fraud.combinations import Ties
from synfin_core.fraud.story import ROLE
from synfin_core.payments.rows import NOBODY, Rows
from synfin_core.payments.running import Ints, place_in_group
from synfin_core.world.merchants import Market

STREAM_TWINS = 96  # the streams from 96 to 127 count the rows of twins
_PLACE_BITS, _ITEM_BITS = 21, 22
_TAKEN_OVER = (ROLE["drain"], ROLE["charge"])  # paid from the new device, where the typology brings one


@dataclass(frozen=True, eq=False)
class Twins:
    """The twins of a shard: code of the story each looks like, its number, its kind, its customer (index, -1: many), its ties."""

    story: Ints
    number: Ints
    kind: Ints
    customer: Ints
    ties: Ties

    def __len__(self) -> int:
        return len(self.story)


def twins_of(circle: Circle, market: Market, plan: CasePlan) -> tuple[Rows, Twins]:
    """The payments of this shard's twins, and the twins."""
    acts, nobody = acts_of(circle, plan, linked=False), np.zeros(0, np.int64)
    rows = _innocent(acts, paid(circle, market, acts, Receivers(nobody, nobody)))
    cases = acts.cases
    customer = np.where(acts.of_story("many_victims"), NOBODY, circle.index[cases.victim]) if len(cases) else nobody
    return rows, Twins(cases.code, cases.number, kinds_by_story(cases.code, cases.key), customer, cases.ties)


def _innocent(acts: Acts, rows: Rows) -> Rows:
    """The rows as nobody's fraud, numbered by typology."""
    twin = rows.case.astype(np.int64)
    code = acts.cases.code[twin]
    plain = code << _PLACE_BITS | place_in_group(code)
    rows.stream = (STREAM_TWINS + (plain >> _ITEM_BITS)).astype(np.uint8)
    rows.item = plain & ((1 << _ITEM_BITS) - 1)
    rows.role = _role(acts, rows, twin)
    rows.twin, rows.case = rows.case, np.full(len(rows), NOBODY, np.int32)
    return rows


def _role(acts: Acts, rows: Rows, twin: Ints) -> NDArray[np.uint8]:
    """Innocent, and from a new device where the typology brings one."""
    new = np.isin(rows.role, _TAKEN_OVER) & (acts.of_story("new_device")[twin] if len(twin) else np.zeros(0, bool))
    return np.where(new, ROLE["innocent from a new device"], ROLE["innocent"]).astype(np.uint8)
