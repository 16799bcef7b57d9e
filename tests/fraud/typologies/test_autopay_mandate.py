"""autopay_mandate: a trial of a rupee or so, then equal debits month by month at one merchant, outside the busy hours."""


def test_a_cheap_trial_then_equal_debits_a_month_apart(told) -> None:  # type: ignore[no-untyped-def]
    """Trials cost 1-5 rupees; debits of a case are equal, at least 99 rupees, and about thirty days apart."""
    legs = told("autopay_mandate")
    debits = legs[legs.role == "mandate debit"]
    apart = debits.groupby("case").when.diff().dropna().dt.total_seconds() / 86_400

    assert legs[legs.role == "test charge"].rupees.between(1, 5).all()
    assert (debits.groupby("case").rupees.nunique() == 1).all() and debits.rupees.between(99, 15_000).all()
    assert apart.between(29, 31).all()


def test_debits_run_by_themselves_outside_the_peak(told) -> None:  # type: ignore[no-untyped-def]
    """Mandates run before ten, from one to five and late in the evening; the trial alone was approved."""
    legs = told("autopay_mandate")
    debits = legs[legs.role == "mandate debit"]

    assert not debits.when.dt.hour.isin([10, 11, 12, 17, 18, 19, 20, 21]).any()
    assert set(debits.way) == {"upi_mandate", "credit_abroad"} and set(legs.way) - set(debits.way) == {"upi_intent", "credit_ecom"}
