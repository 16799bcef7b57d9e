"""Events that belong to payments, and that they are the same before fraud as before honest payments."""

import numpy as np
import pandas as pd

from synfin_core.calibration import load_calibration
from synfin_core.fraud.loader import stories
from synfin_core.simulate import plan
from synfin_core.store.dataset import Dataset
from synfin_core.world.merchants import market_of

BY_BANK = ("IMPS", "NEFT", "RTGS")


def _first_transfers(payments: pd.DataFrame, customers: pd.DataFrame) -> pd.DataFrame:
    """First transfer by bank rail of each customer to each payee, with whether the case is one of talked-into victims."""
    mine = (
        payments.payer_customer_id.isin(customers.customer_id)
        & payments.rail.isin(BY_BANK)
        & payments.payee_customer_id.notna()
        & (payments.kind != "own transfer")
    )
    return payments[mine].drop_duplicates(["payer_customer_id", "payee_customer_id"])


def _with_added(payments: pd.DataFrame, customers: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    added = events[events.event == "payee added"]
    return _first_transfers(payments, customers).merge(
        added,
        left_on=["payer_customer_id", "payee_customer_id"],
        right_on=["customer_id", "payee_customer_id"],
        how="left",
        suffixes=("", "_event"),
    )


def _apart(left: np.ndarray, right: np.ndarray) -> float:
    """Largest distance of two distribution functions, in units of its size by chance (1.95 has p = 0.001)."""
    marks = np.concatenate([left, right])
    shares = [np.searchsorted(np.sort(some), marks, side="right") / len(some) for some in (left, right)]
    return float(np.abs(shares[0] - shares[1]).max() / np.sqrt(1 / len(left) + 1 / len(right)))


def test_a_payee_is_added_before_the_first_bank_transfer_to_them(
    payments: pd.DataFrame, customers: pd.DataFrame, events: pd.DataFrame
) -> None:
    """Honest and fraud alike, on the device and account that pays; mostly 1 to 30 minutes before."""
    both = _with_added(payments, customers, events)
    gap = (both.transacted_at - both.occurred_at).dt.total_seconds() / 60

    assert len(both) > 500 and both.is_fraud.sum() > 50
    assert (gap > 0).all() and gap.between(1, 30).mean() > 0.8
    assert (both.payee_account_id == both.payee_account_id_event).all() and (both.payer_account_id == both.account_id).all()
    assert (both.device_id == both.device_id_event)[both.device_id_event.notna()].mean() > 0.97


def test_payees_of_fraud_are_added_as_those_of_honest_transfers(
    payments: pd.DataFrame, customers: pd.DataFrame, events: pd.DataFrame
) -> None:
    """Where the victim pays, the time from adding to paying does not differ beyond chance (p = 0.001), and no channel is new."""
    both = _with_added(payments, customers, events)
    gap = (both.transacted_at - both.occurred_at).dt.total_seconds()
    honest, talked = both.fraud_case_id.isna(), both.fraud_role == "deposit"

    assert _apart(gap[honest].to_numpy(), gap[talked].to_numpy()) < 1.95
    assert set(both.channel_event[talked]) <= set(both.channel_event[honest])


def test_what_a_bank_sees_before_a_talked_victims_transfer_it_sees_before_honest_ones(
    dataset: Dataset, payments: pd.DataFrame, customers: pd.DataFrame, events: pd.DataFrame
) -> None:
    """Share of transfers with each kind of event in the hours before: within five standard errors of each other.

    A payee is added more often before deposits, which go to several payees in a row: that is the story, not a leak.
    Twins of a takeover are left out as the takeovers are: they come from a new device.
    """
    twins = dataset.table("twins").to_pandas()
    taken_over = {story.typology.id for story in stories(load_calibration()) if story.new_device}
    innocent = twins.twin_id[twins.looks_like.isin(taken_over)]
    first = _first_transfers(payments[~payments.twin_id.isin(innocent)], customers)
    first = first[["payer_customer_id", "transacted_at", "fraud_case_id", "fraud_role"]]
    near = first.merge(events[["customer_id", "event", "occurred_at"]], left_on="payer_customer_id", right_on="customer_id")
    near = near[(near.transacted_at - near.occurred_at).between(pd.Timedelta(0), pd.Timedelta(hours=6))]
    honest, talked = first[first.fraud_case_id.isna()], first[first.fraud_role == "deposit"]
    for kind in ("login", "device bound", "PIN set", "SIM changed", "limit changed", "complaint", "remote-access flag"):
        seen = near[near.event == kind].drop_duplicates(["payer_customer_id", "transacted_at"])
        shares = [len(seen.merge(some[["payer_customer_id", "transacted_at"]])) / len(some) for some in (honest, talked)]
        error = np.sqrt(max(shares[0], 1 / len(honest)) * (1 / len(honest) + 1 / len(talked)))
        assert abs(shares[0] - shares[1]) < 5 * error, kind


def test_logins_before_payments_are_on_the_device_that_pays(payments: pd.DataFrame, events: pd.DataFrame) -> None:
    """A third to two thirds of logins are followed within five minutes by a payment of the customer with that device."""
    logins = events[events.event == "login"]
    paid = payments.loc[payments.device_id.notna(), ["payer_customer_id", "device_id", "transacted_at"]]
    found = pd.merge_asof(
        logins.astype({"device_id": "int64", "customer_id": "int64"}),
        paid.astype({"device_id": "int64", "payer_customer_id": "int64"}),
        left_on="occurred_at",
        right_on="transacted_at",
        left_by=["customer_id", "device_id"],
        right_by=["payer_customer_id", "device_id"],
        direction="forward",
        tolerance=pd.Timedelta(minutes=5),
    )

    assert 0.33 < found.transacted_at.notna().mean() < 0.67


def test_a_mandate_is_made_before_its_first_debit_and_before_it_is_revoked(payments: pd.DataFrame, events: pd.DataFrame) -> None:
    """Every customer and merchant with debits by mandate, and every mandate revoked, has a mandate made before."""
    debits = payments[(payments.auth_method == "mandate") & payments.merchant_id.notna()]
    first = debits.groupby(["payer_customer_id", "merchant_id"]).transacted_at.min()
    made = events[events.event == "mandate made"].groupby(["customer_id", "merchant_id"]).occurred_at.min()
    ended = events[events.event == "mandate revoked"].groupby(["customer_id", "merchant_id"]).occurred_at.min()

    assert len(first) > 50 and len(ended) > 50
    assert (made.reindex(first.index).to_numpy() < first.to_numpy()).all()
    assert (made.reindex(ended.index).to_numpy() < ended.to_numpy()).all()


def test_complaints_come_within_three_days_of_the_customers_own_payment(payments: pd.DataFrame, events: pd.DataFrame) -> None:
    """Each names its payment; those debited and given back are complained about far more often than those that worked.

    Only what is claimed back of old, by customers who steal, is complained about later.
    """
    complaints = events[events.event == "complaint"].merge(payments, on="transaction_id", suffixes=("", "_payment"))
    gap = (complaints.occurred_at - complaints.transacted_at).dt.total_seconds() / 3600
    honest = complaints[complaints.fraud_case_id.isna()]
    rate = honest.status.value_counts() / payments[payments.payer_segment.notna()].status.value_counts()

    assert (complaints.customer_id == complaints.payer_customer_id).all()
    assert (gap.between(0, 72) | ((complaints.fraud_role == "purchase") & (gap > 0))).all()
    assert rate["reversed"] > 20 * rate["success"]


def test_complaints_about_purchases_fall_with_the_merchants_reputation(dataset: Dataset) -> None:
    """The factor is 1 on average over purchases and falls with reputation; large and old merchants have more of it."""
    market = market_of(plan(dataset.spec).population)

    assert abs(market.complaint_factor[market.slots].mean() - 1) < 1e-9
    assert np.corrcoef(market.reputation, market.complaint_factor)[0, 1] < -0.999
    assert np.corrcoef(market.reputation, market.age_days)[0, 1] > 0.2
    assert market.reputation[market.size > 6].mean() > market.reputation[market.size < 0.6].mean() + 0.1
    assert market.reputation.min() > 0 and market.reputation.max() <= 1


def test_deposits_are_broken_before_much_own_money_comes_in_for_victims_as_for_others(
    payments: pd.DataFrame, customers: pd.DataFrame, events: pd.DataFrame
) -> None:
    """A share of 0.15 to 0.35 of transfers of 20,000 rupees or more from own accounts elsewhere follows a broken deposit."""
    comes = payments[
        (payments.kind == "own transfer")
        & payments.payee_customer_id.isin(customers.customer_id)
        & ~payments.payer_customer_id.isin(customers.customer_id)
        & (payments.amount_inr >= 20_000)
    ].astype({"payee_account_id": "int64"})
    broken = events[events.event == "deposit broken"].astype({"account_id": "int64"})
    found = pd.merge_asof(
        comes,
        broken,
        left_on="transacted_at",
        right_on="occurred_at",
        left_by="payee_account_id",
        right_by="account_id",
        tolerance=pd.Timedelta(hours=12),
        suffixes=("", "_event"),
    )
    for some in (found.fraud_case_id.isna(), found.fraud_case_id.notna()):
        assert some.sum() > 50 and 0.15 < found.occurred_at[some].notna().mean() < 0.40
