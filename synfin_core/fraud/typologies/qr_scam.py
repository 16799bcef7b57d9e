"""A 'buyer' of a used article sends a QR code to receive money: a rupee comes back double, then each scan pays out more."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.ladders import mostly_few, test_rupees
from synfin_core.fraud.moves import ladder, rail_of, span, spread_over
from synfin_core.fraud.rhythms import EVENING, begin
from synfin_core.fraud.story import FROM_OUTSIDE, ROLE, TO_MULE, Cases, Legs, legs_of, ragged
from synfin_core.payments.styles import CODE

STYLES = {"upi": "upi_person_qr"}
EVENTS = ("complaint",)
TRIED = 0.5  # of cases of several scans that begin with a test, assumed
BACK = 2.0  # rupees returned for one (fraud.yaml timing)


def legs(cases: Cases) -> Legs:
    """Growing sums to one payee within minutes; a test that some cases begin with is paid back double before the next scan."""
    counts = mostly_few(cases, 1.3)
    case, leg = ragged(counts)
    tried = (leg == 0) & ((counts > 1) & (cases.draw("tried") < TRIED))[case]
    scans = legs_of(
        cases,
        case,
        leg,
        spread_over(begin(cases, EVENING), case, leg, counts, span(cases)),
        "transfer",
        TO_MULE,
        rail_of(cases, STYLES)[case],
        weight=ladder(cases, case, leg, counts),
        rupees=np.where(tried, test_rupees(cases)[case], 0.0),
        cause=leg - 1,
    )
    scans.role[tried] = ROLE["test charge"]
    return Legs.join([scans, _doubled(cases, scans, np.flatnonzero(tried))])


def _doubled(cases: Cases, scans: Legs, tests: NDArray[np.int64]) -> Legs:
    """What comes back for the test, halfway to the next scan."""
    case, leg = scans.case[tests], scans.leg[tests]
    return legs_of(
        cases,
        case,
        leg + 200,
        (scans.time[tests] + scans.time[tests + 1]) // 2,
        "pay-back",
        FROM_OUTSIDE,
        np.full(len(tests), CODE["upi_received"], np.uint8),
        rupees=BACK * scans.rupees[tests],
        cause=leg,
    )
