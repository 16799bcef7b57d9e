"""What follows a payment: a retry after a decline, a refund, the reversal of a debit that went astray.

In each stream the odd item after an even one is its partner slot: when the even payment calls for a follower, the odd
item becomes it. So followers are shares of the quota, need no count of their own, and change no other item.
"""

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.amounts import lognormal
from synfin_core.payments.declines import REASON
from synfin_core.payments.moments import BATCH, LOCAL, inside, own_residue
from synfin_core.payments.rows import FAILED, NO_SLOT, NOBODY, REVERSED, SUCCESS, Rows
from synfin_core.payments.styles import CODE, IS_REMOTE, STYLES
from synfin_core.randomness import U64, Streams, chance
from synfin_core.timeline import DAY, HOUR, SECOND
from synfin_core.world.people import People

# payments.yaml retry_after_decline, assumed
RETRY = {"ZM": (0.75, 0.85), "technical": (0.65, 0.70), "other": (0.20, 0.30), "Z9": (0.0, 0.0)}  # no money, no second try
RETRY_DELAY = (15, 180)
IN_STORE_RETURNS = 0.003  # merchants.yaml refunds.in_store, assumed
FULL_REFUND, REFUND_DAYS = 0.85, (2, 10)  # merchants.yaml refunds, assumed
REVERSAL_MEDIAN_H, REVERSAL_SIGMA = 2.0, 2.48  # payments.yaml technical_decline_reversal: median 2 h, p90 48 h, assumed
_REFUNDS = {"UPI": "upi_refund", "Card": "card_refund", "Wallet": "wallet_refund", "Net banking": "net_refund"}
REFUND_STYLE = np.array([CODE[_REFUNDS.get(style.rail, "upi_refund")] for style in STYLES.values()], np.uint8)
_TECHNICAL = ("U30", "U09", "91")
_KIND = ["technical" if code in _TECHNICAL else code if code in RETRY else "other" for code in REASON]


def with_followers(people: People, rows: Rows, streams: Streams) -> Rows:
    """Turn partner slots into the retries, refunds and reversals that their payments call for."""
    source = np.flatnonzero((rows.item[:-1] % 2 == 0) & (rows.payer[:-1] >= 0)) if len(rows) > 1 else np.zeros(0, np.int64)
    draws = streams.raw("follower", len(rows))[source]
    _drop_odd_reversals(rows)
    retry = (rows.status[source] == FAILED) & chance(draws, 2 * _odds(rows.reason[source], 0))
    reverse = rows.status[source] == REVERSED
    refund = (rows.status[source] == SUCCESS) & (rows.merchant[source] >= 0) & chance(draws, 2 * _returned(people, rows, source))
    time = rows.time[source] + np.where(
        retry, _retry_delay(draws, rows.style[source]), np.where(reverse, _reversal_delay(draws), _refund_delay(draws))
    )
    time = own_residue(time, LOCAL)
    fits = inside(people.population.period, time)
    rows.status[source[reverse & ~fits]] = FAILED
    for chosen, fill in ((retry & fits, _retry), (reverse & fits, _reverse), (refund & fits, _refund)):
        first = source[chosen]
        _link(rows, first, time[chosen])
        fill(rows, first, draws[chosen])
    return rows


def _drop_odd_reversals(rows: Rows) -> None:
    """Only a payment with a partner slot can be reversed; the others just fail."""
    alone = (rows.status == REVERSED) & (rows.item % 2 == 1)
    if len(rows) and rows.item[-1] % 2 == 0:
        alone[-1] = rows.status[-1] == REVERSED
    rows.status[alone] = FAILED
    rows.reason[alone] = REASON["U30"]


def _odds(reason: NDArray[np.uint8], which: int) -> NDArray[np.float64]:
    """Chance of a retry (0), or of its success (1), by the reason of the decline."""
    return np.array([RETRY[kind][which] for kind in _KIND])[reason]


def _returned(people: People, rows: Rows, source: NDArray[np.int64]) -> NDArray[np.float64]:
    rates = np.append(np.array([row.return_rate for row in people.calibration.categories]), [0.0] * 256)[:256]
    remote = IS_REMOTE[rows.style[source]]
    return np.where(remote, rates[rows.category[source]], IN_STORE_RETURNS)


def _retry_delay(draws: U64, style: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Soon after; by NEFT in the next batch."""
    spread = (draws & np.uint64(0xFFFFFF)).astype(np.int64) * (RETRY_DELAY[1] - RETRY_DELAY[0]) * SECOND >> 24
    return np.where(style == CODE["neft_out"], BATCH, RETRY_DELAY[0] * SECOND + spread)


def _refund_delay(draws: U64) -> NDArray[np.int64]:
    return REFUND_DAYS[0] * DAY + (draws & np.uint64(0xFFFFFF)).astype(np.int64) * ((REFUND_DAYS[1] - REFUND_DAYS[0]) * DAY >> 24)


def _reversal_delay(draws: U64) -> NDArray[np.int64]:
    factor = lognormal(REVERSAL_SIGMA, (draws & np.uint64(0xFFFF)).astype(np.uint16)) * np.exp(REVERSAL_SIGMA**2 / 2)
    return (np.minimum(REVERSAL_MEDIAN_H * factor, 240) * HOUR).astype(np.int64) + 5 * SECOND


def _link(rows: Rows, first: NDArray[np.int64], time: NDArray[np.int64]) -> None:
    """Make the partner slots copies of their payments at their own time."""
    second = first + 1
    for name in (
        "payer",
        "payer_slot",
        "payer_party",
        "payee",
        "payee_slot",
        "payee_party",
        "merchant",
        "category",
        "place",
        "style",
        "amount",
    ):
        column = getattr(rows, name)
        column[second] = column[first]
    rows.time[second], rows.related[second], rows.part[second] = time, first, 1.0


def _retry(rows: Rows, first: NDArray[np.int64], draws: U64) -> None:
    again = (draws & np.uint64(0xFFFF)).astype(np.float64) < 65_536 * _odds(rows.reason[first], 1)
    rows.status[first + 1] = np.where(again, SUCCESS, FAILED)
    rows.reason[first + 1] = np.where(again, 0, rows.reason[first])


def _turn_round(rows: Rows, first: NDArray[np.int64]) -> None:
    """The payee gives back: payer and payee change places, and nothing fails."""
    second = first + 1
    rows.payee[second], rows.payee_slot[second], rows.payee_party[second] = (
        rows.payer[first],
        rows.payer_slot[first],
        NOBODY,
    )
    rows.payer[second], rows.payer_slot[second], rows.payer_party[second] = NOBODY, NO_SLOT, rows.payee_party[first]
    rows.status[second], rows.reason[second] = SUCCESS, 0


def _reverse(rows: Rows, first: NDArray[np.int64], draws: U64) -> None:
    _turn_round(rows, first)
    rows.style[first + 1] = CODE["upi_reversal"]


def _refund(rows: Rows, first: NDArray[np.int64], draws: U64) -> None:
    _turn_round(rows, first)
    rows.style[first + 1] = REFUND_STYLE[rows.style[first]]
    uniform = (draws & np.uint64(0xFFFF)).astype(np.float64) / 65_536
    rows.part[first + 1] = np.where(uniform < FULL_REFUND, 1.0, 0.2 + 0.7 * (uniform - FULL_REFUND) / (1 - FULL_REFUND))
