"""bust_out: months of small purchases, then the limit within days."""


def test_months_of_good_use_come_first(told) -> None:  # type: ignore[no-untyped-def]
    """Two months or more of purchases, each at most 2% of the loss and together less than it, all before the first charge."""
    legs = told("bust_out", 300)
    good, charges = legs[legs.role == "purchase"], legs[legs.role == "charge"]
    first = charges.groupby("case").when.min()
    months = (first - good.groupby("case").when.min()).dt.days / 30

    assert good.weight.max() <= 0.02 and good.groupby("case").weight.sum().max() < 1
    assert (good.groupby("case").when.max() < first).all()
    assert months.median() > 3 and months.max() <= 9.5


def test_the_end_takes_three_to_ten_days(told) -> None:  # type: ignore[no-untyped-def]
    """20-60 charges."""
    charges = told("bust_out", 300).query("role == 'charge'").groupby("case")
    days = (charges.when.max() - charges.when.min()).dt.total_seconds() / 86_400

    assert charges.size().between(20, 60).all() and days.between(2.9, 10).all()
