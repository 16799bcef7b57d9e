"""Legs of many cases of one typology as a table, made directly."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.fraud.loader import stories
from synfin_core.fraud.story import ROLES, Cases
from synfin_core.payments.styles import NAMES
from synfin_core.randomness import Streams

Told = Callable[..., pd.DataFrame]
_COLUMNS = ("case", "leg", "time", "direction", "weight", "rupees", "payee", "cause", "refused")


@pytest.fixture
def told() -> Told:
    """`told(id, n, first, days)`: legs of n cases in time order, role and style (`way`) by name, clock time `when`."""

    def tell(name: str, n: int = 1_000, first: str = "2024-07-01", days: int = 365) -> pd.DataFrame:
        story = next(story for story in stories(load_calibration()) if story.typology.id == name)
        day = date.fromisoformat(first)
        legs = story.legs(Cases.of(story.typology, Streams(11, "test"), np.arange(n), days * 86_400_000_000, day.toordinal()))
        table = pd.DataFrame({column: getattr(legs, column) for column in _COLUMNS})
        table["role"], table["way"] = np.array(ROLES)[legs.role], np.array(NAMES)[legs.style]
        table["when"] = pd.Timestamp(day) + pd.to_timedelta(legs.time, unit="us")
        return table.sort_values(["case", "time"], kind="stable", ignore_index=True)

    return tell
