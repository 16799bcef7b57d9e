"""collect_scam: small requests one after another, none above the cap, none once such requests have ended."""

from datetime import date

import pandas as pd
import pytest

from synfin_core.errors import SpecError
from synfin_core.run import generate
from synfin_core.simulate import plan
from synfin_core.spec import Spec


def test_requests_stay_under_the_cap_until_one_is_refused(told) -> None:  # type: ignore[no-untyped-def]
    """Sums lie between 100 and 2,000 rupees, to one payee; only the last request of a case is ever refused."""
    legs = told("collect_scam")
    refused = legs.groupby("case").refused

    assert legs.rupees.between(100, 2_000).all() and (legs.payee == 0).all() and (legs.way == "upi_collect").all()
    assert refused.sum().max() == 1 and refused.last()[refused.any()].all()


def test_requests_end_on_the_first_of_october_2025(told) -> None:  # type: ignore[no-untyped-def]
    """A year around the day has requests up to it and none after it."""
    legs = told("collect_scam", first="2025-04-01")

    assert legs.when.max() < pd.Timestamp("2025-10-01") and legs.when.max() > pd.Timestamp("2025-09-20")
    assert told("collect_scam", first="2025-11-01").empty


def test_a_run_around_the_day_knows_it() -> None:
    """Rows of a dataset tell the same: fraud by collect request before the day alone."""
    spec = Spec(count=20_000, fraud_rate=0.01, seed=4, typologies=("collect_scam",), start=date(2025, 8, 1), end=date(2025, 11, 30))
    rows = generate(spec).transactions.to_pandas()

    assert rows[rows.is_fraud].transacted_at.max() < pd.Timestamp("2025-10-01")


def test_a_period_without_such_requests_is_refused() -> None:
    """A run of nothing but what has ended says so rather than make no fraud."""
    with pytest.raises(SpecError, match="no case of collect_scam can happen from 2025-11-01 to 2025-12-31"):
        plan(Spec(count=5_000, typologies=("collect_scam",), start=date(2025, 11, 1), end=date(2025, 12, 31)))
