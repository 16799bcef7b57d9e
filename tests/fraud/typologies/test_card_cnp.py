"""card_cnp: a few charges on one victim's card within hours, at sellers reached remotely, or by taps where it is relayed."""

from synfin_core.run import generate
from synfin_core.spec import Spec


def test_few_charges_on_one_account() -> None:
    """One to five charges a case, on one account, within three hours; online but where the card itself is relayed to a till."""
    dataset = generate(Spec(count=50_000, fraud_rate=0.01, seed=4, typologies=("card_cnp",)))
    rows = dataset.sql("SELECT * FROM transactions JOIN fraud_cases USING (fraud_case_id) WHERE fraud_role = 'charge'").to_pandas()
    charges, relayed = rows.groupby("fraud_case_id"), rows.variant == "NFC relay of a physical card"

    assert (rows.is_online != relayed).all() and 0 < relayed.mean() < 0.3
    assert rows.initiation_mode[relayed].isin(["tap", "tap debit"]).all() and rows.amount_inr[relayed].max() <= 5_000
    assert charges.size().max() <= 5 and charges.payer_account_id.nunique().max() == 1
    assert (charges.transacted_at.max() - charges.transacted_at.min()).max().total_seconds() <= 3 * 3600
