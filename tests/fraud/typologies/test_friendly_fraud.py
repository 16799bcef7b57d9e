"""friendly_fraud: a purchase like others, and its charge-back 10-90 days later."""


def test_each_purchase_is_charged_back_in_full_after_weeks(told) -> None:  # type: ignore[no-untyped-def]
    """One to three pairs a case; the claim is the purchase's own sum, 10-90 days later, as a refund."""
    legs = told("friendly_fraud")
    bought, claims = legs[legs.role == "purchase"], legs[legs.role == "claim"]
    both = claims.merge(bought, left_on=["case", "cause"], right_on=["case", "leg"], suffixes=("", "_of"))
    days = (both.when - both.when_of).dt.total_seconds() / 86_400

    assert len(both) == len(claims) == len(bought) and claims.groupby("case").size().between(1, 3).all()
    assert days.between(10, 91).all() and (both.weight == both.weight_of).all()
    assert both.way.str.endswith("_refund").all()
