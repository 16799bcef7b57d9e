"""ato: two to ten payments within three hours, by the rail whose login was stolen."""


def test_an_account_is_emptied_within_hours_at_any_time_of_day(told) -> None:  # type: ignore[no-untyped-def]
    """Two to ten legs on one rail within three hours; no quarter of the day is spared."""
    cases = told("ato").groupby("case")
    quarters = (cases.when.first().dt.hour // 6).value_counts(normalize=True)

    assert cases.size().between(2, 10).all() and cases.way.nunique().max() == 1
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 10_800
    assert quarters.min() > 0.2


def test_the_first_payment_tries_the_way(told) -> None:  # type: ignore[no-untyped-def]
    """The first is the smallest in most cases."""
    legs = told("ato")
    first = legs[legs.leg == 0].set_index("case").weight

    assert (first <= legs.groupby("case").weight.min()).mean() > 0.8
