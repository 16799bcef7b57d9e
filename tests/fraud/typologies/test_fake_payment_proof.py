"""fake_payment_proof: the shop is shown success, but what came failed, or was one rupee."""


def test_nothing_but_a_rupee_ever_arrives(told) -> None:  # type: ignore[no-untyped-def]
    """Attempts fail, or end with a single rupee in two cases of five; none takes longer than ten minutes."""
    legs = told("fake_payment_proof")
    cases = legs.groupby("case")

    assert (legs.refused | (legs.rupees == 1)).all()
    assert 0.35 < (~legs.refused).groupby(legs.case).any().mean() < 0.45
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 600


def test_it_happens_when_the_shop_is_full(told) -> None:  # type: ignore[no-untyped-def]
    """Most attempts fall around noon or into the evening's rush, none into the night."""
    hours = told("fake_payment_proof").when.dt.hour

    assert hours.isin([11, 12, 13, 17, 18, 19, 20]).mean() > 0.7 and hours.between(7, 22).all()
