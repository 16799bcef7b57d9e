"""refund_abuse: orders like others, of which most come back within days, in full, from the same shop."""


def test_a_claim_follows_its_order_and_equals_it(told) -> None:  # type: ignore[no-untyped-def]
    """3-15 days later, same share of the size, same shop, by the way it was paid."""
    legs = told("refund_abuse", 300)
    orders, claims = legs[legs.role == "purchase"], legs[legs.role == "claim"]
    both = claims.merge(orders, left_on=["case", "cause"], right_on=["case", "leg"], suffixes=("", "_of"))
    days = (both.when - both.when_of).dt.total_seconds() / 86_400

    assert len(both) == len(claims) and days.between(3, 15).all()
    assert (both.weight == both.weight_of).all() and (both.payee == both.payee_of).all()
    assert both[["way_of", "way"]].drop_duplicates().set_index("way_of").way.to_dict() == {
        "upi_intent": "upi_refund",
        "credit_ecom": "card_refund",
        "debit_ecom": "card_refund",
        "wallet_online": "wallet_refund",
    }


def test_three_to_six_times_the_returns_of_others(told) -> None:  # type: ignore[no-untyped-def]
    """Of orders 45-95% come back, where 15-16% do with others (return_fraud25); orders have the mean size of a claim."""
    legs = told("refund_abuse", 300)
    returned = (legs.role == "claim").sum() / (legs.role == "purchase").sum()

    assert 3 * 0.155 < returned < 6 * 0.155
    assert 0.95 < legs.weight.mean() < 1.05
