"""card_cnp: a few charges on one victim's card, within hours, at sellers reached remotely."""

from synfin_core.run import generate
from synfin_core.spec import Spec


def test_few_remote_charges_on_one_account() -> None:
    """One to five charges a case, all online, all on one account, within three hours."""
    rows = generate(Spec(count=50_000, fraud_rate=0.01, seed=4, typologies=("card_cnp",))).transactions.to_pandas()
    charges = rows[rows.fraud_role == "charge"].groupby("fraud_case_id")

    assert rows[rows.fraud_role == "charge"].is_online.all()
    assert charges.size().max() <= 5 and charges.payer_account_id.nunique().max() == 1
    assert (charges.transacted_at.max() - charges.transacted_at.min()).max().total_seconds() <= 3 * 3600
