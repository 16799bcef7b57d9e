"""card_cashout: like charges at one merchant, and the money back the same day less a fee."""


def test_each_charge_comes_back_less_a_fee(told) -> None:  # type: ignore[no-untyped-def]
    """1-8 hours later, 96-98.5% of it."""
    legs = told("card_cashout")
    charges, back = legs[legs.role == "charge"], legs[legs.role == "pay-back"]
    both = back.merge(charges, left_on=["case", "cause"], right_on=["case", "leg"], suffixes=("", "_of"))
    hours = (both.when - both.when_of).dt.total_seconds() / 3_600

    assert len(both) == len(charges) == len(back) and hours.between(1, 8).all()
    assert (both.weight / both.weight_of).between(0.96, 0.985).all()


def test_like_sums_to_one_merchant(told) -> None:  # type: ignore[no-untyped-def]
    """The largest charge is at most 1.35 times the smallest; cards, or a card on UPI."""
    charges = told("card_cashout").query("role == 'charge'")
    weight = charges.groupby("case").weight

    assert (charges.payee == 0).all() and (weight.max() / weight.min()).max() <= 1.35
    assert set(charges.way) == {"credit_ecom", "upi_credit"}
