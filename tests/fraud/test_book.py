"""What each way of a leg looks like in the books."""

import pandas as pd

from synfin_core.store.dataset import Dataset


def test_all_checks_of_the_ledger_pass(crimes: Dataset) -> None:
    """Refunds and reversals fit, limits and batches hold, no balance falls below its floor, ids are found."""
    assert [check for check in crimes.verify() if not check.passed] == []
    assert crimes.manifest["ledger"]["openings_lifted"] == 0


def test_refunds_of_cases_come_from_the_seller_of_their_purchase(rows: pd.DataFrame) -> None:
    """Each names a purchase of the same case, goes back to its payer's account, and is never larger."""
    back = rows[rows.fraud_case_id.notna() & (rows.kind == "refund")]
    both = back.merge(rows, left_on="related_transaction_id", right_on="transaction_id", suffixes=("", "_paid"))

    assert len(both) == len(back) > 100
    assert (both.fraud_case_id == both.fraud_case_id_paid).all() and (both.merchant_id == both.merchant_id_paid).all()
    assert (both.payee_account_id == both.payer_account_id_paid).all() and (both.amount_inr <= both.amount_inr_paid).all()


def test_a_wallet_is_loaded_before_a_case_pays_from_it(rows: pd.DataFrame) -> None:
    """In the minutes before, from the same customer's bank account, as much as is paid or a few rupees more."""
    paid = rows[(rows.rail == "Wallet") & rows.is_fraud & (rows.kind == "P2M") & (rows.status == "success")]
    loads = rows[(rows.kind == "wallet load") & (rows.fraud_role == "funding")]
    both = paid.merge(loads, left_on="payer_account_id", right_on="payee_account_id", suffixes=("", "_load"))
    both = both[both.fraud_case_id == both.fraud_case_id_load]
    gap = (both.transacted_at - both.transacted_at_load).dt.total_seconds() / 60
    fits = gap.between(0, 21) & (both.amount_inr_load - both.amount_inr).between(0, 10)

    assert len(paid) > 20
    assert set(both.transaction_id[fits]) == set(paid.transaction_id)


def test_cash_goes_to_nobody_and_loans_come_from_lenders(rows: pd.DataFrame) -> None:
    """Withdrawals name neither payee nor seller and are whole notes; a loan has an outside payer."""
    cash = rows[rows.fraud_role == "withdrawal"]
    loans = rows[rows.fraud_role == "loan"]

    assert len(cash) > 30 and cash.payee_account_id.isna().all() and cash.merchant_id.isna().all()
    assert (cash.amount_inr % 100 == 0).all() and (cash[cash.rail == "ATM"].amount_inr % 500 == 0).all()
    assert len(loans) > 10 and loans.payer_customer_id.notna().all() and loans.payer_segment.isna().all()


def test_no_second_factor_is_asked_abroad_and_only_there(rows: pd.DataFrame) -> None:
    """Approval and the seller's country agree on credit cards used remotely, in cases as in honest life."""
    remote = rows[(rows.rail == "Card") & (rows.initiation_mode == "e-commerce") & (rows.kind == "P2M")]

    assert ((remote.auth_method == "none") == (remote.merchant_country != "IN")).all()
    assert (remote[remote.fraud_type == "card_cnp"].auth_method == "none").mean() > 0.5


def test_evidence_is_what_the_row_shows(rows: pd.DataFrame) -> None:
    """Each word of it follows from columns of the payment; every fraud row has some."""
    fraud = rows[rows.is_fraud]
    told = fraud.fraud_evidence.astype(str)
    shows = {
        "first payment to this payee": fraud.is_first_with_payee.fillna(False).astype(bool),
        "4 or more payments of this day": fraud.payments_today.fillna(0) >= 4,
        "declined": fraud.status == "failed",
        "cash": fraud.kind == "cash withdrawal",
        "at night": fraud.transacted_at.dt.hour < 5,
    }

    assert (told != "").all() and (fraud.fraud_reason.astype(str) != "").all()
    for words, true in shows.items():
        assert (told.str.split(", ").map(lambda parts, words=words: words in parts) == true).all(), words
