"""What a feature is: a definition as data, with the one function that reads it from a scene."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.features.columns import Floats
from synfin_core.features.scene import Scene

Unit = Literal[
    "payments", "events", "parties", "rupees", "minutes", "days", "hours", "km", "km/h", "share", "ratio", "flag", "word", "nats"
]

MINUTE, HOUR, DAY = 60, 3_600, 86_400
WEEK, MONTH = 7 * DAY, 30 * DAY
WINDOWS = {"1h": HOUR, "6h": 6 * HOUR, "24h": DAY, "7d": WEEK, "30d": MONTH}
IN_WORDS = {"1h": "hour", "6h": "6 hours", "24h": "24 hours", "7d": "7 days", "30d": "30 days"}


@dataclass(frozen=True)
class Feature:
    """One column: its unit, its window in seconds (None: the whole past, or the payment itself), the columns it stands on."""

    name: str
    family: str
    unit: Unit
    window: int | None
    meaning: str
    sources: tuple[str, ...]
    of: Callable[[Scene], NDArray[Any] | pa.Array]

    @property
    def type(self) -> pa.DataType:
        """Words as dictionaries, rupees exact, the rest in 32 bits."""
        if self.unit == "word":
            return pa.dictionary(pa.int32(), pa.string())
        return pa.float64() if self.unit == "rupees" else pa.float32()

    def column(self, scene: Scene) -> pa.Array:
        """[payment] its values; empty where the payment has no such thing."""
        found = self.of(scene)
        if isinstance(found, pa.Array):
            return found
        return pa.array(found.astype(np.float64 if self.unit == "rupees" else np.float32, copy=False), from_pandas=True)


def ratio(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    """[row] part over whole; empty where the whole is not above zero."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, part / whole, np.nan)
