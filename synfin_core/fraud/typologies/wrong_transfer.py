"""A text tells of a credit that never came, a caller of a mistake; the victim 'returns' the sum, at times twice."""

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.rhythms import DAYTIME, begin
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import stroke

STYLES = {"upi": "upi_id"}
EVENTS = ("complaint",)


def legs(cases: Cases) -> Legs:
    """One to three transfers within two hours by day, most often one, to one stranger."""
    return stroke(begin(cases, DAYTIME), "transfer", STYLES, mostly_few(cases, 3.0), payees=1)
