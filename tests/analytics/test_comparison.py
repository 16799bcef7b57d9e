"""Two typologies side by side: the figures are those of the tables."""

import pytest

from synfin_core.analytics.comparison import compared, hours_of
from synfin_core.errors import WrongUse
from synfin_core.store.dataset import Dataset


def test_figures_are_those_of_the_tables(dataset: Dataset) -> None:
    """Cases, medians and shares re-reckoned with pandas."""
    found = compared(dataset, "digital_arrest", "task_scam")
    cases, payments = dataset.fraud_cases.to_pandas(), dataset.transactions.to_pandas()
    for typology in ("digital_arrest", "task_scam"):
        mine, fraud = cases[cases["fraud_type"] == typology], payments[payments["is_fraud"] & (payments["fraud_type"] == typology)]
        assert found.at[typology, "cases"] == len(mine)
        assert found.at[typology, "loss_inr"] == pytest.approx(mine["loss_inr"].median())
        assert found.at[typology, "reported_share"] == pytest.approx(mine["reported_at"].notna().mean())
        assert found.at[typology, "amount_inr"] == pytest.approx(fraud["amount_inr"].median())
        hours = hours_of(dataset, "digital_arrest", "task_scam").query("typology == @typology")
        assert hours["payments"].sum() == len(fraud)


def test_an_unknown_typology_is_refused(dataset: Dataset) -> None:
    """Nothing of the word gets into a query."""
    with pytest.raises(WrongUse, match="there is no typology"):
        compared(dataset, "digital_arrest", "x') OR ('1' = '1")
