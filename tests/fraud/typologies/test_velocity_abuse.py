"""velocity_abuse: like small payments seconds apart, refused more and more."""


def test_seconds_apart_and_alike(told) -> None:  # type: ignore[no-untyped-def]
    """10-60 payments within 45 minutes, the median gap below a minute, the largest at most 1.35 times the smallest."""
    legs = told("velocity_abuse", 500)
    cases = legs.groupby("case")

    assert cases.size().between(10, 60).all()
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 2_700
    assert cases.when.diff().dt.total_seconds().median() < 60
    assert (cases.weight.max() / cases.weight.min()).max() <= 1.35


def test_counts_stop_the_script(told) -> None:  # type: ignore[no-untyped-def]
    """None of the first eight is refused, nine in ten beyond the thirtieth are."""
    legs = told("velocity_abuse", 500)

    assert not legs[legs.leg <= 8].refused.any()
    assert 0.85 < legs[legs.leg >= 30].refused.mean() < 0.95
