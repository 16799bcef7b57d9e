"""Calibration: the mix of typologies is whole, every block has the same keys, and every source is in SOURCES.md."""

import re
import shutil
from pathlib import Path

import pytest

from synfin_core.calibration import FOLDER, load_calibration
from synfin_core.errors import CalibrationError

BLOCKS = load_calibration().raw["fraud"]["typologies"]
KEYS = {
    "id",
    "name",
    "family",
    "source",
    "confidence",
    "gen_case_share",
    "mean_case_inr",
    "rail_mix",
    "amount_inr",
    "steps",
    "victims",
    "published",
    "signals",
}


def test_the_mix_is_whole() -> None:
    """Shares of cases sum to 1; the mean case and the rails that generator_mix_check prints follow from the blocks."""
    check = load_calibration().raw["fraud"]["generator_mix_check"]
    rails: dict[str, float] = {}
    for row in BLOCKS:
        for rail, share in row["rail_mix"].items():
            rails[rail] = rails.get(rail, 0.0) + share * row["gen_case_share"]

    assert sum(row["gen_case_share"] for row in BLOCKS) == pytest.approx(1)
    assert sum(row["gen_case_share"] * row["mean_case_inr"] for row in BLOCKS) == pytest.approx(check["avg_case_inr"], abs=1)
    assert rails == pytest.approx(check["rail_mix_cases"], abs=0.0006)


@pytest.mark.parametrize("row", BLOCKS, ids=lambda row: row["id"])
def test_a_block_has_all_its_figures_and_known_sources(row: dict) -> None:  # type: ignore[type-arg]
    """The same keys in each (a note and variants aside), rails that sum to 1, a mean inside the sizes, and known sources."""
    known = set(re.findall(r"\*\*([a-z0-9_]+)\*\*", (FOLDER / "SOURCES.md").read_text(encoding="utf-8"), re.IGNORECASE))
    low, high = row["amount_inr"]["per_case"]

    assert set(row) - {"note", "variants"} == KEYS
    assert sum(row["rail_mix"].values()) == pytest.approx(1)
    assert low <= row["mean_case_inr"] <= high
    assert set(row["source"]) <= known


def test_shares_that_do_not_sum_to_one_are_refused(tmp_path: Path) -> None:
    """The message says what they sum to."""
    shutil.copytree(FOLDER, tmp_path / "calibration")
    file = tmp_path / "calibration" / "fraud.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("gen_case_share: 0.135", "gen_case_share: 0.15"), encoding="utf-8")

    with pytest.raises(CalibrationError, match=r"sums to 1\.015; it must sum to 1"):
        load_calibration(tmp_path / "calibration")
