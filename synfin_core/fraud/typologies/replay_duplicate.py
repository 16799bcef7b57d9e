"""One payment is taken again and again within seconds, by a replayed message; or one refund is given twice."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.ladders import mostly_few
from synfin_core.fraud.moves import rail_of, spread_over
from synfin_core.fraud.rhythms import DAYTIME, begin
from synfin_core.fraud.story import FROM_MERCHANT, ROLE, TO_MERCHANT, Cases, Legs, legs_of, ragged
from synfin_core.fraud.sums import lasting
from synfin_core.payments.followers import REFUND_STYLE
from synfin_core.timeline import DAY, SECOND

STYLES = {"upi": "upi_intent", "credit_card": "credit_ecom", "wallet": "wallet_online"}
REFUNDS = 0.25  # of cases in which a refund is doubled rather than a sale, assumed
EACH_SECONDS = (4, 55)  # between two, on average of a case, assumed (fraud.yaml signals: equal amount within 60 s)
SALE_DAYS = (1, 9)  # before a refund that is doubled, assumed
SALE, REFUND = 100, 101  # numbers of the legs that are copied


def legs(cases: Cases) -> Legs:
    """A sale (and its refund) of one amount, then one to nine copies of it within minutes."""
    cases = begin(cases, DAYTIME)
    counts, refunds = mostly_few(cases), cases.draw("refund") < REFUNDS
    return Legs.join([_sale(cases, counts, refunds), _refund(cases, counts, refunds), _copies(cases, counts, refunds)])


def _sale(cases: Cases, counts: NDArray[np.int64], refunds: NDArray[np.bool_]) -> Legs:
    case = np.arange(len(cases))
    ago = np.where(refunds, lasting(cases, "ago", SALE_DAYS, DAY), 0)
    return legs_of(
        cases,
        case,
        np.full(len(case), SALE),
        cases.start - ago,
        "purchase",
        TO_MERCHANT,
        rail_of(cases, STYLES),
        weight=1 / counts,
    )


def _refund(cases: Cases, counts: NDArray[np.int64], refunds: NDArray[np.bool_]) -> Legs:
    case = np.flatnonzero(refunds)
    return legs_of(
        cases,
        case,
        np.full(len(case), REFUND),
        cases.start[case],
        "pay-back",
        FROM_MERCHANT,
        REFUND_STYLE[rail_of(cases, STYLES)][case],
        weight=1 / counts[case],
        cause=np.full(len(case), SALE),
    )


def _copies(cases: Cases, counts: NDArray[np.int64], refunds: NDArray[np.bool_]) -> Legs:
    case, leg = ragged(counts)
    each, soon = lasting(cases, "each", EACH_SECONDS, SECOND), lasting(cases, "soon", EACH_SECONDS, SECOND)
    style, again = rail_of(cases, STYLES)[case], refunds[case]
    copies = legs_of(
        cases,
        case,
        leg,
        spread_over(cases, case, leg, counts, (counts - 1) * each) + soon[case],
        "charge",
        TO_MERCHANT,
        np.where(again, REFUND_STYLE[style], style).astype(np.uint8),
        weight=1 / counts[case],
        cause=np.full(len(case), SALE),
    )
    return replace(
        copies,
        role=np.where(again, ROLE["claim"], copies.role).astype(np.uint8),
        direction=np.where(again, FROM_MERCHANT, copies.direction).astype(np.uint8),
    )
