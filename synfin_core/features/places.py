"""Where towns lie, and how far apart."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.features.columns import Columns, Flags, Floats, pair, word_numbers
from synfin_core.features.log import Ints
from synfin_core.world.places import EARTH_KM

MICRODEGREES = 1_000_000


class Places:
    """The towns of the calibration, looked up by a key of town and state."""

    def __init__(self, calibration: Calibration) -> None:
        places, states = calibration.places, calibration.states
        keys = pair(word_numbers([place.city for place in places]), word_numbers([states[place.state].code for place in places]))
        order = np.argsort(keys)
        self._keys = keys[order]
        self._degrees = {
            name: np.array([round(getattr(place, name) * MICRODEGREES) for place in places], np.int64)[order]
            for name in ("latitude", "longitude")
        }

    def known(self, towns: Ints) -> Flags:
        """[row] whether the town is one of ours."""
        return (towns >= 0) & (self._keys[self._found(towns)] == towns)

    def microdegrees(self, towns: Ints) -> Mapping[str, Ints]:
        """[row] latitude and longitude; those of some other town where it is unknown."""
        found = self._found(towns)
        return {name: degrees[found] for name, degrees in self._degrees.items()}

    def _found(self, towns: Ints) -> NDArray[np.intp]:
        return np.minimum(np.searchsorted(self._keys, towns), len(self._keys) - 1)


class Town:
    """[row] where each row was: a key, and microdegrees north and east."""

    def __init__(self, columns: Columns, places: Places) -> None:
        self.keys = pair(columns.hashes("city"), columns.hashes("state"))
        self.known = places.known(self.keys)
        self._places = places

    @cached_property
    def degrees(self) -> Mapping[str, Ints]:
        """[row] microdegrees, where the town is known."""
        return self._places.microdegrees(self.keys)

    def kilometres_to(self, latitude: Floats, longitude: Floats) -> Floats:
        """[row] distance on the sphere to a point in microdegrees; empty where either is unknown."""
        own = np.where(self.known, self.degrees["latitude"], np.nan), np.where(self.known, self.degrees["longitude"], np.nan)
        return _kilometres(own[0], own[1], latitude, longitude)


def _kilometres(latitude: Floats, longitude: Floats, to_latitude: Floats, to_longitude: Floats) -> Floats:
    radians = np.pi / 180 / MICRODEGREES
    a, b = latitude * radians, to_latitude * radians
    half = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin((longitude - to_longitude) * radians / 2) ** 2
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0))))
