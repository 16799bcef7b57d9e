"""A loan, job, prize or bonus is promised for a small fee; then tax, insurance and release fees follow, each larger."""

from dataclasses import replace

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.moves import ladder
from synfin_core.fraud.rhythms import within_day
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import stroke

STYLES = {"upi": "upi_id", "imps": "imps_out", "neft": "neft_out"}
EVENTS = ("complaint",)
OFFICE = (0,) * 9 + (2, 7, 9, 9, 6, 7, 8, 8, 6, 3, 1) + (0,) * 4  # hours at which an 'office' calls, assumed


def legs(cases: Cases) -> Legs:
    """Two to eight rising fees over days to weeks."""
    made = stroke(cases, "fee", STYLES, mostly_few(cases), ladder)
    return replace(made, time=within_day(made.time, OFFICE))
