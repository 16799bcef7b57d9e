"""aeps_clone: like cash withdrawals at one agent in his hours, some for days."""


def test_withdrawals_at_one_agent_in_his_hours(told) -> None:  # type: ignore[no-untyped-def]
    """All are AePS cash at one agent a case, 08:00-20:00, over five days at most and often on one."""
    legs = told("aeps_clone")
    cases = legs.groupby("case")
    days = (cases.when.max().dt.normalize() - cases.when.min().dt.normalize()).dt.days

    assert (legs.way == "aeps_cash").all() and (legs.role == "withdrawal").all()
    assert (legs.payee == 0).all() and legs.when.dt.hour.between(8, 19).all()
    assert days.max() <= 5 and 0.3 < (days == 0).mean() < 0.95
