"""What each leg moves and by which way: sums as round as honest ones, on a rail that the payer holds and that may carry them."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.fraud.casting import ON_CREDIT, ON_WALLET
from synfin_core.fraud.circle import Circle
from synfin_core.fraud.combinations import PROGRESSIVE, Ties, growth_of
from synfin_core.fraud.difficulty import Difficulty, difficulties
from synfin_core.fraud.loader import Story
from synfin_core.fraud.sizes import USUAL_SIGMA, fit
from synfin_core.fraud.story import (
    FROM_MERCHANT,
    FROM_OUTSIDE,
    IS_FRAUD,
    ROLE,
    ROLES,
    TO_CASH,
    TO_MERCHANT,
    TO_MULE,
    TO_OUTSIDE,
    Legs,
    drawn,
    leg_keys,
)
from synfin_core.payments.amounts import ONLINE, PERSON, SHOP, lognormal, round_like_people
from synfin_core.payments.cash import AEPS_CAP, ATM_CAP
from synfin_core.payments.followers import REFUND_STYLE
from synfin_core.payments.moments import batched
from synfin_core.payments.running import Ints, Segments, group_order, time_order
from synfin_core.payments.styles import CODE, IS_REMOTE, STYLES, codes, where
from synfin_core.payments.transfers import COLLECT_CAP, COLLECT_ENDED, IMPS_CAP, UPI_CAP
from synfin_core.randomness import U64
from synfin_core.timeline import DAY
from synfin_core.world.people import NORMAL_TABLE

Stories = tuple[Story | None, ...]
INCOME_PULL = 0.7  # how far a case's size follows the victim's income, assumed
TRIAL = (5.0, 60.0)  # rupees of the least that anybody would try with, assumed
CARD_SHARE = 0.3  # of a credit limit at most in one case, so that honest use and fraud both fit, assumed
RTGS_LEAST = 200_000.0  # payments.yaml rail_caps_inr.rtgs_floor, assumed
AGENT_STEP, MACHINE_STEP = 10_000, 50_000  # paise of cash by an agent, by a machine
_IN_BATCHES = where(lambda style: style.rail == "NEFT")
_SHOP_CODES = codes("upi_qr", "upi_intent")
_SOLD = np.isin(np.arange(len(ROLES)), [ROLE["charge"], ROLE["test charge"], ROLE["purchase"], ROLE["claim"]])
_UPI_MODES = codes("upi_contact", "upi_id", "upi_person_qr")
_WITHOUT = {
    "credit_tap": "debit_tap",
    "credit_chip": "debit_chip",
    "credit_ecom": "debit_ecom",
    "credit_abroad": "debit_ecom",
    "upi_credit": "upi_qr",
    "wallet_pay": "upi_qr",
    "wallet_online": "upi_intent",
}  # how it is paid by who holds no credit card or wallet, assumed
_INSTEAD = np.array([CODE[_WITHOUT.get(name, name)] for name in STYLES], np.uint8)


def priced(
    circle: Circle, stories: Stories, code: Ints, ties: Ties, victim: Ints, legs: Legs, payer: Ints
) -> tuple[Legs, Ints, NDArray[np.float64]]:
    """Legs with their final style and time, their payers, and amounts in paise; `code`, `ties` and `victim` of each case."""
    keys = leg_keys(ties.key[legs.case], legs.leg)
    style = _held(circle, legs, payer)
    figures = _figures(circle.population.period.calibration, stories)[code]
    level = difficulties()[circle.population.spec.difficulty]
    figures[:, 0] *= level.amount_factor
    size = _sizes(circle, figures, ties, victim, np.bincount(legs.case, ON_CREDIT[style], len(code)) > 0)
    least, most = TRIAL
    trial = least * (most / least) ** drawn(keys, "trial")
    rupees = np.where(legs.rupees > 0, legs.rupees, np.clip(legs.weight * size[legs.case], trial, figures[legs.case, 3]))
    rupees = _with_usual(circle, legs, keys, payer, rupees, level)
    rupees = _first_small(legs, rupees, _first_sums(circle, legs, keys, payer, level), figures[legs.case, 3])
    paise = _rounded(legs, style, rupees, drawn(keys, "round"))
    legs, style = _beyond_shops(legs, style, paise)
    style = _carried(circle, legs, style, paise, drawn(keys, "mode"))
    style, paise = _given_back(legs, style, paise)
    waits = (drawn(keys, "batch") * 65_536).astype(np.uint16)
    time = np.where(_IN_BATCHES[style], batched(legs.time, waits), legs.time)
    return replace(legs, style=style, time=time), payer, paise


@lru_cache(maxsize=8)
def _figures(calibration: Calibration, stories: Stories) -> NDArray[np.float64]:
    """[code] mean before the bounds cut it, least and most rupees of a case, most of one payment, usual income of its victims."""
    table = np.ones((len(stories), 5))
    for story in filter(None, stories):
        sums = story.typology.figures["amount_inr"]
        mean, (low, high) = story.typology.mean_case_inr, sums["per_case"]
        income = usual_income(calibration, story)
        table[story.code] = (mean * fit(mean, low, high), low, high, sums["per_txn"][1], income)
    return table


def usual_income(calibration: Calibration, story: Story) -> float:
    """Mean monthly income of the typology's victims."""
    segments = [one for one in calibration.segments if one.id in story.typology.victims]
    weights = np.array([one.pop_share for one in segments])
    middles = np.array([np.sqrt(max(one.income_month[0], 1000.0) * one.income_month[1]) for one in segments])
    return float(weights @ middles / weights.sum())


def _sizes(
    circle: Circle, figures: NDArray[np.float64], ties: Ties, victim: Ints, on_card: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Rupees of each case: lognormal with the typology's mean, pulled by the victim's income, inside per_case and the card.

    A thief who learns begins with one draw for all his cases and takes more each time.
    """
    mean, low, high, _, usual = figures.T
    key = np.where(ties.kind == PROGRESSIVE, ties.run, ties.key)
    normal = NORMAL_TABLE[(drawn(key, "size") * len(NORMAL_TABLE)).astype(np.int64)]
    size = (
        growth_of(circle.population.period.calibration, ties)
        * mean
        * np.exp(USUAL_SIGMA * normal - USUAL_SIGMA**2 / 2)
        * (circle.income[victim] / usual) ** INCOME_PULL
    )
    size = np.clip(size, low, high)
    limit = CARD_SHARE * circle.credit_limit[victim]
    return np.where(on_card & circle.has_card[victim], np.minimum(size, limit), size)


def _with_usual(
    circle: Circle, legs: Legs, keys: U64, payer: Ints, rupees: NDArray[np.float64], level: Difficulty
) -> NDArray[np.float64]:
    """Rupees of each leg, nearer to what its payer pays on any day where the difficulty asks for it."""
    if not level.nearness:
        return rupees
    near = np.flatnonzero(_loses(legs) & (legs.rupees <= 0))
    rupees = rupees.copy()
    rupees[near] *= (_usual(circle, legs, keys, payer, near, level) / rupees[near]) ** level.nearness
    return rupees


def _first_sums(circle: Circle, legs: Legs, keys: U64, payer: Ints, level: Difficulty) -> NDArray[np.float64]:
    """Most rupees of each leg: the first payment of a case of several is one that the customer would make on any day."""
    most = np.full(len(legs), np.inf)
    pays = np.flatnonzero(_loses(legs))
    order = pays[group_order(legs.case[pays], time_order(legs.time[pays]))]
    runs = Segments.of(legs.case[order])
    first = order[runs.starts[runs.sizes > 1]]
    most[first] = _usual(circle, legs, keys, payer, first, level)
    return most


def _loses(legs: Legs) -> NDArray[np.bool_]:
    """Payments by which the customer, or whoever's card it is, loses."""
    return IS_FRAUD[legs.role] & (legs.direction != FROM_OUTSIDE) & (legs.direction != FROM_MERCHANT)


def _usual(circle: Circle, legs: Legs, keys: U64, payer: Ints, at: Ints, level: Difficulty) -> NDArray[np.float64]:
    """Rupees that the payer of each leg `at` might pay on any day in its way."""
    mean = np.where(legs.direction[at] == TO_MERCHANT, circle.p2m_ticket[payer[at]], circle.p2p_ticket[payer[at]])
    return np.maximum(mean * lognormal(level.first_sigma, (drawn(keys[at], "usual") * 65_536).astype(np.uint16)), TRIAL[0])


def _first_small(
    legs: Legs, rupees: NDArray[np.float64], most: NDArray[np.float64], largest: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Rupees of each leg, none above `most`; what that takes from the first payment of a case comes by its later ones."""
    first = rupees > most
    later = np.where(first | (legs.rupees > 0), 0.0, legs.weight)
    lost = np.bincount(legs.case, np.where(first, rupees - most, 0.0))
    share = later / np.maximum(np.bincount(legs.case, later), 1e-12)[legs.case]
    return np.where(first, most, np.maximum(rupees, np.minimum(rupees + lost[legs.case] * share, largest)))


def _held(circle: Circle, legs: Legs, payer: Ints) -> NDArray[np.uint8]:
    """Style of each leg, by an account that the customer has; no collect request to a person after these ended."""
    style = legs.style
    lacks = (ON_CREDIT[style] & ~circle.has_card[payer]) | (ON_WALLET[style] & ~circle.has_wallet[payer])
    style = np.where(lacks, _INSTEAD[style], style)
    ended = (np.datetime64(COLLECT_ENDED) - np.datetime64(circle.population.period.start)).astype(int) * DAY
    return np.where((style == CODE["upi_collect"]) & (legs.time >= ended), CODE["upi_id"], style).astype(np.uint8)


def _rounded(legs: Legs, style: NDArray[np.uint8], rupees: NDArray[np.float64], draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Paise: purchases as round as purchases, transfers as transfers, cash in notes and within a machine's or agent's cap."""
    cells = (draws * 65_536).astype(np.uint16)
    trade = (legs.direction == TO_MERCHANT) | (legs.direction == FROM_MERCHANT)
    bought = np.where(IS_REMOTE[style], round_like_people(rupees, cells, ONLINE), round_like_people(rupees, cells, SHOP))
    paise = np.where(trade, bought, round_like_people(rupees, cells, PERSON))
    agent = style == CODE["aeps_cash"]
    step = np.where(agent, AGENT_STEP, MACHINE_STEP)
    notes = np.maximum(np.rint(np.minimum(rupees, np.where(agent, AEPS_CAP, ATM_CAP)) * 100 / step), 1) * step
    paise = np.where(legs.direction == TO_CASH, notes, paise)
    return np.where(style == CODE["upi_collect"], np.minimum(paise, COLLECT_CAP * 100), paise)


def _beyond_shops(legs: Legs, style: NDArray[np.uint8], paise: NDArray[np.float64]) -> tuple[Legs, NDArray[np.uint8]]:
    """What is too much for the code of a mule's shop goes to the mule's account."""
    at = np.isin(style, _SHOP_CODES) & (legs.direction == TO_MERCHANT) & ~_SOLD[legs.role] & (paise > UPI_CAP * 100)
    direction = np.where(at, TO_MULE, legs.direction).astype(np.uint8)
    return replace(legs, direction=direction), np.where(at, CODE["upi_id"], style).astype(np.uint8)


def _carried(
    circle: Circle, legs: Legs, style: NDArray[np.uint8], paise: NDArray[np.float64], draws: NDArray[np.float64]
) -> NDArray[np.uint8]:
    """Style of each transfer, on the rail that may carry its sum; a UPI ID is one of several ways to name a payee."""
    out = (legs.direction == TO_MULE) | (legs.direction == TO_OUTSIDE)
    named = out & (style == CODE["upi_id"])
    style = np.where(named, _UPI_MODES[np.minimum((draws * 65_536).astype(np.int64) // 26_000, 2)], style)
    personal = np.isin(style, _UPI_MODES)
    style = np.where(out & personal & (paise > UPI_CAP * 100), CODE["imps_out"], style)
    small = np.isin(style, codes("rtgs_out", "rtgs_business")) & (paise < RTGS_LEAST * 100)
    style = np.where(out & small, CODE["neft_out"], style)
    too_much = out & (paise > IMPS_CAP * 100)
    style = np.where(too_much & (style == CODE["imps_business"]), CODE["neft_business"], style)
    return np.where(too_much & np.isin(style, codes("imps_out", "imps_web")), CODE["neft_out"], style).astype(np.uint8)


def _given_back(legs: Legs, style: NDArray[np.uint8], paise: NDArray[np.float64]) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """Refunds go back the way their purchase came, and together never beyond it."""
    back = np.flatnonzero(legs.direction == FROM_MERCHANT)
    if not len(back):
        return style, paise
    cause = legs.at_cause[back]
    most = np.floor(paise[cause] / np.bincount(cause)[cause])
    style, paise = style.copy(), paise.copy()
    asked = (legs.weight[back] > 0) | (legs.rupees[back] > 0)
    paise[back] = np.where(asked, np.minimum(paise[back], most), most)
    style[back] = REFUND_STYLE[style[cause]]
    return style, paise
