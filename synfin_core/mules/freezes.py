"""When a bank freezes a mule's account; what it holds then stays there."""

import numpy as np

from synfin_core.calibration import Calibration
from synfin_core.fraud.aftermath import Holds, held
from synfin_core.fraud.circle import Circle
from synfin_core.fraud.story import drawn
from synfin_core.payments.running import Ints
from synfin_core.randomness import U64
from synfin_core.timeline import DAY, HOUR
from synfin_core.world.population import PRIMARY, SLOTS

WITHIN = ((0, HOUR), (HOUR, DAY), (DAY, 30 * DAY))  # after the first receipt: within_1h, within_24h, ever; the last end assumed


def frozen_from(calibration: Calibration, frozen: Ints, mule: Ints, time: Ints, key: U64) -> None:
    """Write into `frozen[mule]` when each mule that received something at `time` is frozen; `key` of each (mules.generator)."""
    edges = list(calibration.raw["fraud"]["mules"]["generator"]["freeze_probability"].values())
    chosen, place = drawn(key, "freeze"), drawn(key, "frozen at")
    for (low, high), least, most in zip(WITHIN, [0.0, *edges], edges, strict=False):
        mine = (chosen >= least) & (chosen < most)
        np.minimum.at(frozen, mule[mine], time[mine] + (low + place[mine] * (high - low)).astype(np.int64))


def mules_held(circle: Circle, seat: Ints, start: Ints, key: U64) -> Holds:
    """Holds on the accounts of mules in this shard, for seats that are frozen from `start` on."""
    mine = np.flatnonzero((seat >= 0) & (seat < len(circle.here)) & (start < circle.population.period.length))
    return held(seat[mine] * SLOTS + PRIMARY, start[mine], key[mine])
