"""stolen_card: taps at shops within hours, refused once the card is blocked."""


def test_taps_in_opening_hours_until_the_block(told) -> None:  # type: ignore[no-untyped-def]
    """1-8 taps within five hours, begun 09:00-22:00; from the first refused one on, all are, and the first never is."""
    legs = told("stolen_card")
    cases = legs.groupby("case")

    assert cases.size().between(1, 8).all() and set(legs.way) == {"credit_tap", "debit_tap"}
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 5 * 3_600
    assert cases.when.first().dt.hour.between(9, 21).all()
    assert not cases.refused.first().any() and cases.refused.is_monotonic_increasing.all()
    assert 0.2 < cases.refused.any().mean() < 0.5
