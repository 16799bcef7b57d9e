"""A link or app about KYC, a bill or a fine reads the victim's messages; payments follow, often by night, until one is stopped."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.rhythms import DAYTIME, within_day
from synfin_core.fraud.story import ROLE, TO_MERCHANT, Cases, Legs, legs_of
from synfin_core.fraud.strokes import taken
from synfin_core.fraud.sums import between, wait
from synfin_core.fraud.variants import is_variant
from synfin_core.payments.styles import CODE
from synfin_core.timeline import MINUTE

STYLES = {"upi": "upi_id", "netbanking": "imps_web", "debit_card": "debit_ecom", "credit_card": "credit_ecom"}
EVENTS = ("remote-access flag", "limit changed", "complaint")
AFTERMATH = "frozen"
NIGHT = (6, 7, 7, 6, 4, 1) + (0.1,) * 17 + (1,)  # hours at which an app acts (fraud.yaml timing: often 00:00-05:00), assumed
FEES_INR = {"benefit-scheme APK": (1, 10), "FASTag APK": (100, 500), "e-challan APK": (500, 2_000)}  # asked for first, assumed
STOPPED = 0.3  # of cases that end in a refused card charge (apk_digit: one did), assumed
LAST_TRY, TRIED_AFTER = (0.05, 0.3), (2, 20)  # of the case's size; minutes after the others, assumed


def legs(cases: Cases) -> Legs:
    """One to eight payments within hours of the install, and at times one more on a card that is refused."""
    by_link = is_variant(cases, "link")
    cases = replace(cases, start=np.where(by_link, within_day(cases.start, DAYTIME), within_day(cases.start, NIGHT)))
    counts = mostly_few(cases)
    main = _with_fee(cases, taken(cases, STYLES, counts), counts)
    case = np.flatnonzero(cases.draw("stopped") < STOPPED)
    leg = np.full(len(case), 100)
    last = main.time[np.cumsum(counts) - 1][case] + wait(cases, case, leg, "wait", TRIED_AFTER, MINUTE)
    stopped = legs_of(
        cases,
        case,
        leg,
        last,
        "charge",
        TO_MERCHANT,
        np.full(len(case), CODE["credit_ecom"], np.uint8),
        weight=between(cases, case, leg, "last try", LAST_TRY),
        payee=leg,
        cause=np.zeros(len(case), np.int64),
        refused=np.ones(len(case), bool),
    )
    return Legs.join([main, stopped])


def _with_fee(cases: Cases, main: Legs, counts: NDArray[np.int64]) -> Legs:
    """The first of several payments is what the app asks for: a registration, a recharge, a fine."""
    rupees, role = main.rupees.copy(), main.role.copy()
    for name, bounds in FEES_INR.items():
        at = np.flatnonzero((main.leg == 0) & (is_variant(cases, name) & (counts > 1))[main.case])
        rupees[at] = np.floor(between(cases, main.case[at], main.leg[at], "fee", bounds))
        role[at] = ROLE["fee"]
    return replace(main, rupees=rupees, role=role)
