"""ecom_nondelivery: one order, seldom two, at one shop; festival sales bring most of them."""


def test_one_order_or_two_at_one_shop(told) -> None:  # type: ignore[no-untyped-def]
    """A fifth of victims order again within the hour, at the same shop, and pay a merchant every time."""
    legs = told("ecom_nondelivery")
    cases = legs.groupby("case")

    assert 0.15 < (cases.size() == 2).mean() < 0.25
    assert (legs.role == "charge").all() and (legs.payee == 0).all() and legs.direction.nunique() == 1
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 3_600


def test_festival_months_stand_out(told) -> None:  # type: ignore[no-untyped-def]
    """September to November hold more than a third of the year."""
    assert told("ecom_nondelivery", n=4_000).when.dt.month.isin([9, 10, 11]).mean() > 0.33
