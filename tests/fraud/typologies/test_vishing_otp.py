"""vishing_otp: a burst of few payments while a call lasts, by day, on whatever the victim told."""

from synfin_core.fraud.story import TO_MERCHANT, TO_MULE


def test_a_short_burst_by_day_on_one_rail(told) -> None:  # type: ignore[no-untyped-def]
    """At most six payments within ninety minutes, one style a case, nine in ten begun between 08:00 and 21:00."""
    legs = told("vishing_otp")
    cases = legs.groupby("case")
    hours = cases.when.first().dt.hour

    assert cases.size().max() <= 6 and cases.way.nunique().max() == 1
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 5_400
    assert hours.between(8, 20).mean() > 0.85


def test_cards_pay_sellers_and_accounts_pay_mules(told) -> None:  # type: ignore[no-untyped-def]
    """All are drains on the thief's device: cards go to sellers, UPI and net banking to mules."""
    legs = told("vishing_otp")

    assert (legs.role == "drain").all()
    assert set(legs[legs.direction == TO_MERCHANT].way) == {"credit_ecom", "debit_ecom"}
    assert set(legs[legs.direction == TO_MULE].way) == {"upi_id", "imps_web"}
