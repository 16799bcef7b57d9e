"""Variants: drawn by the shares of fraud.yaml, told in fraud_cases, and seen in what the case does."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.errors import CalibrationError
from synfin_core.fraud.loader import stories
from synfin_core.fraud.story import Cases, case_keys
from synfin_core.fraud.variants import all_variants, variant_codes, variant_names, variant_of
from synfin_core.randomness import Streams
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.timeline import HOUR

CALIBRATION = load_calibration()
STORIES = {story.typology.id: story for story in stories(CALIBRATION)}
VARIED = [name for name, story in STORIES.items() if variant_names(story.typology)]
N = 20_000


@pytest.mark.parametrize("name", VARIED)
def test_variants_have_their_shares(name: str) -> None:
    """Within four standard errors."""
    typology = STORIES[name].typology
    key = case_keys(typology, Streams(1, "test"), np.arange(N))
    found = np.bincount(variant_of(typology, key)) / N
    shares = np.array(list(typology.figures["variants"].values()))

    assert (np.abs(found - shares) < 4 * np.sqrt(shares * (1 - shares) / N)).all()


def test_every_case_tells_its_variant() -> None:
    """Those of the three typologies that have variants, no other; each word belongs to the case's typology."""
    cases = generate(Spec(count=200_000, fraud_rate=0.03, seed=5)).fraud_cases.to_pandas().astype({"fraud_type": str})
    told = cases[cases.variant.notna()]

    assert set(told.fraud_type) == set(cases.fraud_type) & set(VARIED) and len(VARIED) >= 3
    for name, words in told.groupby("fraud_type").variant:
        assert set(words) <= set(variant_names(STORIES[str(name)].typology))


def test_codes_of_mixed_cases_are_those_of_each_typology() -> None:
    """A case has the same word whether it is told among others or alone."""
    typology = STORIES["sim_swap"].typology
    key = case_keys(typology, Streams(1, "test"), np.arange(500))
    code = np.where(np.arange(500) % 2 == 0, STORIES["sim_swap"].code, STORIES["qr_scam"].code)
    words = [all_variants(CALIBRATION)[one] if one >= 0 else None for one in variant_codes(CALIBRATION, code, key)]

    assert words[1::2] == [None] * 250
    assert words[::2] == [variant_names(typology)[one] for one in variant_of(typology, key)[::2]]


def test_a_merged_call_is_over_sooner_than_a_new_sim() -> None:
    """Drains of a merged call take an hour or so, by day; those of a moved SIM most of a night or more."""
    story = STORIES["sim_swap"]
    cases = Cases.of(story.typology, Streams(1, "test"), np.arange(4_000), 365 * 24 * HOUR)
    legs, variant = story.legs(cases), variant_of(story.typology, cases.key)
    first, last = np.full(len(cases), 2**60), np.full(len(cases), -(2**60))
    np.minimum.at(first, legs.case, legs.time)
    np.maximum.at(last, legs.case, legs.time)
    hours = [np.median((last - first)[variant == one]) / HOUR for one in range(len(variant_names(story.typology)))]

    assert hours[0] > hours[2] > hours[1] > hours[3] and hours[3] < 2


def test_no_sim_changes_where_only_calls_are_taken_over() -> None:
    """Every other case of sim_swap shows the change of SIM before its first drain."""
    dataset = generate(Spec(count=100_000, fraud_rate=0.01, seed=4, typologies=("sim_swap",)))
    cases = dataset.sql("""SELECT variant, count(e.event_id) AS n FROM fraud_cases c
        LEFT JOIN events e ON e.fraud_case_id = c.fraud_case_id AND event = 'SIM changed' GROUP BY variant""").to_pandas()
    changed = dict(zip(cases.variant.astype(str), cases.n, strict=True))

    assert changed["SIM swap"] > 0
    assert sum(changed.get(name, 0) for name in STORIES["sim_swap"].keeps_number) == 0


def test_an_apk_for_fines_asks_for_the_fine_first() -> None:
    """The first of several payments of an e-challan case is a fee of 500 to 2,000 rupees or what the customer usually pays."""
    dataset = generate(Spec(count=100_000, fraud_rate=0.01, seed=4, typologies=("kyc_phish",)))
    roles = dataset.sql("""
        SELECT variant, arg_min(fraud_role, transacted_at) AS role, max(amount_inr) FILTER (fraud_role = 'fee') AS fee
        FROM transactions JOIN fraud_cases USING (fraud_case_id) WHERE is_fraud AND n_fraud_payments > 2
        GROUP BY variant, fraud_case_id""")
    roles = roles.to_pandas().astype({"variant": str, "role": str})
    fined = roles[roles.variant == "e-challan APK"]

    assert len(fined) > 5 and (fined.role == "fee").mean() > 0.8 and fined.fee.max() <= 2_000
    assert roles[roles.variant.isin(["link", "wedding-card APK"])].fee.isna().all()


def test_shares_that_do_not_sum_to_one_are_refused() -> None:
    """The typology is named."""
    typology = STORIES["sim_swap"].typology
    broken = replace(typology, figures=MappingProxyType({"variants": {"one": 0.5, "other": 0.4}}))
    with pytest.raises(CalibrationError, match="variants of 'sim_swap'"):
        variant_of(broken, np.arange(3, dtype=np.uint64))
