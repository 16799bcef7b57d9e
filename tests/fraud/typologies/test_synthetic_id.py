"""synthetic_id: a ring of identities borrows little, buys little, and is used up together."""


def test_every_identity_borrows_first_and_ends_with_the_others(told) -> None:  # type: ignore[no-untyped-def]
    """3-8 identities a case, each with one loan of 2,000-8,000 before its purchases; all charges fall within four days."""
    legs = told("synthetic_id", 300)
    loans, bought, charges = (legs[legs.role == role] for role in ("loan", "purchase", "charge"))
    who = ["case", "payee"]
    days = charges.groupby("case").when.max() - charges.groupby("case").when.min()

    assert loans.groupby("case").size().between(3, 8).all() and not loans.duplicated(who).any()
    assert loans.rupees.between(2_000, 8_000).all()
    assert (loans.groupby(who).when.first() < bought.groupby(who).when.min()).mean() > 0.95
    assert (bought.groupby("case").when.max() < charges.groupby("case").when.min()).mean() > 0.95
    assert days.max().total_seconds() <= 4 * 86_400


def test_charges_are_shared_among_the_identities(told) -> None:  # type: ignore[no-untyped-def]
    """Every charge is on an identity that has a loan, and several take part."""
    legs = told("synthetic_id", 300)
    charges, loans = legs[legs.role == "charge"], legs[legs.role == "loan"]

    assert (charges.payee < charges.case.map(loans.groupby("case").size())).all()
    assert charges.groupby("case").payee.nunique().min() >= 3
