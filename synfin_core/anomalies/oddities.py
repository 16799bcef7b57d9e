"""Anomalies: ordinary purchases of a shard made odd in one way each, a quarter by each family where it finds enough."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.anomalies.families import amount, behavioural, geographic, temporal
from synfin_core.anomalies.scene import Scene
from synfin_core.payments.rows import Rows
from synfin_core.world.merchants import Market
from synfin_core.world.people import People

IN_TURN = (geographic, temporal, behavioural, amount)  # the rarest opportunity first; the last one takes what is left


def make_odd(people: People, market: Market, rows: Rows, acts: Rows, held: NDArray[np.bool_], n: int) -> NDArray[np.bool_]:
    """Make n of the honest `rows` odd, in place; returns which rows must not give way to others."""
    if not n:
        return np.zeros(len(rows), bool)
    scene, left = Scene.of(people, market, rows, acts, held), n
    for turn, family in enumerate(IN_TURN):
        left -= family.make(scene, left // (len(IN_TURN) - turn))
    return scene.spared
