"""triangulation: an honest sale, then a charge for the same goods on a card of somebody else, disputed weeks later."""


def test_each_sale_is_followed_by_a_dearer_charge(told) -> None:  # type: ignore[no-untyped-def]
    """Within two days, for 5-30% more than the bargain, by another payer."""
    legs = told("triangulation")
    sales, charges = legs[legs.role == "purchase"], legs[legs.role == "charge"]
    both = charges.merge(sales, left_on=["case", "cause"], right_on=["case", "leg"], suffixes=("", "_of"))
    hours = (both.when - both.when_of).dt.total_seconds() / 3_600

    assert len(both) == len(sales) == len(charges) and hours.between(0, 48).all()
    assert (both.weight / both.weight_of).between(1.05, 1.3).all()
    assert not set(both.payee) & set(both.payee_of)


def test_owners_dispute_after_weeks(told) -> None:  # type: ignore[no-untyped-def]
    """Seven charges in ten come back in full 20-60 days later."""
    legs = told("triangulation")
    charges, back = legs[legs.role == "charge"], legs[legs.role == "pay-back"]
    both = back.merge(charges, left_on=["case", "cause"], right_on=["case", "leg"], suffixes=("", "_of"))
    days = (both.when - both.when_of).dt.total_seconds() / 86_400

    assert 0.65 < len(back) / len(charges) < 0.75
    assert days.between(20, 60).all() and (both.weight == both.weight_of).all()
