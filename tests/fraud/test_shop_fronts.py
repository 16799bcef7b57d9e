"""Some mules keep a shop: what goes to them by UPI is a purchase like any other, but for its case."""

import pandas as pd

from synfin_core.fraud.shop_fronts import SHARE
from synfin_core.store.dataset import Dataset

PAID_BY_VICTIMS = ("deposit", "drain", "transfer", "fee")  # what also goes to persons, and never to a seller otherwise


def test_a_share_of_mules_is_paid_as_a_shop(rows: pd.DataFrame) -> None:
    """Of the mules whom victims pay by UPI, as large a share as is said, within 0.1: rings and large sums stay with persons."""
    paid = rows[(rows.rail == "UPI") & rows.is_fraud & rows.fraud_role.isin(PAID_BY_VICTIMS)]
    mules = paid.assign(mule=paid.merchant_id.fillna(paid.payee_account_id)).drop_duplicates(["fraud_case_id", "mule"])

    assert len(mules) > 300
    assert abs((mules.kind == "P2M").mean() - SHARE) < 0.1
    assert set(mules[mules.kind == "P2M"].initiation_mode) == {"QR", "intent"}


def test_a_mules_shop_is_small_young_and_no_chain_of_cases(crimes: Dataset, rows: pd.DataFrame) -> None:
    """Its reputation is lower than that of shops that people choose; it stands in the payer's town, or is reached remotely."""
    paid = rows[(rows.kind == "P2M") & (rows.rail == "UPI")].merge(crimes.merchants.to_pandas()[["merchant_id", "reputation"]])
    fraud = paid.is_fraud & paid.fraud_role.isin(PAID_BY_VICTIMS)

    assert paid[fraud].reputation.mean() < paid[~paid.is_fraud].reputation.mean() - 0.05
    near = paid[fraud & ~paid.is_online]
    assert len(near) > 100 and (near.merchant_city == near.city).all()


def test_no_category_gives_it_away(rows: pd.DataFrame) -> None:
    """A mule's shop claims to sell what shops sell: groceries and general goods more often than jewellery."""
    sold = rows[(rows.kind == "P2M") & (rows.rail == "UPI") & rows.is_fraud & rows.fraud_role.isin(PAID_BY_VICTIMS)].category
    shares = sold.value_counts(normalize=True)

    assert len(shares) > 12 and shares.max() < 0.35
    assert shares["Grocery and supermarket"] > shares.get("Jewellery", 0.0)
