"""The golden hour: earlier is never worse, no rupee is counted twice, and the curve is that of the labels."""

import numpy as np
import pytest

from synfin_core.analytics.cases import case_of, cases_of
from synfin_core.analytics.golden_hour import DELAYS_H, curve, held_after, recovery
from synfin_core.analytics.life import hero_of
from synfin_core.analytics.trail import with_parties
from synfin_core.labels import HELD_LEAST
from synfin_core.store.dataset import Dataset

TYPOLOGIES = ["digital_arrest", "task_scam", "sim_swap", "kyc_phish", "card_cnp"]


@pytest.mark.parametrize("typology", TYPOLOGIES)
def test_a_later_report_freezes_less_and_finds_more_gone(dataset: Dataset, typology: str) -> None:
    """For every case; the parts always make up the loss, and liens never hold more than is frozen."""
    for id in cases_of(dataset, typology)["fraud_case_id"][:10]:
        case = case_of(dataset, int(id))
        legs = with_parties(case, hero_of(case))
        found = [recovery(case, legs, hours) for hours in DELAYS_H]
        frozen, gone = [one.frozen_inr for one in found], [one.gone_inr for one in found]

        assert frozen == sorted(frozen, reverse=True)
        assert gone == sorted(gone)
        for one in found:
            assert one.frozen_inr + one.gone_inr + one.missed_inr == pytest.approx(one.loss_inr)
            assert sum(lien.frozen_inr for lien in one.liens) <= one.frozen_inr + 0.01
            assert all(lien.frozen_inr <= lien.lies_inr + 0.01 and lien.placed_at > one.reported_at for lien in one.liens)


def test_the_curve_is_the_one_that_the_labels_follow(dataset: Dataset) -> None:
    """Of cases that were reported, the share held lies on the curve, or below it where the money had gone."""
    cases = dataset.fraud_cases.to_pandas()
    told = cases[cases["reported_at"].notna() & (cases["loss_inr"] > 1_000)].head(200)
    above = 0
    for row in told.itertuples():
        case = case_of(dataset, int(row.fraud_case_id))
        hours = (row.reported_at - case.last_loss_at).total_seconds() / 3600
        above += row.held_inr / row.loss_inr > held_after(hours) + HELD_LEAST + 0.001

    assert len(told) > 50
    assert above <= 0.02 * len(told)  # the last loss of a truncated case lies outside the period


def test_the_curve_falls_by_half_every_four_hours() -> None:
    """From a half at once to a hundredth in the end."""
    points = curve([0, 4, 8, 1_000])["share"]

    assert np.allclose(points, [0.5, 0.25, 0.125, 0.01])
