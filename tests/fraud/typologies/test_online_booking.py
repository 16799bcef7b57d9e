"""online_booking: a part payment, then fees to the same payee within hours, most before holidays and pilgrim seasons."""


def test_fees_follow_a_part_payment(told) -> None:  # type: ignore[no-untyped-def]
    """The first payment of a case is the booking, all later ones are fees to the same payee, within five hours."""
    legs = told("online_booking")
    cases = legs.groupby("case")

    assert ((legs.leg > 0) == (legs.role == "fee")).all() and (legs.payee == 0).all()
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 5 * 3_600


def test_bookings_come_before_the_seasons(told) -> None:  # type: ignore[no-untyped-def]
    """May sees at least half as many again as July."""
    months = told("online_booking", n=4_000).when.dt.month.value_counts()

    assert months[5] > 1.5 * months[7]
