"""structuring: cash in and transfers out, each just under 50,000 or 10,00,000."""


def test_sums_lie_just_under_a_limit(told) -> None:  # type: ignore[no-untyped-def]
    """Deposits of a case lie in the 3% below one limit, ten lakh where RTGS carries it on; transfers within 2% of theirs."""
    legs = told("structuring")
    cash, sent = legs[legs.role == "funding"], legs[legs.role == "transfer"]
    limit = sent.set_index(["case", "cause"]).way.eq("rtgs_out").map({True: 1_000_000, False: 50_000})
    share = cash.set_index(["case", "leg"]).rupees / limit.rename_axis(["case", "leg"])

    assert share.between(0.969, 0.99999).all()
    assert set(cash.way) == {"branch_deposit"}


def test_no_more_goes_than_came(told) -> None:  # type: ignore[no-untyped-def]
    """Each deposit is sent on within a day, less 0.1-2%."""
    legs = told("structuring")
    cash, sent = legs[legs.role == "funding"], legs[legs.role == "transfer"]
    both = sent.merge(cash, left_on=["case", "cause"], right_on=["case", "leg"], suffixes=("", "_of"))
    hours = (both.when - both.when_of).dt.total_seconds() / 3_600

    assert len(both) == len(sent) == len(cash) and hours.between(1, 20).all()
    assert (both.rupees / both.rupees_of).between(0.9799, 0.9991).all()
    assert cash.when.dt.hour.between(9, 17).all() and (cash.when.dt.day_of_week == 6).mean() < 0.02
