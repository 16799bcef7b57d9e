"""Mixes of fraud: presets name what exists, weights are delivered, and what cannot be is refused."""

from pathlib import Path

import pytest

from synfin_core.calibration import load_calibration
from synfin_core.errors import CalibrationError, SpecError
from synfin_core.fraud.loader import stories
from synfin_core.fraud.mixes import FILE, case_shares, presets
from synfin_core.run import generate
from synfin_core.spec import Spec


def test_presets_name_typologies_that_are_made() -> None:
    """Every weight belongs to a typology with a file, and each preset gives weight to some."""
    made = {story.typology.id for story in stories(load_calibration())}
    assert set(presets()) == {"portal", "bank_upi", "card_issuer", "acquirer"}
    assert {typology for weights in presets().values() for typology in weights} <= made


def test_a_mix_is_what_is_made() -> None:
    """Cases of a card issuer's mix are of its typologies only; its main one leads."""
    dataset = generate(Spec(count=60_000, fraud_rate=0.02, seed=3, fraud_mix="card_issuer"))
    cases = dataset.sql("SELECT fraud_type, count(*) AS n FROM fraud_cases GROUP BY fraud_type ORDER BY n DESC").to_pylist()

    assert {row["fraud_type"] for row in cases} <= set(presets()["card_issuer"])
    assert cases[0]["fraud_type"] == "card_cnp"


def test_weights_are_delivered_within_sampling_error() -> None:
    """Two typologies of the same size of case, three to one: cases within a quarter of that ratio."""
    dataset = generate(Spec.create(count=60_000, fraud_rate=0.02, seed=3, fraud_mix={"qr_scam": 3, "fake_support": 1}))
    [row] = dataset.sql(
        "SELECT count(*) FILTER (fraud_type = 'qr_scam') / count(*) FILTER (fraud_type = 'fake_support') AS ratio FROM fraud_cases"
    ).to_pylist()

    assert row["ratio"] == pytest.approx(3, rel=0.25)


@pytest.mark.parametrize(
    ("mix", "said"),
    [
        ("portla", r"fraud_mix is 'portla' \(closest: portal\); allowed are portal"),
        ({"sim_swpa": 1}, r"fraud_mix names 'sim_swpa' \(closest: sim_swap\)"),
        ({"sim_swap": -1}, r"fraud_mix is -1.0 for 'sim_swap'; a weight from 0 on"),
        ({"sim_swap": 0}, "at least one weight above 0"),
        ({"sim_swap": "much"}, "fraud_mix is"),
        (7, "fraud_mix is 7"),
    ],
)
def test_a_mix_that_cannot_be_is_refused(mix: object, said: str) -> None:
    """One sentence that says what came and what is allowed."""
    with pytest.raises(SpecError, match=said):
        generate(Spec.create(count=1_000, fraud_mix=mix))


def test_a_mix_without_anything_that_is_made_is_refused() -> None:
    """Weights for one typology, and only another one chosen."""
    told = tuple(story for story in stories(load_calibration()) if story.typology.id == "sim_swap")
    with pytest.raises(SpecError, match="no weight to any typology"):
        case_shares(load_calibration(), told, {"task_scam": 1.0})


def test_a_mix_goes_through_yaml_and_back(tmp_path: Path) -> None:
    """Weights and presets alike."""
    for mix in ({"sim_swap": 1.0, "task_scam": 2.5}, "portal"):
        spec = Spec.create(count=10, fraud_mix=mix)
        assert Spec.from_text(spec.to_yaml()) == spec


def test_a_broken_preset_names_itself(tmp_path: Path) -> None:
    """File and preset stand in the sentence."""
    text = FILE.read_text(encoding="utf-8").replace("  source: upi_fraud_parl\n", "")
    (tmp_path / "mixes.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(CalibrationError, match="preset 'bank_upi' must hold 'weights' and a 'source'"):
        presets(tmp_path / "mixes.yaml")
