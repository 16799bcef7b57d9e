"""bec: one new account is paid, in business hours of working days, most often near month end."""


def test_invoices_are_paid_in_business_hours_near_month_end(told) -> None:  # type: ignore[no-untyped-def]
    """Payments fall between nine and eight on working days; the eleven days around month end hold more than half of the cases."""
    legs = told("bec")
    first = legs.groupby("case").when.first()

    assert legs.when.dt.hour.between(9, 19).all() and (legs.when.dt.day_of_week == 6).mean() < 0.02
    assert ((first.dt.day <= 3) | (first.dt.day >= 24)).mean() > 0.55


def test_one_account_takes_all(told) -> None:  # type: ignore[no-untyped-def]
    """A case has one to three payments by business transfer, all to one payee."""
    legs = told("bec")

    assert legs.groupby("case").size().isin([1, 2, 3]).all() and (legs.payee == 0).all()
    assert legs.way.str.endswith("_business").all()
