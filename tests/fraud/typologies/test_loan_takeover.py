"""loan_takeover: a loan comes in and is carried off within hours."""


def test_the_loan_comes_first_and_covers_what_goes(told) -> None:  # type: ignore[no-untyped-def]
    """One loan a case, at most 45 minutes before the first drain, 100-115% of all drains."""
    legs = told("loan_takeover")
    loans, drains = legs[legs.role == "loan"].set_index("case"), legs[legs.role == "drain"].groupby("case")
    minutes = (drains.when.min() - loans.when).dt.total_seconds() / 60

    assert loans.index.is_unique and minutes.between(3, 43).all()
    assert (loans.weight / drains.weight.sum()).between(1, 1.15).all()
    assert drains.size().between(2, 6).all() and (drains.when.max() - drains.when.min()).max().total_seconds() <= 14_400


def test_without_the_loan_nothing_goes(told) -> None:  # type: ignore[no-untyped-def]
    """The first drain hangs on the loan, the others on the first."""
    drains = told("loan_takeover").query("role == 'drain'")

    assert (drains[drains.leg == 0].cause == 100).all() and (drains[drains.leg > 0].cause == 0).all()
