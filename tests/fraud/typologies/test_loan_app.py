"""loan_app: a small loan first, then about five times as much repaid, to another payee every time."""


def test_five_times_the_loan_goes_back_to_rotating_payees(told) -> None:  # type: ignore[no-untyped-def]
    """A loan is 11-13% of what is repaid (55-65% of a fifth); no payee is paid twice; the loan comes first."""
    legs = told("loan_app")
    repaid = legs[legs.role == "repayment"]

    assert repaid.groupby("case").weight.sum().between(1 - 1e-9, 1 + 1e-9).all()
    assert legs[legs.role == "loan"].weight.between(0.11, 0.13).all()
    assert not repaid.duplicated(["case", "payee"]).any()
    assert (legs.groupby("case").role.first() == "loan").all()


def test_a_rolled_over_loan_pays_the_one_before(told) -> None:  # type: ignore[no-untyped-def]
    """About half the cases have a further loan; within minutes to hours after each comes a repayment."""
    legs = told("loan_app")
    loans = legs[(legs.role == "loan") & (legs.leg > 100)]
    nxt = legs.shift(-1).loc[loans.index]

    assert 0.4 < loans.case.nunique() / 1_000 < 0.6
    assert (nxt.role == "repayment").all() and (nxt.case == loans.case).all()
    assert (nxt.when - loans.when).dt.total_seconds().quantile(0.9) < 6 * 3_600


def test_demands_begin_in_the_first_week(told) -> None:  # type: ignore[no-untyped-def]
    """The first repayment follows the loan after two days to a week."""
    legs = told("loan_app")
    waited = legs[legs.role == "repayment"].groupby("case").when.first() - legs.groupby("case").when.first()

    assert waited.dt.total_seconds().between(2 * 86_400, 7 * 86_400).all()
