"""Where cases buy: what thieves like to sell on, or whatever shop a mule says that he keeps."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.fraud.acts import Acts
from synfin_core.fraud.combinations import MERCHANT, PLACE
from synfin_core.fraud.story import TO_MERCHANT, drawn, leg_keys
from synfin_core.payments.rows import Rows
from synfin_core.payments.running import Ints
from synfin_core.payments.shopping import abroad, everyday
from synfin_core.payments.styles import CODE, IS_REMOTE, IS_UPI
from synfin_core.randomness import U64, Pick, mix64
from synfin_core.world.merchants import Market
from synfin_core.world.people import People

FAVOURED = ("5262", "5815", "4722", "4511", "5732", "6540", "5399")  # marketplaces, digital, travel, gift cards; assumed
NEAR = ("5732", "5944", "5411", "5541", "5812")  # electronics, jewellery, food and fuel in town; assumed
SHOPS_SEEN = 4  # shops of a town among which the youngest and smallest may be a mule's, assumed


def sell(people: People, market: Market, acts: Acts, rows: Rows, at: Ints) -> None:
    """Give the legs `at` that go to merchants a seller, in place: remote, abroad, or in town; one for each number that the case
    counts, or one for a ring."""
    legs, cases = acts.legs.take(at), acts.cases
    sold = np.flatnonzero(legs.direction == TO_MERCHANT)
    case, style = legs.case[sold], rows.style[sold]
    shared, near = acts.of_story("many_victims")[case], ~IS_REMOTE[style]
    ring = cases.ties.shared[case]
    keys = leg_keys(cases.ties.key_where(MERCHANT)[case], np.where(shared | (ring == MERCHANT), 0, legs.payee[sold]))
    hashes = (drawn(keys, "shop") * 2**32).astype(np.uint64)
    wanted = drawn(keys, "seller")
    rows.place[sold] = place = np.where(shared & near & (ring != PLACE), people.place[cases.victim[case]], rows.place[sold])
    category = _category(people.calibration, style, wanted)
    merchant = _least_known(market, near, place, category, hashes, np.where(IS_UPI[style], SHOPS_SEEN, 1))
    foreign = np.flatnonzero(market.is_online & (market.country > 0))
    if len(foreign):
        merchant = np.where(style == CODE["credit_abroad"], foreign[(wanted * len(foreign)).astype(np.int64)], merchant)
    style = np.where(style == CODE["credit_abroad"], CODE["credit_ecom"], style)
    rows.style[sold] = abroad(market, merchant, style)
    rows.merchant[sold], rows.category[sold] = merchant, market.category[merchant]
    back = np.flatnonzero(rows.related >= 0)
    for column in (rows.category, rows.merchant):
        column[back] = column[rows.related[back]]


def at_seller(people: People, market: Market, hashes: U64) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """(category, merchant) of a seller reached remotely that thieves favour, for each hash."""
    category = _one_of(people.calibration, FAVOURED, drawn(hashes, "seller"))
    return category, market.online(category, hashes)


def _least_known(
    market: Market, near: NDArray[np.bool_], place: NDArray[np.uint8], category: NDArray[np.uint8], hashes: U64, seen: Ints
) -> NDArray[np.int32]:
    """Of so many shops `seen`, the one of least reputation: young and small, as those of mules are."""
    chosen = np.where(near, market.local(place, category, hashes), market.online(category, hashes))
    for turn in range(1, SHOPS_SEEN):
        again = mix64(hashes, turn)
        other = np.where(near, market.local(place, category, again), market.online(category, again))
        chosen = np.where((turn < seen) & (market.reputation[other] < market.reputation[chosen]), other, chosen)
    return chosen


def _category(calibration: Calibration, style: NDArray[np.uint8], draws: NDArray[np.float64]) -> NDArray[np.uint8]:
    """What is sold: by UPI whatever people buy so, for a mule's shop looks like any other; else what can be sold on."""
    remote = IS_REMOTE[style]
    goods = np.where(remote, _one_of(calibration, FAVOURED, draws), _one_of(calibration, NEAR, draws))
    in_town, by_link = (pick.of((draws * 2.0**64).astype(np.uint64)) for pick in _ordinary(calibration))
    return np.where(IS_UPI[style], np.where(remote, by_link, in_town), goods).astype(np.uint8)


@lru_cache(maxsize=2)
def _ordinary(calibration: Calibration) -> tuple[Pick, Pick]:
    """What people buy by UPI in shops, and remotely."""
    bought = everyday(calibration)
    online = np.array([row.online_share for row in calibration.categories])
    return Pick(bought * (1 - online)), Pick(bought * online)


def _one_of(calibration: Calibration, mccs: tuple[str, ...], draws: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Categories drawn from a list of MCCs."""
    choices = np.array([index for index, row in enumerate(calibration.categories) if row.mcc in mccs], np.uint8)
    return choices[(draws * len(choices)).astype(np.int64)]
