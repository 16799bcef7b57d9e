"""Anomalies: ordinary purchases of a shard made odd in one way each, a quarter by each family where it finds enough."""

from synfin_core.anomalies.families import amount, behavioural, geographic, temporal
from synfin_core.anomalies.scene import Scene

IN_TURN = (geographic, temporal, behavioural, amount)  # the rarest opportunity first; the last one takes what is left


def make_odd(scene: Scene, n: int) -> None:
    """Make n of the honest rows odd, in place; the scene knows then which rows must be kept."""
    left = n
    for turn, family in enumerate(IN_TURN):
        left -= family.make(scene, left // (len(IN_TURN) - turn))
