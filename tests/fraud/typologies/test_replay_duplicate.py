"""replay_duplicate: the same sum again within seconds, for a sale or for a refund."""


def test_copies_have_the_sum_of_what_they_copy_within_minutes(told) -> None:  # type: ignore[no-untyped-def]
    """One to nine copies, all of the sale's share, most within a minute of the one before, all within ten."""
    legs = told("replay_duplicate")
    copies = legs[legs.role.isin(["charge", "claim"])]
    sale = legs[legs.role == "purchase"].set_index("case").weight
    gap = copies.groupby("case").when.diff().dropna().dt.total_seconds()

    assert copies.groupby("case").size().between(1, 9).all()
    assert (copies.weight == copies.case.map(sale)).all()
    assert (gap < 60).mean() > 0.8
    assert (copies.groupby("case").when.max() - copies.groupby("case").when.min()).max().total_seconds() < 600


def test_a_refund_is_doubled_in_a_quarter_of_the_cases(told) -> None:  # type: ignore[no-untyped-def]
    """A refund in full, days after the sale, and then the same again as a claim; other cases have charges alone."""
    legs = told("replay_duplicate")
    roles = legs.pivot_table(index="case", columns="role", values="leg", aggfunc="size", fill_value=0)
    doubled = roles["pay-back"] > 0

    assert 0.2 < doubled.mean() < 0.3
    assert (roles.claim[doubled] > 0).all() and (roles.charge[doubled] == 0).all() and (roles.claim[~doubled] == 0).all()
    assert legs[legs.case.isin(roles.index[doubled])].groupby("case").role.first().eq("purchase").all()
