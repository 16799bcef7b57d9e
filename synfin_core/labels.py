"""What becomes known of a case, and when: noticed, reported, held, confirmed, corrected, restored; and who bears the loss.

Everything follows from the case's key, its last loss and its size, so that every shard that knows the case agrees.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.fraud.reporting import NEVER, after, delay_h, reported_at
from synfin_core.payments.amounts import spread
from synfin_core.payments.running import Ints
from synfin_core.randomness import U64, mix64
from synfin_core.timeline import DAY

LIABILITIES = ("customer", "bank", "shared")
CUSTOMER, BANK, SHARED = range(len(LIABILITIES))
NOTICED = (0.02, 0.7)  # of the time to the report that passes before the victim notices, assumed
HELD_AT_ONCE, HELD_HALVES_H, HELD_LEAST = 0.50, 4.0, 0.02  # share held by reporting hour; mean near saved_share 0.12, assumed
RESTORED_OF_HELD = (0.5, 1.0)  # what is held and given back in the end, assumed
RESTORED_DAYS = (60.0, 300.0)  # months later, assumed
CONFIRMED_SHARE, CONFIRMED_MEDIAN_D, CONFIRMED_SIGMA = 0.75, 21.0, 0.9  # by bank or card network, assumed
DOUBTED_SHARE, DOUBTED_DAYS = 0.04, (10.0, 60.0)  # first found to be the customer's own doing, and corrected later, assumed
LIEN_MEDIAN_H, LIEN_SIGMA = 6.0, 1.0  # from the report to a lien on the next layer, once for each layer, assumed


@dataclass(frozen=True)
class Knowledge:
    """Instants of each case in microseconds since the period began, NEVER where it does not come; the share of the loss that is
    held, and of what is held that is given back."""

    noticed: Ints
    reported: Ints
    confirmed: Ints
    doubted: Ints
    corrected: Ints
    restored: Ints
    held_share: NDArray[np.float64]
    back_share: NDArray[np.float64]

    def lien(self, key: U64, layer: NDArray[np.integer], case: Ints) -> Ints:
        """When the lien reaches a layer (1 is the first) of each of these cases; the trail is followed layer by layer."""
        gap = LIEN_MEDIAN_H * spread(LIEN_SIGMA, mix64(key[case], 0x11E0)) * np.maximum(layer, 1)
        return after(self.reported[case], gap)


def knowledge(calibration: Calibration, key: U64, last: Ints, lost: NDArray[np.float64]) -> Knowledge:
    """What becomes known of cases whose last loss is at `last` and whose victims lost so many rupees."""
    hours = delay_h(calibration, key)
    reported = reported_at(calibration, key, lost, last)
    reports = reported < NEVER
    noticed = after(last, hours * (NOTICED[0] + (NOTICED[1] - NOTICED[0]) * _unit(key, 0x0071)))
    found_d = CONFIRMED_MEDIAN_D * spread(CONFIRMED_SIGMA, mix64(key, 0xC0F))
    found = np.where(reports & (_unit(key, 0xC1F) < CONFIRMED_SHARE), after(reported, found_d * 24), NEVER)
    doubts = _unit(key, 0xD0B) < DOUBTED_SHARE
    later = after(found, 24 * (DOUBTED_DAYS[0] + (DOUBTED_DAYS[1] - DOUBTED_DAYS[0]) * _unit(key, 0xD0C)))
    held = np.where(reports, np.maximum(held_share(hours), HELD_LEAST * _unit(key, 0x4E1D)), 0.0)
    back = RESTORED_OF_HELD[0] + (RESTORED_OF_HELD[1] - RESTORED_OF_HELD[0]) * _unit(key, 0x8E5)
    days = RESTORED_DAYS[0] + (RESTORED_DAYS[1] - RESTORED_DAYS[0]) * _unit(key, 0x8E6)
    return Knowledge(
        noticed=noticed,
        reported=reported,
        confirmed=np.where(doubts, NEVER, found),
        doubted=np.where(doubts, found, NEVER),
        corrected=np.where(doubts, later, NEVER),
        restored=np.where(held > 0, after(reported, days * 24), NEVER),
        held_share=held,
        back_share=back,
    )


def held_share(hours: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of a loss that can still be held so many hours after it; in whole millionths, so that every processor agrees."""
    return np.rint(HELD_AT_ONCE * 0.5 ** (hours / HELD_HALVES_H) * 1e6) / 1e6


def liability(calibration: Calibration, unasked: NDArray[np.bool_], own: NDArray[np.bool_], delay: Ints) -> Ints:
    """Who bears each loss, a code of LIABILITIES, by the microseconds from the last loss to the report (rbi_liability17).

    `unasked`: done without the customer; `own`: the customer's or a merchant's own fraud, which the bank bears; what a customer
    was talked into, or never told of, the customer bears.
    """
    days = _liability(calibration)
    early, late = delay <= days["bank_days"] * DAY, delay <= days["shared_days"] * DAY
    return np.select([own, unasked & early, unasked & late], [BANK, BANK, SHARED], CUSTOMER)


def refunded(calibration: Calibration, liable: Ints, lost: NDArray[np.float64]) -> NDArray[np.float64]:
    """Paise that the bank owes customers of each loss of so many paise: all, or all but their own part (rbi_liability17)."""
    own = np.where(liable == SHARED, _liability(calibration)["customer_most_inr"] * 100, 0)
    return np.where(liable == CUSTOMER, 0.0, np.maximum(lost - own, 0))


def credited(calibration: Calibration, key: U64, reported: Ints) -> Ints:
    """When the bank credits its part, days after the report (credit_working_days)."""
    return after(reported, 24 * (1 + (_liability(calibration)["credit_working_days"] - 1) * _unit(key, 0xC4ED)))


def _liability(calibration: Calibration) -> Any:
    return calibration.raw["fraud"]["background"]["liability"]


def _unit(key: U64, word: int) -> NDArray[np.float64]:
    return (mix64(key, word) >> np.uint64(11)).astype(np.float64) * 2.0**-53
