"""Which attempts fail comes first, from published rates; why comes last, when balances are known."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.payments.rows import FAILED, REVERSED, SUCCESS
from synfin_core.payments.styles import IS_UPI, STYLES
from synfin_core.randomness import U64
from synfin_core.world.people import People

REASONS: tuple[tuple[str, str], ...] = (
    ("00", "approved"),
    ("Z9", "insufficient funds"),
    ("ZM", "wrong UPI PIN"),
    ("Z6", "PIN tries exceeded"),
    ("Z7", "too many payments"),
    ("Z8", "limit of the payment exceeded"),
    ("ZA", "declined by the customer"),
    ("U69", "collect request expired"),
    ("U16", "risk threshold exceeded"),
    ("B3", "not permitted to the account"),
    ("59", "suspected fraud"),
    ("U30", "debit has failed"),
    ("96", "state unknown, reversed later"),
    ("U09", "time-out"),
    ("51", "insufficient funds"),
    ("05", "do not honour"),
    ("55", "wrong PIN"),
    ("N7", "wrong or no OTP"),
    ("91", "issuer not available"),
    ("57", "not permitted to the card"),
    ("14", "no such card"),
    ("54", "expired card"),
)
REASON = {code: index for index, (code, _) in enumerate(REASONS)}
_BUSINESS = ("Z9", "ZM", "Z6", "Z8", "U16", "B3", "59")  # those that need no state; Z7 only where a customer pays that often
_TECHNICAL = ("U30", "U09")
TECHNICAL = np.array([REASON[code] for code in (*_TECHNICAL, "96")], np.uint8)
DEBITED_SHARE = 0.15  # of technical declines, given back later (payments.yaml technical_decline_reversal), assumed
CARD_REASONS = {"05": 0.35, "N7": 0.30, "55": 0.15, "91": 0.10, "57": 0.06, "54": 0.04}  # assumed
OTHER_REASONS = {"91": 0.5, "57": 0.3, "55": 0.2}  # assumed


def upi_outcome(
    people: People, who: NDArray[np.int32], slot: NDArray[np.uint8], style: NDArray[np.uint8], draws: NDArray[np.uint16]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """(status, reason) of UPI attempts at the bank of each payer's account (npci_bank_aug25)."""
    banks = people.calibration.banks
    technical = np.array([bank.technical_decline for bank in banks]) * 65_536
    business = technical + np.array([bank.business_decline for bank in banks]) * 65_536
    bank = people.bank_at(who, slot)
    status = (draws < business[bank]).astype(np.uint8)
    is_technical = draws < technical[bank]
    collect = np.array([one.mode == "collect" for one in STYLES.values()])[style]
    reason = np.where(is_technical, _pick(_codes(people.calibration, "TD"), draws), _pick(_codes(people.calibration, "BD"), draws))
    reason = np.where(collect & ~is_technical, np.where(draws % 2 == 0, REASON["ZA"], REASON["U69"]), reason)
    debited = is_technical & (draws % 20 < 20 * DEBITED_SHARE)
    status = np.where(debited, REVERSED, status).astype(np.uint8)
    reason = np.where(debited, REASON["96"], reason)
    return status, np.where(status == SUCCESS, 0, reason).astype(np.uint8)


def outcome(
    people: People, who: NDArray[np.int32], slot: NDArray[np.uint8], style: NDArray[np.uint8], draws: NDArray[np.uint16]
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """(status, reason) of attempts on any rail; outside payers (who < 0) do not fail."""
    status, reason = upi_outcome(people, np.maximum(who, 0), slot, style, draws)
    other = np.flatnonzero(~IS_UPI[style])
    rates, table = _other_rails()
    failed = draws[other] < rates[style[other]] * 65_536
    status[other] = failed
    reason[other] = np.where(failed, table[style[other], draws[other] % 64], 0)
    mine = who >= 0
    return np.where(mine, status, SUCCESS).astype(np.uint8), np.where(mine, reason, 0).astype(np.uint8)


@lru_cache(maxsize=1)
def _other_rails() -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
    """(decline rate, [64] reasons) by style: cards by channel (decline_rate_assumed), others 3%; bank files never."""
    rates, table = np.zeros(len(STYLES)), np.zeros((len(STYLES), 64), np.uint8)
    for code, style in enumerate(STYLES.values()):
        card = style.rail == "Card"
        debit = "debit" in style.mode
        rates[code] = ((0.18 if debit else 0.12) if style.remote else (0.07 if debit else 0.04)) if card else 0.03
        if style.channel in ("bank file", "toll lane", "branch") or style.kind in (
            "refund",
            "reversal",
            "cash deposit",
        ):
            rates[code] = 0.0
        table[code] = _spread(CARD_REASONS if card else OTHER_REASONS, 64)
    return rates, table


def _spread(shares: dict[str, float], cells: int) -> NDArray[np.uint8]:
    edges = np.cumsum(list(shares.values())) / sum(shares.values())
    marks = (np.arange(cells) + 0.5) / cells
    return np.array([REASON[code] for code in shares], np.uint8)[np.searchsorted(edges, marks)]


@lru_cache(maxsize=4)
def _codes(calibration: Calibration, family: str) -> NDArray[np.uint8]:
    """[64] reasons of a family by share: business declines, those of them with money enough, or technical ones."""
    wanted = {"BD": _BUSINESS, "funded": _BUSINESS[1:], "TD": _TECHNICAL}[family]
    share = "share_of_td" if family == "TD" else "share_of_bd"
    return _spread({str(row["code"]): row[share] for row in _reason_codes(calibration) if str(row["code"]) in wanted}, 64)


def share_of_declines(calibration: Calibration, code: str) -> float:
    """Share of UPI business declines with this reason (payments.yaml reason_codes, assumed)."""
    return float(next(row["share_of_bd"] for row in _reason_codes(calibration) if row["code"] == code))


def _reason_codes(calibration: Calibration) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = calibration.raw["payments"]["upi"]["declines"]["reason_codes"]["rows"]
    return rows


def without_funds(calibration: Calibration, noise: U64) -> NDArray[np.uint8]:
    """Reasons of UPI business declines where there was money enough."""
    return _pick(_codes(calibration, "funded"), (noise & np.uint64(0xFFFF)).astype(np.uint16))


def _pick(table: NDArray[np.uint8], draws: NDArray[np.uint16]) -> NDArray[np.uint8]:
    return table[draws % 64]


__all__ = ["FAILED", "REASON", "REASONS", "outcome", "upi_outcome"]
