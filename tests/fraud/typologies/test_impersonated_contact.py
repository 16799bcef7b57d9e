"""impersonated_contact: one urgent transfer by day, at times larger ones after it."""


def test_few_transfers_within_hours_by_day(told) -> None:  # type: ignore[no-untyped-def]
    """One to four to at most two payees within four hours; nine in ten begin between 08:00 and 22:00."""
    cases = told("impersonated_contact").groupby("case")

    assert cases.size().between(1, 4).all() and cases.payee.nunique().max() <= 2
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 4 * 3_600
    assert cases.when.first().dt.hour.between(8, 21).mean() > 0.9


def test_a_later_plea_is_larger(told) -> None:  # type: ignore[no-untyped-def]
    """Where there are several, the last exceeds the first."""
    weight = told("impersonated_contact").groupby("case").weight
    several = weight.size() > 1

    assert several.mean() > 0.3 and (weight.last() > weight.first())[several].all()
