"""A customer pays in a town so far from the last that nobody can have come there in the minutes between."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.anomalies.scene import GEOGRAPHIC, MOST, Scene
from synfin_core.payments.running import Ints, group_order, time_order
from synfin_core.payments.styles import IS_REMOTE
from synfin_core.randomness import mix64
from synfin_core.timeline import MINUTE
from synfin_core.world.places import distances_km

FAR_KM = 600.0  # from the last payment in person at least, assumed
SOON = 30 * MINUTE  # after it at most, so that the speed is 1,200 km/h at least, assumed


def make(scene: Scene, n: int) -> int:
    """Move at most n purchases in person to a shop far away; how many were moved."""
    before = _anchors(scene)
    at = scene.pick((before >= 0) & _has_far(scene)[scene.rows.place], n, GEOGRAPHIC)
    scene.spared[before[at]], scene.free[before[at]] = True, False
    _move(scene, at)
    return len(at)


def _anchors(scene: Scene) -> Ints:
    """The honest payment in person, minutes earlier and in the same town, that each honest one follows; -1 for none.


    Of a chain only every other one has an anchor, so that none is moved itself.
    """
    rows, n = scene.everything, len(scene.rows)
    seen = np.flatnonzero(scene.made & ~IS_REMOTE[rows.style])
    seen = seen[group_order(rows.payer[seen].astype(np.int64), time_order(rows.time[seen]))]
    first, second = seen[:-1], seen[1:]
    near = (rows.payer[first] == rows.payer[second]) & (rows.place[first] == rows.place[second])
    near &= (rows.time[second] - rows.time[first] <= SOON) & (rows.time[second] > rows.time[first])
    near &= scene.counted[first] & (first < n) & (second < n) & (rows.amount[first] <= MOST)
    near[1:] &= ~near[:-1]
    found = np.full(n, -1)
    found[second[near]] = first[near]
    return found


def _far(scene: Scene) -> NDArray[np.bool_]:
    """[place, place] too far to get to in time."""
    far: NDArray[np.bool_] = distances_km(scene.people.calibration) >= FAR_KM
    return far


def _has_far(scene: Scene) -> NDArray[np.bool_]:
    """[place] whether any town is far from it."""
    return np.asarray(_far(scene).any(axis=1))


def _move(scene: Scene, at: Ints) -> None:
    """Put the payments into a far town, a large one more often, and at a shop there."""
    rows, hashes = scene.rows, scene.hashes(at, GEOGRAPHIC, 1)
    weights = np.array([place.weight for place in scene.people.calibration.places])
    edges = np.cumsum(_far(scene) * weights, axis=1)[rows.place[at]]
    wanted = (hashes >> np.uint64(11)).astype(np.float64) * 2.0**-53 * edges[:, -1]
    rows.place[at] = (edges <= wanted[:, None]).sum(axis=1)
    rows.merchant[at] = scene.market.local(rows.place[at], rows.category[at], mix64(hashes))
