"""The main legs of a story, sent where their style leads."""

import numpy as np
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.fraud.story import ROLES, TO_CASH, TO_MERCHANT, TO_MULE, Cases
from synfin_core.fraud.strokes import stroke, taken
from synfin_core.randomness import Streams
from synfin_core.timeline import DAY, MINUTE

STYLES = {"upi": "upi_id", "imps": "imps_out"}
TYPOLOGIES = {one.id: one for one in load_calibration().typologies}


def cases_of(name: str) -> Cases:
    """500 cases of a typology over a year."""
    return Cases.of(TYPOLOGIES[name], Streams(3, "test"), np.arange(500), 365 * DAY)


def test_legs_begin_with_the_case_and_end_within_its_span() -> None:
    """The first leg at the start, the last within steps.span_minutes (5-240), all on one rail and hanging on the first."""
    cases = cases_of("loan_takeover")
    legs = stroke(cases, "drain", STYLES, cases.whole("steps", 2, 6))
    after = legs.time - cases.start[legs.case]

    assert (after[legs.leg == 0] == 0).all() and after.max() <= 240 * MINUTE
    assert (legs.cause == np.where(legs.leg > 0, 0, -1)).all()
    assert all(len(np.unique(legs.style[legs.case == case])) == 1 for case in range(50))


def test_legs_that_are_not_chained_stand_alone() -> None:
    """No leg then follows from another, and a given length takes the place of the span."""
    cases = cases_of("loan_takeover")
    length = np.full(len(cases), MINUTE)
    legs = stroke(cases, "drain", STYLES, cases.whole("steps", 2, 6), length=length, chained=False)

    assert (legs.cause == -1).all() and (legs.time - cases.start[legs.case]).max() == MINUTE


@pytest.mark.parametrize(
    ("name", "styles", "direction", "role"),
    [
        ("loan_takeover", STYLES, TO_MULE, "drain"),
        ("stolen_card", {"credit_card": "credit_tap", "debit_card": "debit_tap"}, TO_MERCHANT, "charge"),
        ("aeps_clone", {"aeps": "aeps_cash"}, TO_CASH, "withdrawal"),
    ],
)
def test_what_is_taken_is_named_by_where_it_goes(name: str, styles: dict[str, str], direction: int, role: str) -> None:
    """Drains go to mules, charges to merchants, withdrawals into cash."""
    cases = cases_of(name)
    legs = taken(cases, styles, np.full(len(cases), 2))

    assert (legs.direction == direction).all() and (legs.role == ROLES.index(role)).all()
