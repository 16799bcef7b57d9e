"""Companies pay companies: most of NEFT and RTGS, between parties outside the ledger."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.amounts import round_to
from synfin_core.payments.moments import LOCAL, batched, moments, own_residue
from synfin_core.payments.rows import NO_SLOT, Rows
from synfin_core.payments.styles import CODE, HOURS_OF
from synfin_core.randomness import Pick, Streams
from synfin_core.world.outside import outside_party
from synfin_core.world.people import NORMAL_TABLE, People
from synfin_core.world.population import PRIMARY

COMPANIES = 900_000
# median, sigma, floor, cap in rupees (payments.yaml ticket_shapes, assumed; medians moved so that each rail's ticket comes out)
SHAPES = {
    "neft_business": (9_100.0, 2.0, 1.0, 1e8),
    "imps_business": (3_200.0, 1.9, 1.0, 5e5),
    "rtgs_business": (800_000.0, 1.88, 2e5, 1e9),
    "net_business": (6_000.0, 1.7, 10.0, 5e6),
}


def trade(people: People, streams: Streams, stream: int, style: str, n: int) -> Rows:
    """n payments of one style between companies of the towns where these people live."""
    near = Pick(np.ones(len(people))).draw(streams, "near", n).astype(np.int32)
    code = np.full(n, CODE[style], np.uint8)
    time = moments(people, near, HOURS_OF[code], "neft_rtgs", streams.raw("when", n))
    if style == "neft_business":
        time = batched(time, streams.u16("batch", n))
    return Rows.of(
        stream,
        n,
        time=own_residue(time, LOCAL),
        style=code,
        place=people.place[near],
        payer_party=outside_party("company", streams.raw("payer", n), COMPANIES),
        payer_slot=np.full(n, NO_SLOT, np.uint8),
        payee_party=outside_party("company", streams.raw("payee", n), COMPANIES),
        payee_slot=np.full(n, PRIMARY, np.uint8),
        amount=_amounts(SHAPES[style], streams.u16("amount", n), streams.u16("round", n)),
    )


def _amounts(
    shape: tuple[float, float, float, float], draws: NDArray[np.uint16], rounding: NDArray[np.uint16]
) -> NDArray[np.float64]:
    """Lognormal between floor and cap (drawn inside them, never piled up at the edge), thousands for 0.45 of them."""
    median, sigma, floor, cap = shape
    low, high = np.searchsorted(NORMAL_TABLE, np.log(np.array([floor, cap]) / median) / sigma)
    cell = low + draws.astype(np.int64) * (high - low) // 65_536
    amount = np.clip(median * np.exp(sigma * NORMAL_TABLE[cell]), floor, cap)
    thousands = (rounding < 0.45 * 65_536) & (amount > 5_000)
    return np.where(thousands, round_to(amount, 1_000.0), round_to(amount, 1.0)) / 100
