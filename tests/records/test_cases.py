"""What cases come to: mules counted as accounts, severity by rupees."""

import numpy as np
import pandas as pd

from synfin_core.store.dataset import Dataset


def test_mules_are_the_accounts_that_received(dataset: Dataset, payments: pd.DataFrame) -> None:
    """Distinct accounts that fraud and layers of a case moved money to, or that passed it on; over all shards."""
    pays = payments.is_fraud & (payments.fraud_role != "claim") | payments.fraud_role.isin(["layer", "purchase"])
    moved = payments[pays & (payments.status != "failed") & payments.payee_account_id.notna()]
    passed = payments[payments.is_laundering]
    accounts = pd.concat(
        [
            moved[["fraud_case_id", "payee_account_id"]].set_axis(["case", "account"], axis=1),
            passed[["fraud_case_id", "payer_account_id"]].set_axis(["case", "account"], axis=1),
        ]
    )
    counted = accounts.groupby("case").account.nunique()
    cases = dataset.table("fraud_cases").to_pandas().set_index("fraud_case_id").n_mules

    assert cases.max() > 3
    assert (cases == counted.reindex(cases.index, fill_value=0)).all()


def test_severity_follows_the_rupees_of_the_case(dataset: Dataset, payments: pd.DataFrame) -> None:
    """One word a case, in every shard: low under 10,000 rupees attempted, then medium, high from a lakh, critical from ten."""
    legs = payments[payments.fraud_case_id.notna()]
    words = legs.astype({"fraud_severity": str}).groupby("fraud_case_id").fraud_severity.agg(["first", "nunique"])
    attempted = dataset.table("fraud_cases").to_pandas().set_index("fraud_case_id").attempted_inr[words.index]

    assert (words["nunique"] == 1).all()
    assert (words["first"] == np.array(["low", "medium", "high", "critical"])[np.digitize(attempted, [1e4, 1e5, 1e6])]).all()
    assert payments[payments.fraud_case_id.isna()].fraud_severity.isna().all()
