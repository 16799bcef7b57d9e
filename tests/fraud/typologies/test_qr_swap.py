"""qr_swap: many customers of a shop, each once, pay a stranger in opening hours."""


def test_many_payers_in_opening_hours(told) -> None:  # type: ignore[no-untyped-def]
    """10-150 payments by QR, each from another customer, 07:00-22:00, over five days at most; none hangs on another."""
    legs = told("qr_swap", 300)
    cases = legs.groupby("case")

    assert cases.size().between(10, 150).all() and not legs.duplicated(["case", "payee"]).any()
    assert (legs.way == "upi_person_qr").all() and (legs.cause == -1).all()
    assert legs.when.dt.hour.between(7, 21).all()
    assert (cases.when.max() - cases.when.min()).max().days <= 5


def test_tickets_vary_as_in_a_shop(told) -> None:  # type: ignore[no-untyped-def]
    """The largest of a case with many is above ten times its smallest; the first is no smaller than others."""
    legs = told("qr_swap", 300)
    weight = legs.groupby("case").weight
    long = weight.size() > 30

    assert (weight.max() / weight.min())[long].min() > 10
    assert 0.8 < legs[legs.leg == 0].weight.mean() / (1 / weight.size()).mean() < 1.25
