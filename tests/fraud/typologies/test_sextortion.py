"""sextortion: it begins late in the evening, and each demand is larger than the one before."""


def test_demands_begin_late_and_grow(told) -> None:  # type: ignore[no-untyped-def]
    """Most cases begin between eight in the evening and two at night, none while people sleep; sums grow."""
    legs = told("sextortion")
    first = legs.groupby("case").first()
    sums = legs.groupby("case").weight

    assert (first.when.dt.hour.isin([20, 21, 22, 23, 0, 1])).mean() > 0.7
    assert not legs.when.dt.hour.between(2, 7).any()
    assert (sums.last() >= sums.first()).all()


def test_demands_go_to_the_same_or_one_linked_payee(told) -> None:  # type: ignore[no-untyped-def]
    """No case pays more than two payees, and each demand follows from the one before."""
    legs = told("sextortion")

    assert legs.groupby("case").payee.nunique().max() == 2
    assert (legs.cause == legs.leg - 1).all()
