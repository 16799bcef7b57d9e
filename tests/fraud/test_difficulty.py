"""Presets of difficulty: what thieves and honest people do differs, and every promise of the engine goes on holding."""

from pathlib import Path

import pytest
import yaml
from sklearn.metrics import roc_auc_score

from synfin_core.calibration import load_calibration
from synfin_core.errors import CalibrationError
from synfin_core.fraud.difficulty import FILE, difficulties, stories_at
from synfin_core.fraud.loader import stories
from synfin_core.fraud.story import LOSSES
from synfin_core.run import generate
from synfin_core.spec import DIFFICULTIES, Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="module")
def made() -> dict[str, Dataset]:
    """The same 100,000 payments asked for at each difficulty."""
    return {name: generate(Spec.create(count=100_000, fraud_rate=0.02, seed=5, difficulty=name)) for name in DIFFICULTIES}


@pytest.mark.parametrize("name", DIFFICULTIES)
def test_every_promise_holds(made: dict[str, Dataset], name: str) -> None:
    """Exact counts, the rate within one case, conservation, time order, references."""
    [found] = (
        made[name]
        .sql("""SELECT count(*) AS n, count(*) FILTER (is_fraud) AS fraud,
        (SELECT max(n_fraud_payments) FROM fraud_cases) AS largest FROM transactions""")
        .to_pylist()
    )

    assert found["n"] == 100_000 and abs(found["fraud"] - 2_000) <= found["largest"]
    assert [check for check in made[name].verify() if not check.passed] == []


def _rough_auc(dataset: Dataset) -> float:
    """AUC of a rule that anybody could write: by night, and larger than the payer's sums of the kind so far."""
    rows = dataset.sql("""SELECT is_fraud, CAST(hour(transacted_at) < 6 AS INTEGER) * 3
        + ln(amount_inr + 1) - avg(ln(amount_inr + 1)) OVER (PARTITION BY payer_customer_id, kind) AS score
        FROM transactions WHERE payer_segment IS NOT NULL""").to_pandas()
    return float(roc_auc_score(rows["is_fraud"], rows["score"]))


def test_a_rule_by_hour_and_sum_finds_less_the_harder_it_is(made: dict[str, Dataset]) -> None:
    """Easy is at least 0.05 above realistic, realistic at least 0.03 above hard."""
    easy, realistic, hard = (_rough_auc(made[name]) for name in DIFFICULTIES)

    assert easy > realistic + 0.05
    assert realistic > hard + 0.03


def test_more_look_like_fraud_the_harder_it_is(made: dict[str, Dataset]) -> None:
    """Twins a case rise."""
    asked = "SELECT (SELECT count(*) FROM twins) / (SELECT count(*) FROM fraud_cases) AS twins"
    twins = [made[name].sql(asked)["twins"][0].as_py() for name in DIFFICULTIES]

    assert twins[0] < twins[1] < twins[2]


def test_mules_are_used_again_less_the_harder_it_is() -> None:
    """Cases that pay the same customer's account, where there are customers enough: fewer at hard than at easy."""
    asked = """SELECT avg(n) AS n FROM (SELECT count(DISTINCT fraud_case_id) AS n FROM transactions
        JOIN accounts ON account_id = payee_account_id WHERE is_fraud AND kind = 'P2P' GROUP BY payee_account_id)"""
    spec = {"count": 250_000, "seed": 5, "start": "2025-06-01", "end": "2025-06-30"}
    easy, hard = (generate(Spec.create(**spec, difficulty=name)).sql(asked)["n"][0].as_py() for name in ("easy", "hard"))

    assert easy > 1.2 * hard


@pytest.mark.parametrize("name", DIFFICULTIES)
def test_the_truth_has_no_noise(made: dict[str, Dataset], name: str) -> None:
    """Fraud is what a case takes, and nothing else; no twin is ever fraud."""
    losses = ", ".join(f"'{role}'" for role in LOSSES)
    [found] = (
        made[name]
        .sql(f"""SELECT count(*) FILTER (is_fraud IS DISTINCT FROM coalesce(fraud_role IN ({losses}), false)) AS wrong,
        count(*) FILTER (is_fraud AND (fraud_case_id IS NULL OR twin_id IS NOT NULL)) AS innocent FROM transactions""")
        .to_pylist()
    )

    assert found == {"wrong": 0, "innocent": 0}


def test_realistic_leaves_the_stories_as_they_are_told() -> None:
    """Each is the very same object, so that it costs nothing; each preset is told once."""
    calibration = load_calibration()
    assert stories_at(calibration, "realistic") == stories(calibration)
    assert stories_at(calibration, "hard") is stories_at(calibration, "hard")


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("nearness", 2, "preset 'hard' has nearness 2; a number from 0 to 1 is allowed"),
        ("twins_a_case", 1.5, "preset 'hard' has twins_a_case 1.5; a whole number from 0 to 20 is allowed"),
        ("night_share", True, "preset 'hard' has night_share True; a number from 0 to 1"),
        ("nights", 1, "preset 'hard' must hold twins_a_case"),
    ],
)
def test_a_wrong_figure_is_refused(tmp_path: Path, key: str, value: object, sentence: str) -> None:
    """The sentence names file, preset, figure and what is allowed."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    raw["hard"][key] = value
    path = tmp_path / "difficulty.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")

    with pytest.raises(CalibrationError, match=f"difficulty.yaml: {sentence}"):
        difficulties(path)


def test_a_preset_too_few_is_refused(tmp_path: Path) -> None:
    """All three must be there."""
    path = tmp_path / "difficulty.yaml"
    path.write_text("easy: {}\n", encoding="utf-8")
    with pytest.raises(CalibrationError, match="the presets must be easy, realistic, hard"):
        difficulties(path)
