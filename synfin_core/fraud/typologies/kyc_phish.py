"""A link or app about KYC, a bill or a fine reads the victim's messages; payments follow, often by night, until one is stopped."""

from dataclasses import replace

import numpy as np

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.rhythms import DAYTIME, within_day
from synfin_core.fraud.story import TO_MERCHANT, Cases, Legs, legs_of
from synfin_core.fraud.strokes import taken
from synfin_core.fraud.sums import between, wait
from synfin_core.payments.styles import CODE
from synfin_core.timeline import MINUTE

STYLES = {"upi": "upi_id", "netbanking": "imps_web", "debit_card": "debit_ecom", "credit_card": "credit_ecom"}
EVENTS = ("remote-access flag", "limit changed", "complaint")
AFTERMATH = "frozen"
NIGHT = (6, 7, 7, 6, 4, 1) + (0.1,) * 17 + (1,)  # hours at which an app acts (fraud.yaml timing: often 00:00-05:00), assumed
BY_APP = 0.5  # of cases an app that reads codes at night, the rest links by day, assumed
STOPPED = 0.3  # of cases that end in a refused card charge (apk_digit: one did), assumed
LAST_TRY, TRIED_AFTER = (0.05, 0.3), (2, 20)  # of the case's size; minutes after the others, assumed


def legs(cases: Cases) -> Legs:
    """One to eight payments within hours of the install, and at times one more on a card that is refused."""
    by_app = cases.draw("app") < BY_APP
    cases = replace(cases, start=np.where(by_app, within_day(cases.start, NIGHT), within_day(cases.start, DAYTIME)))
    counts = mostly_few(cases)
    main = taken(cases, STYLES, counts)
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
