"""What becomes known of a case, and when: noticed, reported, held, confirmed, corrected, restored.

Everything follows from the case's key, its last loss and its size, so that every shard that knows the case agrees.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.payments.running import Ints
from synfin_core.randomness import U64, mix64
from synfin_core.timeline import DAY, HOUR
from synfin_core.world.people import NORMAL_TABLE

NEVER = np.iinfo(np.int64).max
SIZE_BANDS = (1_000.0, 10_000.0, 100_000.0)  # rupees; edges of fraud.yaml background.reporting_probability
NOTICED = (0.02, 0.7)  # of the time to the report that passes before the victim notices, assumed
HELD_AT_ONCE, HELD_HALVES_H, HELD_LEAST = 0.50, 4.0, 0.02  # share held by reporting hour; mean near saved_share 0.12, assumed
RESTORED_OF_HELD = (0.5, 1.0)  # what is held and given back in the end, assumed
RESTORED_DAYS = (60.0, 300.0)  # months later, assumed
CONFIRMED_SHARE, CONFIRMED_MEDIAN_D, CONFIRMED_SIGMA = 0.75, 21.0, 0.9  # by bank or card network, assumed
DOUBTED_SHARE, DOUBTED_DAYS = 0.04, (10.0, 60.0)  # first found to be the customer's own doing, and corrected later, assumed
LIEN_MEDIAN_H, LIEN_SIGMA = 6.0, 1.0  # from the report to a lien on the next layer, once for each layer, assumed


@dataclass(frozen=True)
class Knowledge:
    """Instants of each case in microseconds since the period began, NEVER where it does not come; shares of what was lost."""

    noticed: Ints
    reported: Ints
    confirmed: Ints
    doubted: Ints
    corrected: Ints
    restored: Ints
    held_share: NDArray[np.float64]
    restored_share: NDArray[np.float64]

    def lien(self, key: U64, layer: NDArray[np.integer], case: Ints) -> Ints:
        """When the lien reaches a layer (1 is the first) of each of these cases; the trail is followed layer by layer."""
        gap = LIEN_MEDIAN_H * np.exp(LIEN_SIGMA * _normal(key[case], 0x11E0)) * np.maximum(layer, 1)
        return _after(self.reported[case], gap)


def knowledge(calibration: Calibration, key: U64, last: Ints, lost: NDArray[np.float64]) -> Knowledge:
    """What becomes known of cases whose last loss is at `last` and whose victims lost so many rupees."""
    background = calibration.raw["fraud"]["background"]
    mixture = calibration.raw["fraud"]["generator_assumed"]["reporting_delay_mixture"]
    delay_h = _delay(mixture, key)
    reports = _unit(key, 0x5E0) < _reporting(background["reporting_probability"], lost)
    reported = np.where(reports, _after(last, delay_h), NEVER)
    noticed = _after(last, delay_h * (NOTICED[0] + (NOTICED[1] - NOTICED[0]) * _unit(key, 0x0071)))
    found_d = CONFIRMED_MEDIAN_D * np.exp(CONFIRMED_SIGMA * _normal(key, 0xC0F))
    found = np.where(reports & (_unit(key, 0xC1F) < CONFIRMED_SHARE), _after(reported, found_d * 24), NEVER)
    doubts = _unit(key, 0xD0B) < DOUBTED_SHARE
    later = _after(found, 24 * (DOUBTED_DAYS[0] + (DOUBTED_DAYS[1] - DOUBTED_DAYS[0]) * _unit(key, 0xD0C)))
    held = np.where(reports, np.maximum(HELD_AT_ONCE * 0.5 ** (delay_h / HELD_HALVES_H), HELD_LEAST * _unit(key, 0x4E1D)), 0.0)
    back = RESTORED_OF_HELD[0] + (RESTORED_OF_HELD[1] - RESTORED_OF_HELD[0]) * _unit(key, 0x8E5)
    days = RESTORED_DAYS[0] + (RESTORED_DAYS[1] - RESTORED_DAYS[0]) * _unit(key, 0x8E6)
    return Knowledge(
        noticed=noticed,
        reported=reported,
        confirmed=np.where(doubts, NEVER, found),
        doubted=np.where(doubts, found, NEVER),
        corrected=np.where(doubts, later, NEVER),
        restored=np.where(held > 0, _after(reported, days * 24), NEVER),
        held_share=held,
        restored_share=held * back,
    )


def _reporting(bands: dict[str, object], lost: NDArray[np.float64]) -> NDArray[np.float64]:
    """Chance that a loss of this size is reported at all (fraud.yaml background, localcircles)."""
    chances = np.array([float(str(bands[name])) for name in ("<1000", "1000-10000", "10000-100000", ">100000")])
    return chances[np.searchsorted(SIZE_BANDS, lost, side="right")]


def _delay(mixture: dict[str, object], key: U64) -> NDArray[np.float64]:
    """Hours from the last loss to the report: some within the golden hour, the rest lognormal (reporting_delay_mixture)."""
    words = str(mixture["rest"]).replace(",", " ").split()
    median, sigma = float(words[words.index("median") + 1]), float(words[words.index("sigma") + 1])
    soon = _unit(key, 0x601D) < float(str(mixture["first_hour_mass"]))
    return np.where(soon, 0.1 + 0.9 * _unit(key, 0x601E), median * np.exp(sigma * _normal(key, 0x601F)))


def _after(start: Ints, hours: NDArray[np.float64]) -> Ints:
    """So many hours after each start; NEVER stays NEVER."""
    known = start < NEVER
    later = np.where(known, start, 0) + np.minimum(hours * HOUR, 1_000 * DAY).astype(np.int64)
    return np.where(known, later, NEVER)


def _unit(key: U64, word: int) -> NDArray[np.float64]:
    return (mix64(key, word) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def _normal(key: U64, word: int) -> NDArray[np.float64]:
    return NORMAL_TABLE[(mix64(key, word) >> np.uint64(48)).astype(np.int64)]
