"""romance_gift: fees that rise over weeks, to several payees in turn."""


def test_fees_rise_over_weeks(told) -> None:  # type: ignore[no-untyped-def]
    """3-25 fees over 4-90 days; the last is at least twice the first in every case and 3.4 to 42 times over three in four."""
    cases = told("romance_gift").groupby("case")
    growth = cases.weight.last() / cases.weight.first()
    days = (cases.when.max() - cases.when.min()).dt.total_seconds() / 86_400

    assert cases.size().between(3, 25).all() and days.between(4, 91).all()
    assert growth.min() > 2 and growth.between(3.4, 42).mean() > 0.75


def test_payees_take_turns(told) -> None:  # type: ignore[no-untyped-def]
    """At most six a case, in the same order throughout."""
    legs = told("romance_gift")
    turns = legs.groupby("case").payee.transform("nunique")

    assert turns.max() <= 6 and (legs.payee == legs.leg % turns).all()
