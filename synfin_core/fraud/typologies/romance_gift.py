"""A friend met online sends a gift that customs holds; fee after fee, ever larger, goes to ever other accounts."""

from dataclasses import replace
from functools import partial

from synfin_core.fraud.ladders import climb, mostly_few
from synfin_core.fraud.rhythms import EVENING, within_day
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import stroke

STYLES = {"upi": "upi_id", "imps": "imps_out", "neft": "neft_out"}
EVENTS = ("deposit broken", "complaint")
GROWTH = (4.0, 30.0)  # of the last fee beside the first: 22,500 to 6 lakh asked, 48,300 to 1.15 lakh (gift_cases); assumed


def legs(cases: Cases) -> Legs:
    """3-25 rising fees over weeks, in the evenings, each to the next of several payees."""
    made = stroke(cases, "fee", STYLES, mostly_few(cases), partial(climb, growth=GROWTH), payees=6)
    return replace(made, time=within_day(made.time, EVENING))
