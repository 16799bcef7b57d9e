"""investment: sums rise to ever other payees, one small withdrawal comes early, fees stand at the end of long cases."""


def test_deposits_rise_to_different_payees_and_one_small_part_comes_back(told) -> None:  # type: ignore[no-untyped-def]
    """No two payments in a row share a payee; the last deposit is above the first; what comes back follows the second deposit."""
    legs = told("investment")
    paid = legs[legs.role.isin(["deposit", "fee"])]
    deposits = paid[paid.role == "deposit"].groupby("case").weight
    back = legs[legs.role == "pay-back"]

    assert (paid.groupby("case").payee.diff() != 0).all()
    assert (deposits.last() > deposits.first()).all()
    assert 0.5 < back.case.nunique() / 1_000 < 0.7 and (back.cause == 1).all() and (back.groupby("case").size() == 1).all()


def test_fees_end_a_long_case(told) -> None:  # type: ignore[no-untyped-def]
    """Cases of five payments or more end with one or two fees, shorter ones have none; Sundays are quiet."""
    legs = told("investment")
    paid = legs[legs.role.isin(["deposit", "fee"])]
    count = paid.groupby("case").role.size()
    fees = (paid.role == "fee").groupby(paid.case).sum()

    assert fees[count >= 5].isin([1, 2]).all() and (fees[count < 5] == 0).all()
    assert (paid.groupby("case").role.last()[count >= 5] == "fee").all()
    assert (paid.when.dt.day_of_week == 6).mean() < 0.02
