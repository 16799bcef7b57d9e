"""card_skimming: like draws back to back around midnight, so that two daily limits serve."""


def test_draws_lie_around_midnight(told) -> None:  # type: ignore[no-untyped-def]
    """All between 23:30 and 03:00, within the hour; half the cases with several draws have both days."""
    legs = told("card_skimming")
    minutes = (legs.when.dt.hour * 60 + legs.when.dt.minute + 720) % 1_440 - 720
    cases = legs.groupby("case")
    several = cases.size() > 1

    assert minutes.between(-30, 180).all()
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 3_600
    assert 0.2 < (cases.when.agg(lambda when: when.dt.date.nunique())[several] == 2).mean() < 0.7


def test_draws_of_a_case_are_alike_and_in_cash(told) -> None:  # type: ignore[no-untyped-def]
    """The largest is at most 1.35 times the smallest; most are cash at a machine, the rest a clone at a till."""
    legs = told("card_skimming")
    weight = legs.groupby("case").weight

    assert (weight.max() / weight.min()).max() <= 1.35
    assert set(legs[legs.role == "withdrawal"].way) == {"atm_cash"} and set(legs[legs.role == "charge"].way) == {"debit_chip"}
    assert 0.75 < (legs.role == "withdrawal").mean() < 0.92
