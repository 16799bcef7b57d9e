"""digital_arrest: large transfers in banking hours of working days, all on day one or one every day or two for weeks."""


def test_transfers_fall_into_banking_hours(told) -> None:  # type: ignore[no-untyped-def]
    """Nothing moves before nine or from seven on, next to nothing on a Sunday."""
    legs = told("digital_arrest")

    assert legs.when.dt.hour.between(9, 18).all()
    assert (legs.when.dt.day_of_week == 6).mean() < 0.02


def test_a_case_is_over_in_a_day_or_lasts(told) -> None:  # type: ignore[no-untyped-def]
    """Cases of up to three transfers end on the day they begin; longer ones go on for days, to several accounts."""
    cases = told("digital_arrest").groupby("case")
    days = (cases.when.max().dt.normalize() - cases.when.min().dt.normalize()).dt.days
    short = cases.size() <= 3

    assert 0.5 < short.mean() < 0.7
    assert (days[short] == 0).all() and (days[~short] >= 1).all()
    assert cases.payee.nunique()[~short].median() >= 3
