"""Towns, real distances between them, and where each customer is on each day: at home, or on a trip."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.randomness import Pick, Streams
from synfin_core.timeline import Period

EARTH_KM = 6371.0
TRIPS_A_YEAR = 3  # merchants.yaml generator_assumed.distance, assumed
TRIP_DAYS = (2, 7)
IN_TOWN_KM = 4.0  # mean of an exponential, assumed


@lru_cache(maxsize=2)
def distances_km(calibration: Calibration) -> NDArray[np.float32]:
    """[place, place] great-circle distance in kilometres."""
    latitude = np.radians([place.latitude for place in calibration.places])
    longitude = np.radians([place.longitude for place in calibration.places])
    half = (
        np.sin((latitude[:, None] - latitude) / 2) ** 2
        + np.cos(latitude)[:, None] * np.cos(latitude) * np.sin((longitude[:, None] - longitude) / 2) ** 2
    )
    return (2 * EARTH_KM * np.arcsin(np.sqrt(half))).astype(np.float32)


def place_by_day(streams: Streams, home: NDArray[np.uint8], period: Period) -> NDArray[np.uint8]:
    """[customer, day] place: home, but for trips of 2-7 days, three a year on average."""
    where = np.repeat(home[:, None], period.days, axis=1)
    chances = max(1, round(2 * TRIPS_A_YEAR * period.days / 365))
    taken = TRIPS_A_YEAR * period.days / 365 / chances
    towns = Pick(np.array([place.weight for place in period.calibration.places]))
    for trip in range(chances):
        goes = np.flatnonzero(streams.unit(f"trip {trip} taken", len(home)) < taken)
        town = towns.draw(streams, f"trip {trip} town", len(home))[goes]
        slot = period.days / chances
        first = ((trip + streams.unit(f"trip {trip} start", len(home))) * slot).astype(np.int64)[goes]
        length = (
            TRIP_DAYS[0] + (streams.unit(f"trip {trip} days", len(home)) * (TRIP_DAYS[1] - TRIP_DAYS[0] + 1)).astype(np.int64)[goes]
        )
        for day in range(TRIP_DAYS[1]):
            away = (day < length) & (first + day < period.days)
            where[goes[away], first[away] + day] = town[away]
    return where
