"""A copied fingerprint and the Aadhaar number empty an account at a crooked or new agent, near the day's limit, for days."""

from dataclasses import replace

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.rhythms import within_day
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import taken
from synfin_core.fraud.sums import alike

STYLES = {"aeps": "aeps_cash"}
AFTERMATH = "frozen"
EVENTS = ("complaint",)
OPEN = (0,) * 8 + (2, 6, 9, 10, 9, 6, 6, 7, 7, 6, 4, 2) + (0,) * 4  # hours of agents, assumed (calendar.yaml hour_of_day aeps)


def legs(cases: Cases) -> Legs:
    """One to five like withdrawals at one agent, over minutes to days."""
    made = taken(cases, STYLES, mostly_few(cases), alike, payees=1)
    return replace(made, time=within_day(made.time, OPEN))
