"""vishing_otp: a burst of few payments while a call lasts, by day, on whatever the victim told."""


def test_a_short_burst_by_day_on_one_rail(told) -> None:  # type: ignore[no-untyped-def]
    """At most six payments within ninety minutes, one style a case, nine in ten begun between 08:00 and 21:00."""
    legs = told("vishing_otp")
    cases = legs.groupby("case")
    hours = cases.when.first().dt.hour

    assert cases.size().max() <= 6 and cases.way.nunique().max() == 1
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 5_400
    assert hours.between(8, 20).mean() > 0.85


def test_shops_are_charged_and_accounts_drained(told) -> None:  # type: ignore[no-untyped-def]
    """Cards are charged at sellers, UPI and net banking send to mules."""
    legs = told("vishing_otp")

    assert set(legs[legs.role == "charge"].way) == {"credit_ecom", "debit_ecom"}
    assert set(legs[legs.role == "drain"].way) == {"upi_id", "imps_web"}
