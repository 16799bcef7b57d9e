"""Legs become rows of the victim's shard: what victims pay, what they are given, and the wallet loads that payments call for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.acts import Acts
from synfin_core.fraud.casting import ON_CREDIT, ON_WALLET
from synfin_core.fraud.circle import Circle
from synfin_core.fraud.combinations import PAYEE, PLACE
from synfin_core.fraud.sellers import sell
from synfin_core.fraud.story import FROM_MERCHANT, FROM_OUTSIDE, ROLE, TO_MERCHANT, TO_OUTSIDE, Legs, leg_keys
from synfin_core.payments.business import COMPANIES
from synfin_core.payments.declines import REASON
from synfin_core.payments.moments import LOCAL, own_residue
from synfin_core.payments.prepaid import LOAD
from synfin_core.payments.rows import FAILED, NO_SLOT, NOBODY, SUCCESS, Rows
from synfin_core.payments.running import Ints, place_in_group
from synfin_core.payments.styles import CODE, IS_REMOTE, STYLES, where
from synfin_core.payments.transfers import PERSONS
from synfin_core.randomness import U64, Pick, chance, mix64
from synfin_core.timeline import DAY, MINUTE
from synfin_core.world.merchants import Market
from synfin_core.world.outside import outside_party
from synfin_core.world.people import People
from synfin_core.world.population import CREDIT_CARD, PRIMARY, WALLET

STREAM_FUNDING, STREAM_CASES = 24, 128  # the streams from 128 on count the rows of cases
ELSEWHERE = 0.4  # of cases in which a copied card or fingerprint is used in another town, assumed
LENDERS = 2_000  # outside lenders, assumed
LOADED_BEFORE = (MINUTE, 20 * MINUTE)  # a thief's payment from a wallet, assumed
LOAD_STEP = 1_000  # paise
_SOURCE_BITS, _PLACE_BITS, _ITEM_BITS = 2, 21, 22
_BUSINESS = where(lambda style: style.kind == "business payment")
_REFUSALS = {"UPI": ("59", "U16", "ZM"), "Card": ("59", "05", "05")}
_OTHER_REFUSALS = ("59", "91", "91")
_REASONS = np.array([[REASON[code] for code in _REFUSALS.get(style.rail, _OTHER_REFUSALS)] for style in STYLES.values()], np.uint8)


@dataclass(frozen=True, eq=False)
class Receivers:
    """Who receives each leg to a mule: seat in the circle (-1 outside), and party index."""

    seat: Ints
    party: Ints


def paid(circle: Circle, market: Market, acts: Acts, receivers: Receivers) -> Rows:
    """Rows of this shard's victims; `receivers` of the legs `acts.to_mules`."""
    at = np.flatnonzero(acts.cases.label[acts.legs.case] == 0)
    rows = _rows(circle, acts, receivers, at)
    sell(circle.here, market, acts, rows, at)
    return Rows.join([rows, _loads(circle.here, market, rows)])


def _rows(circle: Circle, acts: Acts, receivers: Receivers, at: Ints) -> Rows:
    legs, cases, people, n = acts.legs.take(at), acts.cases, circle.here, len(at)
    who = acts.payer[at].astype(np.int32)  # seats of label 0 are positions in the shard
    seat, party = np.full(len(acts.legs), NOBODY), np.full(len(acts.legs), NOBODY)
    seat[acts.to_mules], party[acts.to_mules] = receivers.seat, receivers.party
    seat, party = seat[at], party[at]
    comes, back = legs.direction == FROM_OUTSIDE, legs.direction == FROM_MERCHANT
    whom = cases.ties.key_where(PAYEE)[legs.case] + legs.payee.astype(np.uint64)
    outside = _outside(legs, np.where(comes, leg_keys(cases.key[legs.case], legs.leg), whom))
    party = np.where(legs.direction == TO_OUTSIDE, outside, party)
    crosses = seat >= len(people)
    slot = slots(legs.style)
    cause = legs.at_cause
    slot[back] = slot[cause[back]]
    incoming = comes | back
    time = own_residue(legs.time, np.where(crosses, cases.link[legs.case] + 1, LOCAL))
    payee_slot = np.where(legs.direction == TO_MERCHANT, NO_SLOT, np.where(back, slot, PRIMARY))
    return Rows.of(
        STREAM_CASES,
        n,
        time=time,
        payer=np.where(incoming, NOBODY, who).astype(np.int32),
        payer_slot=np.where(incoming, NO_SLOT, slot).astype(np.uint8),
        payer_party=np.where(comes, outside, NOBODY),
        payee=np.where(incoming, who, np.where(crosses, NOBODY, seat)).astype(np.int32),
        payee_slot=payee_slot.astype(np.uint8),
        payee_party=np.where(incoming, people.index[who], party),
        place=_seen_at(people, acts, legs, who, time),
        style=legs.style,
        amount=acts.paise[at],
        status=np.where(legs.refused, FAILED, SUCCESS).astype(np.uint8),
        reason=np.where(legs.refused, _REASONS[legs.style, legs.leg % 3], 0).astype(np.uint8),
        related=np.where(back, cause, NOBODY).astype(np.int32),
        case=legs.case.astype(np.int32),
        role=legs.role,
    )


def _seen_at(people: People, acts: Acts, legs: Legs, who: NDArray[np.int32], time: Ints) -> NDArray[np.uint8]:
    """Where the customer is; a thief who uses a card or fingerprint in person is at times in a town of his own, or his ring's."""
    alone = np.array([story is not None and story.typology.family == "unauthorised" for story in acts.stories])
    key = mix64(acts.cases.ties.key_where(PLACE)[legs.case], 0x70E4)
    shared = (acts.cases.ties.shared == PLACE)[legs.case]
    elsewhere = ~IS_REMOTE[legs.style] & (shared | alone[acts.cases.code[legs.case]] & chance(key, ELSEWHERE))
    towns = Pick(np.array([place.weight for place in people.calibration.places]))
    return np.where(elsewhere, towns.of(mix64(key)), places(people, who, time)).astype(np.uint8)


def _outside(legs: Legs, hashes: U64) -> Ints:
    """The party outside: who lends and is repaid is a lender, who trades a company, anybody else a person."""
    noise = mix64(hashes, 3)
    lends = (legs.role == ROLE["loan"]) | (legs.role == ROLE["repayment"])
    trades = outside_party("company", noise, COMPANIES)
    other = np.where(_BUSINESS[legs.style], trades, outside_party("person", noise, PERSONS))
    return np.where(lends, outside_party("lender", noise, LENDERS), other)


def slots(style: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The account that each style draws on; of a bank, the first one."""
    return np.where(ON_CREDIT[style], CREDIT_CARD, np.where(ON_WALLET[style], WALLET, PRIMARY)).astype(np.uint8)


def places(people: People, who: NDArray[np.integer], time: Ints) -> NDArray[np.uint8]:
    """Where each customer is at each time."""
    day = np.clip(time, 0, people.population.period.length - 1) // DAY
    return people.place_by_day.reshape(-1)[who.astype(np.int64) * people.population.period.days + day]


def _loads(people: People, market: Market, rows: Rows) -> Rows:
    """What a case pays from a wallet is loaded first, from the first bank account."""
    pays = np.flatnonzero((rows.payer >= 0) & (rows.payer_slot == WALLET) & (rows.status == SUCCESS))
    who, n = rows.payer[pays], len(pays)
    noise = mix64(rows.time[pays].astype(np.uint64) + who.astype(np.uint64), 0x10AD) >> np.uint64(40)
    low, high = LOADED_BEFORE
    earlier = low + (noise.astype(np.float64) * ((high - low) / 2**24)).astype(np.int64)
    time = np.maximum(rows.time[pays] - earlier, rows.time[pays] // 2)
    category = np.full(n, next(code for code, row in enumerate(people.calibration.categories) if row.mcc == LOAD), np.uint8)
    return Rows.of(
        STREAM_CASES,
        n,
        time=own_residue(time, LOCAL),
        payer=who,
        payer_slot=np.full(n, PRIMARY, np.uint8),
        payee=who,
        payee_slot=np.full(n, WALLET, np.uint8),
        merchant=market.online(category, mix64(people.index.astype(np.uint64)[who], WALLET)),
        category=category,
        place=people.place[who],
        style=np.full(n, CODE["upi_load"], np.uint8),
        amount=np.ceil(rows.amount[pays] / LOAD_STEP) * LOAD_STEP,
        case=rows.case[pays],
        role=np.full(n, ROLE["funding"], np.uint8),
    )


def number_rows(acts: Acts, rows: Rows) -> None:
    """Give the rows of cases their ids, in place: by story, by the shard of the victim, and counted among those alone."""
    case = rows.case.astype(np.int64)
    source = acts.cases.code[case] << _SOURCE_BITS | acts.cases.label[case]
    plain = source << _PLACE_BITS | place_in_group(source)
    rows.stream = (STREAM_CASES + (plain >> _ITEM_BITS)).astype(np.uint8)
    rows.item = plain & ((1 << _ITEM_BITS) - 1)
