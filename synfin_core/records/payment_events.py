"""Events that belong to payments: logins and new payees before them, mandates before their first debit, complaints after."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.declines import REASON
from synfin_core.payments.rows import FAILED, REVERSED, SUCCESS
from synfin_core.payments.styles import STYLES, where
from synfin_core.randomness import chance, mix64
from synfin_core.records.devices import (
    Ints,
    before,
    bindings_by_thieves,
    item_hashes,
    log_between,
    ready_at,
    start_for,
    thief_rows,
    uniform,
)
from synfin_core.records.event_rates import (
    CARD_BLOCKED,
    CHANNELS,
    COMPLAINT_GAP,
    COMPLAINTS,
    DEPOSIT_GAP,
    DEPOSIT_PAISE,
    DEPOSIT_SHARE,
    LOGIN_BEFORE,
    LOGIN_GAP,
    MANDATE_GAP,
    PAYEE_EARLY,
    PAYEE_EARLY_GAP,
    PAYEE_GAP,
)
from synfin_core.records.event_rows import EventRows
from synfin_core.simulate import Shard

BY_BANK = where(lambda style: style.rail in ("IMPS", "NEFT", "RTGS") and style.kind != "own transfer")
BY_MANDATE = where(lambda style: style.auth == "mandate")
OWN = where(lambda style: style.kind == "own transfer")
BY_CARD = where(lambda style: style.rail == "Card")
BY_SESSION = where(lambda style: style.device and style.channel in ("mobile app", "web"))
_SEEN = np.array([CHANNELS.index(style.channel) if style.channel in CHANNELS else 0 for style in STYLES.values()], np.uint8)
_TECHNICAL = [REASON[code] for code in ("U30", "U09", "91")]


def payment_events(shard: Shard) -> list[EventRows]:
    """All events that precede or follow a payment of these customers."""
    return [_logins(shard), _payees(shard), _mandates(shard), *_deposits(shard), *complaints(shard, *_complained(shard))]


def _logins(shard: Shard) -> EventRows:
    """Minutes before a day's first payment, where it is made by app or web; and before a thief's first."""
    rows = shard.books.rows
    today = shard.books.payments_today
    stolen = bindings_by_thieves(shard)[0]
    starts = BY_SESSION[rows.style]
    at = np.concatenate([np.flatnonzero((today == 1) & starts), stolen[starts[stolen] & (today[stolen] != 1)]])
    hashes = item_hashes(shard, at)
    logs_in = uniform(hashes, 10) < LOGIN_BEFORE
    return _preceding(shard, "login", at[logs_in], log_between(uniform(hashes[logs_in], 11), *LOGIN_GAP))


def _payees(shard: Shard) -> EventRows:
    """Before a customer's first transfer by IMPS, NEFT or RTGS to each payee but themselves."""
    rows = shard.books.rows
    at = np.flatnonzero(BY_BANK[rows.style] & (rows.payer >= 0) & (rows.payee_party >= 0))
    at = _first_of(mix64(rows.payee_party[at].astype(np.uint64), 1) + rows.payer[at].astype(np.uint64), at)
    hashes = item_hashes(shard, at)
    draws, early = uniform(hashes, 12), uniform(hashes, 20) < PAYEE_EARLY
    gap = np.where(early, log_between(draws, *PAYEE_EARLY_GAP), log_between(draws, *PAYEE_GAP))
    return _preceding(shard, "payee added", at, gap, added=rows.payee_party[at])


def _mandates(shard: Shard) -> EventRows:
    """Days before the first debit that a merchant makes by mandate."""
    rows = shard.books.rows
    at = np.flatnonzero(BY_MANDATE[rows.style] & (rows.payer >= 0) & (rows.merchant >= 0))
    at = _first_of(rows.payer[at].astype(np.int64) * len(shard.market) + rows.merchant[at], at)
    gap = log_between(uniform(item_hashes(shard, at), 13), *MANDATE_GAP)
    seen = np.zeros(len(at), np.uint8)
    return _preceding(shard, "mandate made", at, gap, merchant=rows.merchant[at], channel=seen)


def _first_of(pair: NDArray[np.integer], at: Ints) -> Ints:
    """The earliest of the rows `at` of each pair; rows are in time order."""
    return np.sort(at[np.unique(pair, return_index=True)[1]])


def _deposits(shard: Shard) -> list[EventRows]:
    """Before much own money from elsewhere a deposit is broken, before much to elsewhere one is opened: some of the times."""
    rows = shard.books.rows
    large = OWN[rows.style] & (rows.amount >= DEPOSIT_PAISE) & (rows.status == SUCCESS)
    found = []
    for kind, who, other in (("deposit broken", rows.payee, rows.payer), ("deposit opened", rows.payer, rows.payee)):
        at = np.flatnonzero(large & (who >= 0) & (other < 0))
        at = at[uniform(item_hashes(shard, at), 21) < DEPOSIT_SHARE]
        hashes = item_hashes(shard, at)
        gap = log_between(uniform(hashes, 18), *DEPOSIT_GAP)
        time = before(rows.time[at], gap, start_for(shard.people, who[at], rows.time[at]), uniform(hashes, 19))
        found.append(EventRows.of_payments(shard, kind, at, time, payee=kind == "deposit broken"))
    return found


def _preceding(shard: Shard, kind: str, at: Ints, gap: Ints, **columns: Any) -> EventRows:
    """One event `gap` before each payment, on its device and seen where it is made."""
    rows = shard.books.rows
    time = before(rows.time[at], gap, ready_at(shard, at), uniform(item_hashes(shard, at), 14))
    given = {"channel": _SEEN[rows.style[at]], "thief": thief_rows(shard, at), **columns}
    return EventRows.of_payments(shard, kind, at, time, **given)


def _complained(shard: Shard) -> tuple[Ints, NDArray[np.bool_]]:
    """Honest payments that somebody complains about, and for which of them a card is blocked first."""
    rows = shard.books.rows
    at = np.flatnonzero((rows.payer >= 0) & (rows.case < 0))
    hashes = item_hashes(shard, at)
    kept = chance(hashes, max(COMPLAINTS.values()))
    at, hashes = at[kept], hashes[kept]
    kept = chance(hashes, _complaint_odds(shard, at))
    at, hashes = at[kept], hashes[kept]
    return at, BY_CARD[rows.style[at]] & (uniform(hashes, 15) < CARD_BLOCKED)


def _complaint_odds(shard: Shard, at: Ints) -> NDArray[np.float64]:
    """Chance of a complaint by how each payment ended; about purchases by the merchant's reputation, the mean unchanged."""
    rows = shard.books.rows
    status, merchant = rows.status[at], rows.merchant[at]
    bought = COMPLAINTS["bought"] * shard.market.complaint_factor[np.maximum(merchant, 0)]
    fine = np.where(merchant >= 0, bought, COMPLAINTS["sent"])
    failed = np.where(np.isin(rows.reason[at], _TECHNICAL), COMPLAINTS["technical"], COMPLAINTS["declined"])
    return np.where(status == REVERSED, COMPLAINTS["reversed"], np.where(status == FAILED, failed, fine))


def complaints(shard: Shard, at: Ints, blocks: NDArray[np.bool_]) -> list[EventRows]:
    """A complaint hours after each payment; where the card is blocked, that comes first."""
    rows, hashes = shard.books.rows, item_hashes(shard, at)
    gap = log_between(uniform(hashes, 16), *COMPLAINT_GAP)
    sooner = (gap * (0.05 + 0.9 * uniform(hashes, 17))).astype(np.int64)
    blocked = EventRows.of_payments(shard, "card blocked", at[blocks], (rows.time[at] + sooner)[blocks])
    return [EventRows.of_payments(shard, "complaint", at, rows.time[at] + gap), blocked]
