"""betting_gateway: deposits of many players into one account at night and on match days."""

import numpy as np

from synfin_core.fraud.typologies.betting_gateway import is_match_day


def test_many_players_pay_at_night(told) -> None:  # type: ignore[no-untyped-def]
    """5-60 deposits, each from another player; two thirds between 19:00 and 02:00."""
    legs = told("betting_gateway", 500)

    assert legs.groupby("case").size().between(5, 60).all() and not legs.duplicated(["case", "payee"]).any()
    assert (legs.role == "deposit").all()
    assert ((legs.when.dt.hour >= 19) | (legs.when.dt.hour < 2)).mean() > 0.65


def test_match_days_have_more(told) -> None:  # type: ignore[no-untyped-def]
    """A match day has at least 1.3 times the deposits of another; April and May more than the months around them."""
    legs = told("betting_gateway", 3_000)
    by_day = legs.groupby(legs.when.dt.normalize()).size()
    matches = is_match_day(np.array([day.toordinal() for day in by_day.index]))
    months = legs.groupby(legs.when.dt.month).size()

    assert by_day[matches].mean() > 1.3 * by_day[~matches].mean()
    assert months[[4, 5]].mean() > 1.15 * months[[8, 9, 10, 11]].mean()
