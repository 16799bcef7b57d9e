"""Legs become rows: the victim's shard books what is paid, and every receiver's shard what comes in."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.acts import Acts
from synfin_core.fraud.story import FROM_OUTSIDE, TO_MERCHANT, TO_MULE, leg_draw
from synfin_core.payments.declines import REASON
from synfin_core.payments.moments import LOCAL, own_residue
from synfin_core.payments.rows import FAILED, NO_SLOT, NOBODY, SUCCESS, Rows
from synfin_core.payments.styles import codes
from synfin_core.randomness import mix64
from synfin_core.timeline import DAY
from synfin_core.world.merchants import Market
from synfin_core.world.outside import outside_party
from synfin_core.world.people import People
from synfin_core.world.population import CREDIT_CARD, PRIMARY, TOWN_LINK

FAVOURED = (
    "5262",
    "5815",
    "4722",
    "4511",
    "5732",
    "6540",
    "5399",
)  # marketplaces, digital, travel, gift cards; assumed
_CREDIT = codes("credit_ecom", "credit_abroad")
STREAM_FUNDING, STREAM_STORIES = 24, 32


@dataclass(frozen=True, eq=False)
class Receivers:
    """Who receives each leg to a mule: position in the receiving shard (-1 outside), and party index."""

    position: NDArray[np.int64]
    party: NDArray[np.int64]


def paid(people: People, market: Market, acts: Acts, receivers: Receivers, number: int, first_case: int) -> Rows:
    """Rows of the victim's shard: what victims pay, and what they are given as bait or pay-back."""
    legs, n = acts.legs, len(acts.legs)
    stream = STREAM_STORIES + 2 * number
    who = acts.payer.astype(np.int32)
    incoming = legs.direction == FROM_OUTSIDE
    to_merchant = legs.direction == TO_MERCHANT
    position, party = np.full(n, NOBODY, np.int64), np.full(n, NOBODY, np.int64)
    at = acts.to_mules
    party[at] = receivers.party
    town = (acts.link[legs.case[at]] == TOWN_LINK) & (receivers.position >= 0)
    same = np.array([people.population.partner(link, people.shard) == people.shard for link in range(4)])[acts.link[legs.case[at]]]
    position[at] = np.where((town | same) & (receivers.position >= 0), receivers.position, NOBODY)
    bait_from = outside_party("person", mix64(acts.cases.key[legs.case] + legs.leg.astype(np.uint64), 3), 40_000_000)
    link = np.where((legs.direction == TO_MULE) & (party >= 0), acts.link[legs.case] + 1, LOCAL)
    time = own_residue(legs.time, link)
    slot = np.where(np.isin(legs.style, _CREDIT), CREDIT_CARD, PRIMARY).astype(np.uint8)
    category, merchant = _merchants(people, market, acts, to_merchant)
    return Rows.of(
        stream,
        n,
        time=time,
        payer=np.where(incoming, NOBODY, who).astype(np.int32),
        payer_slot=np.where(incoming, NO_SLOT, slot).astype(np.uint8),
        payer_party=np.where(incoming, bait_from, NOBODY),
        payee=np.where(incoming, who, position).astype(np.int32),
        payee_slot=np.where(to_merchant, NO_SLOT, PRIMARY).astype(np.uint8),
        payee_party=np.where(incoming, people.index[who], party),
        merchant=merchant,
        category=category,
        place=_places(people, who, time),
        style=legs.style,
        amount=acts.paise,
        status=np.where(legs.refused, FAILED, SUCCESS).astype(np.uint8),
        reason=np.where(legs.refused, np.where(legs.leg % 3 == 0, REASON["59"], REASON["05"]), 0).astype(np.uint8),
        case=(first_case + legs.case).astype(np.int32),
        role=legs.role,
    )


def came_in(acts: Acts, receivers: Receivers, first_case: int, chosen: NDArray[np.bool_]) -> Rows:
    """Credits of mules in this shard: only what really arrived; `chosen` marks the legs to mules that end here."""
    at = acts.to_mules[chosen & (receivers.position >= 0)]
    kept = chosen & (receivers.position >= 0)
    legs, n = acts.legs, len(at)
    rows = Rows.of(
        0,
        n,
        time=own_residue(legs.time[at], acts.link[legs.case[at]] + 1),
        payee=receivers.position[kept].astype(np.int32),
        payee_slot=np.full(n, PRIMARY, np.uint8),
        payee_party=receivers.party[kept],
        style=legs.style[at],
        amount=acts.paise[at],
        case=(first_case + legs.case[at]).astype(np.int32),
        role=legs.role[at],
    )
    return rows.take(~legs.refused[at])


def _merchants(
    people: People, market: Market, acts: Acts, to_merchant: NDArray[np.bool_]
) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Online sellers that thieves favour; one seller a case where many cards are tried."""
    legs, n = acts.legs, len(acts.legs)
    choices = np.array([index for index, row in enumerate(people.calibration.categories) if row.mcc in FAVOURED], np.uint8)
    per_leg = np.zeros(n, np.int64) if acts.story.many_victims else legs.leg
    noise = leg_draw(acts.cases, legs.case, per_leg, "seller")
    category = choices[(noise * len(choices)).astype(np.int64)]
    merchant = market.online(category, (leg_draw(acts.cases, legs.case, per_leg, "shop") * 2**32).astype(np.uint64))
    return np.where(to_merchant, category, 255).astype(np.uint8), np.where(to_merchant, merchant, NOBODY).astype(np.int32)


def _places(people: People, who: NDArray[np.int32], time: NDArray[np.int64]) -> NDArray[np.uint8]:
    where = people.place_by_day.reshape(-1)
    return where[who * people.population.period.days + np.clip(time, 0, people.population.period.length - 1) // DAY]
