"""advance_fee: a small fee first, larger ones after it, in office hours."""


def test_the_first_fee_is_small_and_the_rest_rise(told) -> None:  # type: ignore[no-untyped-def]
    """The first is below a tenth of the whole; of cases with four fees or more the last is the largest in nine of ten."""
    legs = told("advance_fee")
    cases = legs.groupby("case")
    long = cases.size() >= 4

    assert cases.weight.first().max() < 0.1
    assert (cases.weight.last() == cases.weight.max())[long].mean() > 0.85


def test_an_office_calls_in_office_hours(told) -> None:  # type: ignore[no-untyped-def]
    """Two to eight fees between 09:00 and 20:00, over at most 20 days and the day's edge."""
    legs = told("advance_fee")
    cases = legs.groupby("case")

    assert cases.size().between(2, 8).all() and legs.when.dt.hour.between(9, 19).all()
    assert (cases.when.max() - cases.when.min()).max().days <= 20
