"""After a report: the account is held, the card blocked; honest payments out fail, what comes in arrives."""

import numpy as np
import pandas as pd

from synfin_core.calibration import load_calibration
from synfin_core.fraud.aftermath import NEVER, Holds, reported_at
from synfin_core.fraud.loader import stories
from synfin_core.timeline import HOUR


def _days_after(rows: pd.DataFrame, aftermath: str) -> pd.DataFrame:
    """Honest rows of victims two to five days after the last fraud of a case with this aftermath."""
    named = [story.typology.id for story in stories(load_calibration()) if story.aftermath == aftermath]
    fraud = rows[rows.is_fraud & rows.fraud_type.isin(named)]
    last = fraud.groupby("payer_customer_id").transacted_at.max()
    honest = rows[rows.fraud_case_id.isna()]
    since = (honest.transacted_at - honest.payer_customer_id.map(last)).dt.total_seconds() / 86_400
    return honest[since.between(2, 5)]


def test_honest_payments_of_victims_fail_while_the_account_is_held(rows: pd.DataFrame) -> None:
    """Two to five days after the last payment of such a case, far more attempts are not permitted than of strangers."""
    after = _days_after(rows, "frozen")
    out = after[after.merchant_id.notna() & (after.rail == "UPI")]
    touched = rows[rows.fraud_case_id.notna()]
    others = ~rows.payer_customer_id.isin([*touched.payer_customer_id.dropna(), *touched.payee_customer_id.dropna()])
    usual = rows[others & (rows.kind == "P2M") & (rows.rail == "UPI")]

    assert len(out) > 100
    assert len(usual) > 5_000 and (out.response_code == "B3").mean() > 0.2 > 20 * (usual.response_code == "B3").mean()


def test_money_still_comes_in(rows: pd.DataFrame) -> None:
    """No credit from outside ever fails for a hold."""
    incoming = rows[rows.payer_segment.isna() & rows.payee_account_id.notna() & rows.fraud_case_id.isna()]

    assert not incoming.response_code.isin(["B3", "57"]).any()


def test_a_hold_begins_and_ends() -> None:
    """Payments from its start to before its end are stopped, on that account alone; overlapping holds last to the later end."""
    holds = Holds.join([Holds(np.array([4, 4, 9]), np.array([10, 15, 5]), np.array([30, 20, 6]))])
    account, time = np.array([4, 4, 4, 4, 9, 9, 5, 3]), np.array([9, 10, 25, 30, 5, 6, 12, 12])

    assert holds.stop(account, time).tolist() == [False, True, True, False, True, False, False, False]


def test_reports_follow_the_published_odds_and_delays() -> None:
    """Small losses are seldom reported; half of the reports come within about a day, some within the hour."""
    calibration, n = load_calibration(), 20_000
    key = np.arange(n, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    figures = calibration.raw["fraud"]["background"]
    for band, rupees in (("<1000", 500.0), ("1000-10000", 5e3), ("10000-100000", 5e4), (">100000", 5e5)):
        told = reported_at(calibration, key, np.full(n, rupees), np.zeros(n, np.int64)) < NEVER
        assert abs(told.mean() - figures["reporting_probability"][band]) < 0.015
    hours = reported_at(calibration, key, np.full(n, 1e6), np.zeros(n, np.int64))
    hours = hours[hours < NEVER] / HOUR

    assert 0.08 <= (hours < 1).mean() < 0.16  # 0.12 within the golden hour
    assert abs(np.median(hours) / figures["reporting_delay_hours"]["median"] - 1) < 0.2
    assert abs(np.quantile(hours, 0.9) / figures["reporting_delay_hours"]["p90"] - 1) < 0.25
