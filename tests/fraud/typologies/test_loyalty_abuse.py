"""loyalty_abuse: gift cards on a credit card within the hour, or like small buys over days on wallet and UPI."""


def test_a_credit_card_is_charged_within_the_hour(told) -> None:  # type: ignore[no-untyped-def]
    """One to six charges."""
    legs = told("loyalty_abuse")
    thefts = legs[legs.way == "credit_ecom"].groupby("case")

    assert thefts.size().between(1, 6).all()
    assert (thefts.when.max() - thefts.when.min()).max().total_seconds() <= 3_600
    assert 0.45 < thefts.ngroups / legs.case.nunique() < 0.65


def test_cashback_is_farmed_in_like_buys_over_days(told) -> None:  # type: ignore[no-untyped-def]
    """6-30 buys over a day or more, the largest at most 1.35 times the smallest."""
    farmed = told("loyalty_abuse").query("way != 'credit_ecom'").groupby("case")

    assert farmed.size().between(6, 30).all()
    assert (farmed.when.max() - farmed.when.min()).min().total_seconds() >= 86_400
    assert (farmed.weight.max() / farmed.weight.min()).max() <= 1.35
