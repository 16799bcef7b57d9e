"""Phones: which of a customer's devices is in use on each day, and the table of devices."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.randomness import Streams
from synfin_core.timeline import Period

CHANGES_A_MONTH = 0.033  # payments.yaml devices.change_per_customer_month, assumed


def device_by_day(streams: Streams, n: int, period: Period) -> NDArray[np.uint8]:
    """[customer, day] ordinal of the device in use; a new one with the calibrated chance each month."""
    changed = np.zeros((n, period.days), np.uint8)
    for number, month in enumerate(period.months):
        takes = np.flatnonzero(streams.unit(f"change {number}", n) < CHANGES_A_MONTH)
        day = month.first + (streams.unit(f"change day {number}", n)[takes] * month.length).astype(np.int64)
        inside = (day > 0) & (day < period.days)
        changed[takes[inside], day[inside]] = 1
    return np.cumsum(changed, axis=1, dtype=np.uint8)
