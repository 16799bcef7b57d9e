"""A sticker covers a shop's QR code; its usual customers pay a stranger until the shop misses its credits."""

from dataclasses import replace
from functools import partial

from synfin_core.fraud.rhythms import within_day
from synfin_core.fraud.story import Cases, Legs
from synfin_core.fraud.strokes import stroke
from synfin_core.fraud.sums import log_steps, scattered

STYLES = {"upi": "upi_person_qr"}
MANY_VICTIMS = True
OPEN = (0,) * 7 + (2, 4, 5, 6, 7, 7, 6, 5, 5, 7, 9, 10, 9, 6, 3) + (0,) * 2  # hours of a shop, assumed
TICKETS = partial(scattered, fold=40.0)  # the largest ticket beside the smallest, assumed


def legs(cases: Cases) -> Legs:
    """10-150 payments of as many customers in opening hours, over hours to days."""
    made = stroke(cases, "transfer", STYLES, log_steps(cases), TICKETS, chained=False)
    return replace(made, time=within_day(made.time, OPEN), payee=made.leg)
