"""What the bank knows when: stages in order, shares and delays as calibrated, mistakes corrected, shards that agree."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.records.cases import FIXED, partial_cases
from synfin_core.run import generate
from synfin_core.simulate import plan, shard
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset

SPEC = Spec(count=300_000, fraud_rate=0.05, seed=7)


@pytest.fixture(scope="module")
def told() -> Dataset:
    """300,000 payments with about 1,900 cases."""
    return generate(SPEC)


@pytest.fixture(scope="module")
def labels(told: Dataset) -> pd.DataFrame:
    """All labels, each with its payment's instant and truth."""
    return told.sql(
        """SELECT l.*, t.transacted_at, t.is_fraud, t.is_laundering, t.status, t.response_code
           FROM labels l JOIN transactions t USING (transaction_id)"""
    ).to_pandas()


@pytest.fixture(scope="module")
def cases(told: Dataset) -> pd.DataFrame:
    """All cases with the instant of their last fraud payment, whether anything was reported, and hours to the report."""
    cases = told.sql(
        """SELECT c.*, t.last_loss FROM fraud_cases c JOIN (
               SELECT fraud_case_id, max(transacted_at) AS last_loss FROM transactions WHERE is_fraud GROUP BY ALL
           ) t USING (fraud_case_id)"""
    ).to_pandas()
    return cases.assign(reported=cases.reported_at.notna(), hours=(cases.reported_at - cases.last_loss).dt.total_seconds() / 3_600)


def test_small_losses_are_seldom_reported(cases: pd.DataFrame) -> None:
    """The share of cases reported, by size, as background.reporting_probability has it: within 3.5 standard errors."""
    wanted = load_calibration().raw["fraud"]["background"]["reporting_probability"]
    bands = pd.cut(cases.attempted_inr, [0, 1e3, 1e4, 1e5, np.inf], right=False, labels=list(wanted)[2:6])
    made = cases.groupby(bands, observed=True).reported.agg(["mean", "size"])

    assert (made["size"] > 80).all()
    for band, (share, n) in made.iterrows():
        assert share == pytest.approx(wanted[band], abs=3.5 * np.sqrt(wanted[band] * (1 - wanted[band]) / n)), band


def test_reports_come_as_late_as_they_do(cases: pd.DataFrame) -> None:
    """Median within a quarter, share within the golden hour within 0.035 (background.reporting_delay_hours)."""
    hours = cases.hours.dropna()

    assert len(hours) > 900
    assert hours.median() == pytest.approx(20, rel=0.25)
    assert (hours <= 1).mean() == pytest.approx(0.12, abs=0.035)


def test_an_early_report_saves_more(cases: pd.DataFrame) -> None:
    """Of the reported losses 0.12 is held, within 0.04; more than thrice as much of those reported in the first hours."""
    lost = cases[cases.reported & (cases.loss_inr > 0)]
    held = lost.held_inr / lost.loss_inr

    assert held.mean() == pytest.approx(0.12, abs=0.04)
    assert held[lost.hours < 2].mean() > 3 * held[lost.hours > 24].mean()


def test_money_held_never_left(told: Dataset) -> None:
    """What is held and what mules took out are together no more than the loss; nothing is held of what nobody reported."""
    sums = told.sql(
        """SELECT c.*, coalesce(t.left_inr, 0) AS left_inr FROM fraud_cases c LEFT JOIN (
               SELECT fraud_case_id, sum(amount_inr) AS left_inr FROM transactions
               WHERE fraud_role = 'exit' AND status <> 'failed' GROUP BY ALL) t USING (fraud_case_id)"""
    ).to_pandas()

    assert (sums.held_inr <= np.maximum(sums.loss_inr - sums.left_inr, 0) + 0.005).all()
    assert (sums.restored_inr <= sums.loss_inr + 0.005).all()
    assert (sums.held_inr[sums.reported_at.isna()] == 0).all()
    assert sums.restored_inr.sum() > 0


def test_the_timeline_of_a_case_is_in_order(cases: pd.DataFrame) -> None:
    """Lost, noticed, reported, confirmed, restored."""
    assert (cases.noticed_at > cases.last_loss).all()
    for earlier, later in (("noticed_at", "reported_at"), ("reported_at", "confirmed_at"), ("reported_at", "restored_at")):
        known = cases[cases[later].notna()]
        assert len(known) > 400, later
        assert (known[earlier] < known[later]).all(), later


def test_nothing_is_known_before_it_happened(labels: pd.DataFrame, cases: pd.DataFrame) -> None:
    """No label is older than its payment; but for declines, none of a case older than its report; the bank's own come at once."""
    of_case = labels[labels.fraud_case_id.notna() & (labels.stage != "declined")].merge(cases, on="fraud_case_id")
    declined = labels[labels.stage == "declined"]

    assert (labels.labelled_at >= labels.transacted_at).all()
    assert (of_case.labelled_at >= of_case.reported_at).all()
    assert (declined.labelled_at == declined.transacted_at).all()
    assert set(declined.response_code) == {"59"}


def test_liens_follow_the_trail(labels: pd.DataFrame, cases: pd.DataFrame) -> None:
    """Laundering is known only by liens after the report, layer by layer; the truth knows more."""
    liens = labels[(labels.stage == "lien") & labels.fraud_case_id.notna()].merge(cases, on="fraud_case_id", suffixes=("", "_case"))
    waited = liens.assign(hours=(liens.labelled_at - liens.reported_at).dt.total_seconds() / 3_600)

    assert liens.is_laundering.all()
    assert (liens.layer >= 1).all()
    assert (waited.hours > 0).all()
    first = waited.groupby(["fraud_case_id", "layer"]).hours.min().unstack()
    assert (first[1] < first[2])[first[[1, 2]].notna().all(axis=1)].mean() > 0.95  # later where the money came later than the lien
    assert set(labels[labels.label == "laundering"].stage) == {"lien"}
    assert (labels[labels.stage.isin(["reported", "confirmed"])].layer == 0).all()


def test_every_loss_of_a_reported_case_is_labelled(told: Dataset) -> None:
    """Each fraud payment of a reported case has the report, none of another has."""
    wrong = told.sql(
        """SELECT count(*) AS n FROM transactions t JOIN fraud_cases c USING (fraud_case_id)
           LEFT JOIN (FROM labels WHERE stage = 'reported') l USING (transaction_id)
           WHERE t.is_fraud AND (c.reported_at IS NULL) <> (l.labelled_at IS NULL)"""
    )
    assert wrong["n"].to_pylist() == [0]


def test_doubted_findings_are_corrected(labels: pd.DataFrame) -> None:
    """What the bank first took for the customer's own doing is found to be fraud later."""
    stages = labels[labels.fraud_case_id.notna()].pivot_table(
        index="transaction_id", columns="stage", values="labelled_at", observed=True
    )
    doubted = stages[stages.doubted.notna()]

    assert 0.01 < len(doubted) / stages.reported.notna().sum() < 0.08
    assert (doubted.corrected > doubted.doubted).all()
    assert doubted.confirmed.isna().all()


def test_mistakes_are_few_and_corrected(labels: pd.DataFrame) -> None:
    """Outside cases: 2 in 100,000 honest payments reported, some receivers under a lien, some declines; all honest in the end."""
    mistaken = labels[labels.fraud_case_id.isna()].sort_values("labelled_at")
    counts = mistaken.stage.value_counts()

    assert not mistaken.is_fraud.any()
    assert 1 <= counts["reported"] <= 14
    assert 20 <= counts["lien"] <= 0.1 * (labels.stage == "lien").sum()
    assert (mistaken.groupby("transaction_id").label.last() == "honest").all()
    assert set(mistaken[mistaken.stage != "corrected"].label) == {"fraud", "laundering"}


def test_labels_come_after_the_period_too() -> None:
    """Reports, findings, corrections and liens do not stop on the last day of a month."""
    month = generate(Spec(count=60_000, fraud_rate=0.05, seed=7, start=date(2025, 3, 1), end=date(2025, 3, 31)))
    late = month.sql("SELECT DISTINCT stage FROM labels WHERE labelled_at >= '2025-04-01'").to_pandas()
    assert {"reported", "confirmed", "corrected", "lien"} <= set(late.stage)


def test_who_bears_the_loss_follows_from_the_family(cases: pd.DataFrame) -> None:
    """Customers bear what they were talked into and what nobody reported; the bank what its customers or merchants stole."""
    families = {one.id: one.family for one in load_calibration().typologies}
    lost = cases[cases.loss_inr > 0].assign(family=cases.fraud_type.map(families))

    assert set(lost[lost.family == "authorised_push"].liability) == {"customer"}
    assert set(lost[lost.family.isin(["first_party", "merchant_side"])].liability) == {"bank"}
    unasked = lost[lost.family == "unauthorised"]
    assert set(unasked.liability) == {"customer", "bank", "shared"}
    assert (unasked.liability[unasked.hours < 72] == "bank").all()
    assert (unasked.liability[~unasked.reported] == "customer").all()
    assert (cases.liability.isna() == (cases.loss_inr <= 0)).all()


def test_shards_agree_on_what_they_both_know() -> None:
    """A case seen by two shards has one key, size, last loss and trail in both."""
    chosen = plan(SPEC)
    made = (pd.DataFrame(partial_cases(shard(chosen, number))) for number in range(chosen.population.n_shards))
    parts = pd.concat([part.assign(shard=number) for number, part in enumerate(made)])
    by_case = parts.groupby("id")
    seen = by_case["shard"].nunique() > 1

    assert seen.sum() > 100
    assert (by_case[list(FIXED)].nunique() == 1).all(axis=None)


def test_without_fraud_only_mistakes_are_known() -> None:
    """No case, no lien; every payment is honest in the end."""
    honest = generate(Spec(count=60_000, fraud_rate=0, seed=3)).labels.to_pandas()

    assert honest.fraud_case_id.isna().all()
    assert set(honest.stage) <= {"declined", "reported", "corrected"}
    assert (honest.sort_values("labelled_at").groupby("transaction_id").label.last() == "honest").all()
