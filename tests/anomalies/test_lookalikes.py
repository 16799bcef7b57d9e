"""Twins in a dataset: three a case, innocent, balanced, and hard to tell from what they look like."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import roc_auc_score

from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset

AUC, LEAST = 0.75, 30  # of the amount alone; payments on either side from which it is measured


def test_three_twins_a_case(dataset: Dataset, twins: pd.DataFrame) -> None:
    """At the default rate each typology has three times as many twins as cases were planned."""
    n_cases = dataset.table("fraud_cases").to_pandas()["fraud_type"].astype(str).value_counts()

    assert twins["looks_like"].astype(str).value_counts().to_dict() == (n_cases * 3).to_dict()


def test_fewer_than_a_tenth_of_rows_where_there_is_much_fraud(crowded: Dataset) -> None:
    """Above the bound each typology keeps a like share of its twins: a third to three times the common one, from 60 cases."""
    rows = crowded.sql("SELECT count(*) AS n FROM transactions WHERE twin_id IS NOT NULL").to_pandas()["n"][0]
    n_cases = crowded.table("fraud_cases").to_pandas()["fraud_type"].value_counts()
    n_twins = crowded.table("twins").to_pandas()["looks_like"].value_counts().reindex(n_cases.index, fill_value=0)
    share, large = n_twins.sum() / n_cases.sum(), n_cases >= 60

    assert 5_000 < rows < 10_000
    assert large.sum() >= 5
    assert (n_twins / n_cases)[large].between(share / 3, share * 3).all()


def test_nothing_of_a_twin_is_fraud(dataset: Dataset) -> None:
    """No case, no mark, no label of a case; a bank may only mistake it, as it does any payment."""
    found = dataset.sql(
        """SELECT count(*) AS n FROM transactions t LEFT JOIN labels l USING (transaction_id)
           WHERE twin_id IS NOT NULL AND (is_fraud OR is_laundering OR t.fraud_case_id IS NOT NULL
                 OR fraud_type IS NOT NULL OR fraud_role IS NOT NULL OR l.fraud_case_id IS NOT NULL)"""
    ).to_pandas()

    assert found["n"][0] == 0


def test_the_amount_does_not_tell_a_twin_from_its_typology(crowded: Dataset) -> None:
    """Per typology with enough payments: the 99% lower bound of the AUC of the amount, either way round, is at most 0.75.

    Payments of one case are much alike, so that cases and twins are what is counted (standard error: Hanley and McNeil 1982).
    """
    both = crowded.sql(
        """SELECT fraud_type AS typology, amount_inr, 1 AS fraud, fraud_case_id AS act FROM transactions
           WHERE fraud_role NOT IN ('layer', 'exit', 'funding')
           UNION ALL SELECT looks_like, t.amount_inr, 0, twin_id FROM transactions t JOIN twins USING (twin_id)
           WHERE t.kind NOT IN ('own transfer', 'wallet load')"""
    ).to_pandas()
    groups = {
        typology: rows
        for typology, rows in both.groupby("typology")
        if min(rows["fraud"].sum(), (1 - rows["fraud"]).sum()) >= LEAST
    }
    apart = {name: abs(roc_auc_score(rows["fraud"], rows["amount_inr"]) - 0.5) for name, rows in groups.items()}
    acts = {name: rows.groupby("fraud")["act"].nunique() for name, rows in groups.items()}
    bound = {name: apart[name] - 2.33 * np.sqrt((n[0] + n[1] + 1) / (12 * n[0] * n[1])) for name, n in acts.items()}

    assert len(groups) >= 20
    assert {name: apart[name] for name in groups if bound[name] > AUC - 0.5} == {}
    assert np.median(list(apart.values())) < 0.12


def test_some_twins_come_with_the_same_events(dataset: Dataset) -> None:
    """A device bound, a payee added or a deposit broken stands before payments of twins, and belongs to no case."""
    found = dataset.sql(
        """SELECT event, max(occurred_at - ended_at) AS after FROM events JOIN twins USING (twin_id) WHERE fraud_case_id IS NULL
           GROUP BY event"""
    ).to_pandas()

    assert {"device bound", "payee added", "deposit broken", "limit changed"} <= set(found["event"])


def test_twins_with_a_new_device_pay_from_one_that_nobody_used_before(dataset: Dataset) -> None:
    """New-phone twins: nine in ten of their devices were first seen within a day before the first payment with them."""
    found = dataset.sql(
        """SELECT any_value(first_seen_on) AS seen, min(transacted_at)::DATE AS paid
           FROM transactions JOIN devices USING (device_id)
           WHERE device_id IN (SELECT t.device_id FROM transactions t JOIN twins w USING (twin_id)
                               WHERE w.kind = 'new_phone' AND t.kind NOT IN ('own transfer', 'wallet load')) GROUP BY device_id"""
    ).to_pandas()
    days = (pd.to_datetime(found["paid"]) - pd.to_datetime(found["seen"])).dt.days

    assert len(found) >= 5
    assert np.mean(days.between(0, 1)) >= 0.9


@pytest.mark.parametrize(
    ("count", "rate", "odd"), [(1_000, 0.01, 0.0), (1_000, 0.15, 0.05), (10_000, 0.05, 0.02), (30_000, 0.2, 0.0)]
)
def test_exact_and_clean_with_twins_and_anomalies(count: int, rate: float, odd: float) -> None:
    """Rows as asked, every check of the ledger passes, no opening is lifted, and anomalies are as many as asked."""
    dataset = generate(Spec(count=count, fraud_rate=rate, anomaly_rate=odd, seed=5))

    assert len(dataset.transactions) == count
    assert [check for check in dataset.verify() if not check.passed] == []
    assert dataset.manifest["ledger"]["openings_lifted"] == 0
    assert dataset.manifest["anomalies"]["n_rows"] == round(count * odd)
    assert dataset.manifest["twins"]["n_rows"] < 0.1 * count


@pytest.mark.parametrize("name", ["dataset", "crowded"])
def test_the_large_ones_are_clean_too(name: str, request: pytest.FixtureRequest) -> None:
    """100,000 rows at the default rate, and at the highest that is allowed."""
    made: Dataset = request.getfixturevalue(name)

    assert [check for check in made.verify() if not check.passed] == []
