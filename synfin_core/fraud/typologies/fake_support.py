"""A false helpline 'refunds' a failed payment through a screen-sharing app: a rupee to try, then thousands within minutes."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.ladders import just_under, mostly_few, some_limit, test_rupees
from synfin_core.fraud.moves import rail_of, span, spread_over, uneven
from synfin_core.fraud.rhythms import DAYTIME, begin
from synfin_core.fraud.story import FROM_OUTSIDE, TO_MULE, Cases, Legs, legs_of, ragged
from synfin_core.fraud.ways import by_style
from synfin_core.payments.styles import CODE

STYLES = {"upi": "upi_id", "debit_card": "debit_ecom", "netbanking": "imps_web", "credit_card": "credit_ecom"}
EVENTS = ("remote-access flag", "complaint")  # fraud.yaml signals: the device is the usual one
AFTERMATH = "frozen"
MULES = (1, 2)  # fraud.yaml mules.generator.first_layer_accounts_per_case default
CREDITED = 0.5  # of cases tried by a tiny credit instead of a tiny debit (fraud.yaml signals name both), assumed
BELOW = 0.35  # of debits kept just under a limit, assumed
LIMITS = {5_000: 0.35, 10_000: 0.30, 20_000: 0.25, 50_000: 0.08, 100_000: 0.02}  # fraud.yaml example and signals; weights assumed


def legs(cases: Cases) -> Legs:
    """A test of 1-10 rupees, out or in, then 1-5 debits within the call, at least two after a credit."""
    credited = cases.draw("credited") < CREDITED
    counts = np.maximum(mostly_few(cases, 1.3), np.where(credited, 3, 0))
    case, leg = ragged(counts)
    time = spread_over(begin(cases, DAYTIME), case, leg, counts, span(cases))
    later, first = leg > 0, np.cumsum(counts) - counts
    return Legs.join([*_tests(cases, credited, time[first]), _debits(cases, case[later], leg[later], counts - 1, time[later])])


def _tests(cases: Cases, credited: NDArray[np.bool_], time: NDArray[np.int64]) -> list[Legs]:
    """The tiny debit of some cases and the tiny credit of the others."""
    found = []
    for chosen, role, direction in ((~credited, "test charge", TO_MULE), (credited, "bait", FROM_OUTSIDE)):
        case = np.flatnonzero(chosen)
        style = rail_of(cases, STYLES)[case] if direction == TO_MULE else np.full(len(case), CODE["upi_received"], np.uint8)
        rupees = test_rupees(cases)[case]
        test = legs_of(cases, case, np.zeros(len(case), np.int64), time[case], role, direction, style, rupees=rupees)
        found.append(by_style(test) if direction == TO_MULE else test)
    return found


def _debits(
    cases: Cases, case: NDArray[np.int64], leg: NDArray[np.int64], counts: NDArray[np.int64], time: NDArray[np.int64]
) -> Legs:
    """Uneven sums, some just under 5,000 to 1,00,000."""
    return by_style(
        legs_of(
            cases,
            case,
            leg,
            time,
            "transfer",
            TO_MULE,
            rail_of(cases, STYLES)[case],
            weight=uneven(cases, case, leg - 1, counts),
            rupees=just_under(cases, case, leg, some_limit(cases, case, leg, BELOW, LIMITS)),
            payee=leg % cases.whole("mules", *MULES)[case],
            cause=np.zeros(len(case), np.int64),
        )
    )
