"""Events of cases: those that the stories name, before their first payment and after their last."""

import pandas as pd
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.fraud.loader import Story, stories
from synfin_core.records.case_events import AFTER
from synfin_core.records.event_rates import KINDS

STORIES = stories(load_calibration())


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.typology.id)
def test_stories_name_kinds_of_the_glossary(story: Story) -> None:
    """An event that a story names is one that honest customers have too."""
    assert set(story.events) <= set(KINDS)


@pytest.mark.parametrize("story", [one for one in STORIES if one.events], ids=lambda story: story.typology.id)
def test_named_events_come_before_the_first_payment_or_after_the_last(
    story: Story, payments: pd.DataFrame, events: pd.DataFrame
) -> None:
    """At most a day and a half before, at most three days after; most cases have each. A claim is paid after its complaint."""
    legs = payments[(payments.fraud_type == story.typology.id) & payments.is_fraud].groupby("fraud_case_id").transacted_at
    mine = events[events.fraud_case_id.isin(legs.min().index)]
    claims = (payments[payments.fraud_type == story.typology.id].fraud_role == "claim").any()
    for kind in story.events:
        happened = mine[mine.event == kind].groupby("fraud_case_id").occurred_at.min()
        first, last = legs.min()[happened.index], legs.max()[happened.index]
        gap = first - happened if kind not in AFTER else last - happened if claims else happened - last
        times = mine[mine.event == kind].set_index("fraud_case_id").occurred_at
        nearest = times[times < legs.min().reindex(times.index)].groupby(level=0).max()  # money raised earlier may break one too

        most = 0.4 if kind == "SIM changed" and story.keeps_number else 0.6
        assert len(happened) > most * len(legs.min()), kind
        assert (gap if kind in AFTER else first - nearest).max() < pd.Timedelta(days=3 if kind in AFTER else 1.5), kind
        assert kind == "payee added" or gap.min() > pd.Timedelta(0), kind


def test_a_blocked_card_is_the_one_that_was_charged(payments: pd.DataFrame, events: pd.DataFrame) -> None:
    """The card of a case is blocked between its last charge and the complaint about that charge."""
    complaints = events[(events.event == "complaint") & events.fraud_case_id.notna()].set_index("fraud_case_id")
    blocked = events[(events.event == "card blocked") & events.fraud_case_id.notna()].set_index("fraud_case_id")
    both = blocked.join(complaints, how="inner", suffixes=("", "_complaint")).join(
        payments.set_index("transaction_id")[["payer_account_id", "transacted_at"]], on="transaction_id_complaint"
    )

    assert len(both) > 20
    assert (both.account_id == both.payer_account_id).all()
    assert ((both.transacted_at < both.occurred_at) & (both.occurred_at < both.occurred_at_complaint)).all()
