"""The golden hour: what could be frozen of a case had it been reported earlier or later; the engine's own recovery curve."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from synfin_core.analytics.cases import Case
from synfin_core.analytics.trail import trail
from synfin_core.labels import HELD_LEAST, LIEN_MEDIAN_H, held_share

DELAYS_H = (0.5, 6.0, 72.0)  # the three that are compared, in hours after the last loss
_LEAST = HELD_LEAST / 2  # what is held of late reports on average: the engine draws it from 0 to HELD_LEAST


@dataclass(frozen=True)
class Lien:
    """A lien on the account of a party: when it gets there, the rupees that lie there then, and its part of what is frozen."""

    party: str
    layer: int
    placed_at: datetime
    lies_inr: float
    frozen_inr: float


@dataclass(frozen=True)
class Recovery:
    """Rupees of a loss `hours` after it: frozen, gone out of the mules' accounts, and in accounts but not traced in time."""

    hours: float
    reported_at: datetime
    loss_inr: float
    frozen_inr: float
    gone_inr: float
    liens: tuple[Lien, ...]

    @property
    def missed_inr(self) -> float:
        """Rupees that nobody froze although no mule had taken them out yet."""
        return max(self.loss_inr - self.frozen_inr - self.gone_inr, 0.0)

    @property
    def lost_inr(self) -> float:
        """Rupees that do not come back."""
        return self.loss_inr - self.frozen_inr


def recovery(case: Case, legs: pd.DataFrame, hours: float) -> Recovery:
    """What a report so many hours after the last loss would have saved, as `labels` and `records.outcomes` reckon it.

    `legs` are the case's with parties; the trail is followed layer by layer, LIEN_MEDIAN_H hours a layer.
    """
    reported = case.last_loss_at + timedelta(hours=hours)
    loss = float(case.facts["loss_inr"])
    gone = min(_left(legs, reported), loss)
    frozen = float(np.floor(min(held_after(hours) * loss, loss - gone)))
    return Recovery(hours, reported, loss, frozen, gone, _liens(legs, reported, frozen))


def held_after(hours: float) -> float:
    """Share 0-1 of a loss that is held on average when it is reported after so many hours."""
    return max(float(held_share(np.array([hours]))[0]), _LEAST)


def curve(hours: Iterable[float]) -> pd.DataFrame:
    """The curve: hours, share held."""
    points = list(hours)
    return pd.DataFrame({"hours": points, "share": [held_after(hour) for hour in points]})


def _left(legs: pd.DataFrame, until: datetime) -> float:
    """Rupees that mules had taken out by an instant."""
    taken = (legs["role"] == "exit") & (legs["status"] != "failed") & (legs["transacted_at"] <= until)
    return float(legs.loc[taken, "amount_inr"].sum())


def _liens(legs: pd.DataFrame, reported: datetime, frozen: float) -> tuple[Lien, ...]:
    """One for each mule of the trail; what is frozen is shared out by what lies with each when the lien gets there."""
    moved = legs[legs["status"] != "failed"]
    mules = [party for party in trail(moved).parties if party.kind == "mule"]
    first = min((party.depth for party in mules), default=0)
    layers = {party.name: party.depth - first + 1 for party in mules}
    placed = {name: reported + timedelta(hours=LIEN_MEDIAN_H * layer) for name, layer in layers.items()}
    lies = {name: _kept(moved[moved["transacted_at"] <= at], name) for name, at in placed.items()}
    share = frozen / max(sum(lies.values()), frozen, 1)
    return tuple(Lien(name, layers[name], at, lies[name], lies[name] * share) for name, at in placed.items())


def _kept(moved: pd.DataFrame, name: str) -> float:
    """Rupees that a party has received and not passed on."""
    received, passed = (moved.loc[moved[side] == name, "amount_inr"].sum() for side in ("target", "source"))
    return max(float(received - passed), 0.0)
