"""One stroke of a story: its main legs over its span, sent where their style leads."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.moves import rail_of, span, spread_over, uneven
from synfin_core.fraud.story import ROLE, TO_CASH, TO_MERCHANT, TO_MULE, Cases, Legs, legs_of, ragged
from synfin_core.fraud.ways import by_style

Shares = Callable[[Cases, NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]], NDArray[np.float64]]
_TAKEN = np.zeros(6, np.uint8)
_TAKEN[[TO_MULE, TO_MERCHANT, TO_CASH]] = [ROLE["drain"], ROLE["charge"], ROLE["withdrawal"]]


def stroke(
    cases: Cases,
    role: str,
    styles: dict[str, str],
    counts: NDArray[np.int64],
    shares: Shares = uneven,
    payees: int = 3,
    length: NDArray[np.int64] | None = None,
    chained: bool = True,
) -> Legs:
    """`counts` legs a case on its rail, to one to `payees` payees, over its span or `length`; `chained`: all need the first."""
    case, leg = ragged(counts)
    legs = legs_of(
        cases,
        case,
        leg,
        spread_over(cases, case, leg, counts, span(cases) if length is None else length),
        role,
        TO_MULE,
        rail_of(cases, styles)[case],
        weight=shares(cases, case, leg, counts),
        payee=leg % cases.whole("payees", 1, payees)[case],
        cause=np.where((leg > 0) & chained, 0, -1),
    )
    return by_style(legs)


def taken(
    cases: Cases,
    styles: dict[str, str],
    counts: NDArray[np.int64],
    shares: Shares = uneven,
    payees: int = 3,
    length: NDArray[np.int64] | None = None,
) -> Legs:
    """A stroke by a thief without a device of his own (those are drains): drains, charges or withdrawals, as the rail has it."""
    legs = stroke(cases, "drain", styles, counts, shares, payees, length)
    return replace(legs, role=_TAKEN[legs.direction])
