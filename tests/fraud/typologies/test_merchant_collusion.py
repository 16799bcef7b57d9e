"""merchant_collusion: small sales first, then like charges on cards that come again and again, at any hour."""


def test_small_sales_open_the_shop(told) -> None:  # type: ignore[no-untyped-def]
    """Each case begins with 3-8 sales of at most 1,500 rupees by day, before its first charge."""
    legs = told("merchant_collusion", 300)
    sales, charges = legs[legs.role == "purchase"], legs[legs.role == "charge"]

    assert sales.groupby("case").size().between(3, 8).all() and sales.rupees.between(80, 1_500).all()
    assert (sales.groupby("case").when.max() < charges.groupby("case").when.min()).all()
    assert sales.when.dt.hour.between(9, 21).all()


def test_cards_come_again_at_any_hour(told) -> None:  # type: ignore[no-untyped-def]
    """Two to three charges a card, alike in a case; a quarter of them between midnight and six."""
    legs = told("merchant_collusion", 300)
    charges = legs[legs.role == "charge"]
    weight = charges.groupby("case").weight
    uses = charges.groupby("case").size() / charges.groupby("case").payee.nunique()

    assert uses.between(1.5, 3).all() and (weight.max() / weight.min()).max() <= 1.35
    assert 0.2 < (charges.when.dt.hour < 6).mean() < 0.3
