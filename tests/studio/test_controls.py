"""The settings offer what the engine takes, and presets that have a source."""

from itertools import pairwise

import pytest

from synfin_core import Spec
from synfin_core.calibration import FOLDER, read_yaml
from synfin_core.fraud.mixes import presets
from synfin_core.studio.controls import MIXES, ODD_RATES, PRESETS, RATES, ROWS


def test_the_reported_preset_is_the_published_rate() -> None:
    """The preset repeats a figure of the calibration; this holds the two together."""
    totals = read_yaml(FOLDER / "payments.yaml")["fraud_totals"]
    per_million = totals["upi_rate_fy2024_25"]["per_million_txns"]

    assert PRESETS["Reported rate"] / 100 * 1_000_000 == pytest.approx(per_million)


def test_every_preset_is_a_stop_of_the_slider() -> None:
    """A preset can always be shown by the slider."""
    assert set(PRESETS.values()) <= set(RATES)


@pytest.mark.parametrize("rate", RATES)
def test_every_rate_is_one_that_a_spec_takes(rate: float) -> None:
    """No stop of the slider leads to a refusal."""
    assert Spec(fraud_rate=rate / 100).fraud_rate == pytest.approx(rate / 100)


def test_every_mix_has_words_and_every_odd_rate_is_one_that_a_spec_takes() -> None:
    """A new preset is not forgotten on the screen; no stop of the slider leads to a refusal."""
    assert set(MIXES) == set(presets())
    assert [Spec(fraud_rate=0.01, anomaly_rate=odd / 100).anomaly_rate * 100 for odd in ODD_RATES] == pytest.approx(ODD_RATES)


def test_rows_grow_in_steps_that_people_say() -> None:
    """From ten thousand to fifty million, each step at most two and a half times the last."""
    assert ROWS[0] == 10_000
    assert ROWS[-1] == 50_000_000
    assert all(low < high <= 2.5 * low for low, high in pairwise(ROWS))
