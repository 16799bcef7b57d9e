"""card_testing: many cards, one seller, tiny sums, mostly refused; what works is charged later."""

from synfin_core.run import generate
from synfin_core.spec import Spec


def test_many_cards_at_one_seller_mostly_refused() -> None:
    """Tries of a case go to one seller, at 500 rupees at most, and most fail."""
    rows = generate(Spec(count=50_000, fraud_rate=0.02, seed=4, typologies=("card_testing",))).transactions.to_pandas()
    tries = rows[rows.fraud_role == "test charge"]

    assert (tries.groupby("fraud_case_id").merchant_id.nunique() == 1).all()
    assert tries.amount_inr.max() <= 500
    assert 0.6 < (tries.status == "failed").mean() < 0.97
