"""A customer buys from a kind of seller from whom he never bought before or after."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.anomalies.scene import BEHAVIOURAL, Scene
from synfin_core.payments.rows import NO_CATEGORY
from synfin_core.payments.running import Ints

TRIES = 4  # categories that are looked at for each purchase


def make(scene: Scene, n: int) -> int:
    """Turn at most n purchases into ones of a category that is new to the customer; how many were turned."""
    rows = scene.rows
    free = np.flatnonzero(scene.free)
    new = np.full(len(rows), NO_CATEGORY, np.uint8)
    new[free] = _unseen(scene, free)
    at = scene.pick(scene.known & (new != NO_CATEGORY), n, BEHAVIOURAL)
    hashes, there = scene.hashes(at, BEHAVIOURAL, 2), scene.remote[at]
    rows.category[at] = new[at]
    local, online = scene.market.local(rows.place[at], new[at], hashes), scene.market.online(new[at], hashes)
    rows.merchant[at] = np.where(there, online, local)
    return len(at)


def _unseen(scene: Scene, at: Ints) -> NDArray[np.uint8]:
    """A category that the customer of each row never buys, of those that others buy here; NO_CATEGORY where none was found."""
    rows, known = scene.everything, scene.people.calibration.categories
    bought = np.zeros((len(scene.people), NO_CATEGORY + 1), bool)
    pays = rows.payer >= 0
    bought[rows.payer[pays], rows.category[pays]] = True
    choices = np.unique(scene.rows.category[at])
    hashes, found = scene.hashes(at, BEHAVIOURAL, 1), np.full(len(at), NO_CATEGORY, np.uint8)
    for turn in range(min(TRIES, len(known))):
        place = ((hashes >> np.uint64(16 * turn)) & np.uint64(0xFFFF)).astype(np.int64) * len(choices) >> 16
        tried = choices[place] if len(choices) else found
        found = np.where((found == NO_CATEGORY) & ~bought[scene.rows.payer[at], tried], tried, found)
    return found
