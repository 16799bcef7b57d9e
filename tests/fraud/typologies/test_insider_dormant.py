"""insider_dormant: an unused account is emptied in banking hours of working days."""


def test_money_leaves_in_banking_hours_on_working_days(told) -> None:  # type: ignore[no-untyped-def]
    """2-20 legs over at most a month and a few days, 09:00-18:00, almost none on Sundays."""
    legs = told("insider_dormant")
    cases = legs.groupby("case")

    assert cases.size().between(2, 20).all() and legs.when.dt.hour.between(9, 17).all()
    assert (legs.when.dt.day_of_week == 6).mean() < 0.02
    assert (cases.when.max() - cases.when.min()).max().days <= 37


def test_cash_or_transfers(told) -> None:  # type: ignore[no-untyped-def]
    """Three cases in ten at machines, the others to mules."""
    first = told("insider_dormant").groupby("case").role.first()

    assert set(first) == {"withdrawal", "drain"} and 0.24 < (first == "withdrawal").mean() < 0.36
