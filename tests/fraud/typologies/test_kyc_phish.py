"""kyc_phish: debits follow the install, half of them by night, and some cases end in a refused card charge."""


def test_half_the_cases_begin_by_night(told) -> None:  # type: ignore[no-untyped-def]
    """An app acts between 23:00 and 06:00, a link by day."""
    hours = told("kyc_phish").groupby("case").when.first().dt.hour

    assert 0.4 < ((hours >= 23) | (hours < 6)).mean() < 0.6


def test_what_is_refused_comes_last_and_on_a_card(told) -> None:  # type: ignore[no-untyped-def]
    """About three in ten cases end in one refused card charge; nothing else is refused."""
    legs = told("kyc_phish")
    refused = legs[legs.refused]

    assert 0.25 < len(refused) / legs.case.nunique() < 0.35
    assert (refused.way == "credit_ecom").all()
    assert (legs.groupby("case").leg.last().loc[refused.case] == 100).all()
