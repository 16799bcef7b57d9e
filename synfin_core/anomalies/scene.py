"""What the families of anomalies look at and alter: a shard's honest rows, beside those of its cases and twins."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.life import SHOP
from synfin_core.payments.rows import FAILED, SUCCESS, Rows
from synfin_core.payments.running import Ints
from synfin_core.payments.styles import IS_REMOTE, where
from synfin_core.randomness import U64, mix64
from synfin_core.world.merchants import Market
from synfin_core.world.people import People
from synfin_core.world.population import SECOND

Mask = NDArray[np.bool_]
FAMILIES = ("behavioural", "geographic", "temporal", "amount")
BEHAVIOURAL, GEOGRAPHIC, TEMPORAL, AMOUNT = range(1, len(FAMILIES) + 1)  # codes of rows; 0 is none
KNOWN = 6  # purchases from which a habit can be told, assumed
MOST = 5_000_000.0  # paise; a larger payment may have to go another way, assumed
IS_PURCHASE = where(lambda style: style.kind == "P2M")


@dataclass(frozen=True, eq=False)
class Scene:
    """`rows` are the honest ones, in which anomalies are made in place; `acts` those of cases and twins.

    `staying` rows will not give way, `free` ones may be altered, `spared` ones must be kept.
    """

    people: People
    market: Market
    rows: Rows
    acts: Rows
    staying: Mask
    free: Mask
    spared: Mask

    @classmethod
    def of(cls, people: People, market: Market, rows: Rows, acts: Rows, held: Mask, staying: Mask) -> "Scene":
        """Purchases from bank accounts that stand alone and succeeded are free, but for those that a hold stopped."""
        tied = np.zeros(len(rows), bool)
        tied[rows.related[rows.related >= 0]] = True
        free = (rows.stream == SHOP) & (rows.status == SUCCESS) & (rows.related < 0) & ~tied & ~held
        free &= (rows.payer >= 0) & (rows.payer_slot <= SECOND) & (rows.amount <= MOST) & (rows.merchant >= 0)
        return cls(people, market, rows, acts, staying, free, np.zeros(len(rows), bool))

    @cached_property
    def everything(self) -> Rows:
        """Honest rows as they were, then those of cases and twins."""
        return Rows.join([self.rows, self.acts])

    @cached_property
    def made(self) -> Mask:
        """Which of them all have a payer here and are not declined: a decline for lack of funds may still be moved."""
        return (self.everything.payer >= 0) & (self.everything.status != FAILED)

    @cached_property
    def counted(self) -> Mask:
        """Those made that stay."""
        return self.made & np.concatenate([self.staying, np.ones(len(self.acts), bool)])

    @cached_property
    def purchases(self) -> tuple[Ints, Ints]:
        """(which of them all are purchases that count, how many each customer has)."""
        rows = self.everything
        at = np.flatnonzero(self.counted & IS_PURCHASE[rows.style])
        return at, np.bincount(rows.payer[at], minlength=len(self.people))

    @cached_property
    def known(self) -> Mask:
        """Which honest rows are of a customer whose habits can be told."""
        return self.purchases[1][np.maximum(self.rows.payer, 0)] >= KNOWN

    @cached_property
    def remote(self) -> Mask:
        """Which honest rows are paid remotely."""
        return IS_REMOTE[self.rows.style]

    def hashes(self, at: Ints, family: int, name: int = 0) -> U64:
        """A hash of each row for one family and decision, from its stream and number."""
        rows = self.rows
        item = (rows.stream[at].astype(np.uint64) << np.uint64(32)) + rows.item[at].astype(np.uint64)
        return mix64(item, self.people.population.streams("anomalies", self.people.shard, family).key(str(name)))

    def pick(self, candidates: Mask, n: int, family: int) -> Ints:
        """At most n of the candidates, the first in keyed order; they are anomalies of the family from now on."""
        at = np.flatnonzero(candidates & self.free)
        at = np.sort(at[np.argsort(self.hashes(at, family), kind="stable")[:n]])
        self.rows.anomaly[at] = family
        self.free[at], self.spared[at] = False, True
        return at
