"""wrong_transfer: what never came is sent back, mostly once."""


def test_mostly_one_transfer_to_one_stranger(told) -> None:  # type: ignore[no-untyped-def]
    """Two cases in three have one; none more than three, all within two hours, and nothing came in before."""
    legs = told("wrong_transfer")
    cases = legs.groupby("case")

    assert (cases.size() == 1).mean() > 0.6 and cases.size().max() == 3
    assert (legs.payee == 0).all() and (legs.role == "transfer").all() and (legs.way == "upi_id").all()
    assert (cases.when.max() - cases.when.min()).max().total_seconds() <= 2 * 3_600
