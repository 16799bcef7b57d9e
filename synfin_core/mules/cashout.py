"""How it leaves: as cash, to persons outside who give coins or foreign money for it, as goods; and how each step is booked."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.fraud.acts import Acts
from synfin_core.fraud.book import STREAM_CASES, places
from synfin_core.fraud.circle import Circle
from synfin_core.fraud.pricing import AGENT_STEP, MACHINE_STEP
from synfin_core.fraud.sellers import at_seller
from synfin_core.fraud.story import ROLE, drawn, ragged
from synfin_core.mules.layering import LAST_PARTS, Parcels, generator, rounded_down, shared
from synfin_core.payments.cash import AEPS_CAP, ATM_CAP
from synfin_core.payments.moments import LOCAL, inside, own_residue
from synfin_core.payments.rows import NO_CATEGORY, NO_SLOT, NOBODY, Rows
from synfin_core.payments.running import Ints
from synfin_core.payments.styles import CODE, codes
from synfin_core.payments.transfers import IMPS_CAP, PERSONS, UPI_CAP
from synfin_core.randomness import U64, mix64
from synfin_core.timeline import DAY, HOUR, MINUTE
from synfin_core.world.merchants import Market
from synfin_core.world.outside import outside_party
from synfin_core.world.population import PRIMARY

WAYS = ("atm", "aeps_or_agent", "crypto_or_fx_p2p", "merchant_purchase_or_gift_card", "cheque_or_branch_cash", "left_or_frozen")
MACHINE, AGENT, PERSON, SELLER, COUNTER, LEFT = range(len(WAYS))
MOST_PARTS = 3  # withdrawals for one sum; more go to a person outside, assumed
OPEN_HOURS = (10 * HOUR, 16 * HOUR)  # of a bank's counter, assumed
LEAST_OUT = 20_000.0  # paise that are worth a step
_CAP = np.array([ATM_CAP, AEPS_CAP, np.inf, np.inf, np.inf, np.inf]) * 100
_STEP = np.array([MACHINE_STEP, AGENT_STEP, 1, 1, 100_000, 1], np.float64)  # paise: notes, and whole thousands at a counter
_STYLE = np.array([CODE["atm_cash"], CODE["aeps_cash"], CODE["upi_id"], CODE["upi_intent"], CODE["branch_cash"], 0], np.uint8)
_MODES = codes("upi_contact", "upi_id", "upi_person_qr")


def booked(circle: Circle, market: Market, acts: Acts, moved: Parcels, leaving: Parcels) -> Rows:
    """Rows that mules of this shard pay: on to other mules, and out."""
    moved = moved.take(_here(circle, moved.payer))
    return Rows.join([_between(circle, acts, moved), _out(circle, market, leaving.take(_here(circle, leaving.seat)))])


def received(circle: Circle, acts: Acts, first: Parcels, moved: Parcels) -> Rows:
    """What mules of this shard are paid by customers of others."""
    both = Parcels.join([first, moved])
    both = both.take((both.seat >= 0) & _here(circle, both.seat) & ~_here(circle, both.payer))
    slot = np.full(len(both), PRIMARY, np.uint8)
    return Rows.of(
        0,
        len(both),
        time=own_residue(both.time, acts.cases.link[both.case] + 1),
        payee=both.seat.astype(np.int32),
        payee_slot=slot,
        payee_party=both.party,
        style=np.full(len(both), CODE["upi_received"], np.uint8),
        amount=both.paise,
        case=both.case.astype(np.int32),
        role=np.full(len(both), ROLE["layer"], np.uint8),
    )


def _here(circle: Circle, seat: Ints) -> NDArray[np.bool_]:
    """Which seats are customers of the shard that is made."""
    return (seat >= 0) & (seat < len(circle.here))


def _between(circle: Circle, acts: Acts, parcels: Parcels) -> Rows:
    """Payments of mules here to the mules of the next layer."""
    crosses = (parcels.seat >= 0) & ~_here(circle, parcels.seat)
    time = own_residue(parcels.time, np.where(crosses, acts.cases.link[parcels.case] + 1, LOCAL))
    columns = {
        "payee": np.where(crosses, NOBODY, parcels.seat).astype(np.int32),
        "payee_party": parcels.party,
        "payee_slot": np.full(len(parcels), PRIMARY, np.uint8),
    }
    return _rows(circle, parcels, parcels.payer, time, _transfer(parcels.paise, parcels.key), parcels.paise, "layer", **columns)


def _transfer(paise: NDArray[np.float64], key: U64) -> NDArray[np.uint8]:
    """A transfer by the rail that may carry it."""
    by_bank = np.where(paise > IMPS_CAP * 100, CODE["rtgs_out"], CODE["imps_out"])
    return np.where(paise > UPI_CAP * 100, by_bank, _MODES[(mix64(key, 0x30DE) % np.uint64(3)).astype(np.int64)]).astype(np.uint8)


def _out(circle: Circle, market: Market, parcels: Parcels) -> Rows:
    """Payments by which mules here take each parcel out, in a few parts where a machine or agent gives no more at once."""
    calibration, wanted = circle.population.period.calibration, np.floor(shared(circle.population.period.calibration, parcels))
    way = _ways(calibration, parcels, wanted)
    parts = np.where(np.isfinite(_CAP[way]), np.ceil(wanted / _CAP[way]), 1).astype(np.int64)
    source, part = ragged(np.where((way == LEFT) | (parcels.paise < LEAST_OUT), 0, parts))
    key, way, paise = mix64(parcels.key[source] + part.astype(np.uint64), 0x0E1), way[source], wanted[source] / parts[source]
    sums = np.floor(paise / _STEP[way]) * _STEP[way]
    sums = np.where((way == PERSON) | (way == SELLER), rounded_down(paise, key), sums)
    given = np.flatnonzero(sums >= 100)
    source, part, key, way, sums = source[given], part[given], key[given], way[given], sums[given]
    style = np.where(way == PERSON, _transfer(sums, key), _STYLE[way])
    sold = way == SELLER
    category, merchant = at_seller(circle.here, market, key)
    columns = {
        "payee_party": np.where(way == PERSON, outside_party("person", mix64(key, 2), PERSONS), NOBODY),
        "payee_slot": np.where(sold, NO_SLOT, PRIMARY).astype(np.uint8),
        "category": np.where(sold, category, NO_CATEGORY).astype(np.uint8),
        "merchant": np.where(sold, merchant, NOBODY).astype(np.int32),
    }
    time = parcels.time[source] + part * (LAST_PARTS // MOST_PARTS - MINUTE)
    time = own_residue(np.where(way == COUNTER, _when_open(time, key), time), LOCAL)
    rows = _rows(circle, parcels.take(source), parcels.seat[source], time, style, sums, "exit", **columns)
    return rows.take(inside(circle.population.period, rows.time))


def _when_open(time: Ints, key: U64) -> Ints:
    """The same time while the bank is open, else one of the next day on which it opens its doors."""
    first, last = OPEN_HOURS
    hour = time % DAY
    later = time - hour + np.where(hour >= first, DAY, 0) + first + ((last - first) * drawn(key, "queue")).astype(np.int64)
    return np.where((hour >= first) & (hour < last), time, later)


def _ways(calibration: Calibration, parcels: Parcels, wanted: NDArray[np.float64]) -> Ints:
    """How each parcel leaves (mules.generator.exit); what a machine or an agent cannot give goes over a counter or to a person."""
    shares = generator(calibration)["exit"]
    way = np.searchsorted(np.cumsum([shares[name] for name in WAYS])[:-1], drawn(parcels.key, "exit"), side="right")
    way = np.where((way == COUNTER) & (wanted < _STEP[COUNTER]), MACHINE, way)
    return np.where(wanted > MOST_PARTS * _CAP[way], np.where(way == MACHINE, COUNTER, PERSON), way)


def _rows(
    circle: Circle,
    parcels: Parcels,
    payer: Ints,
    time: Ints,
    style: NDArray[np.uint8],
    paise: NDArray[np.float64],
    role: str,
    **columns: Any,
) -> Rows:
    n = len(parcels)
    return Rows.of(
        STREAM_CASES,
        n,
        time=time,
        payer=payer.astype(np.int32),
        payer_slot=np.full(n, PRIMARY, np.uint8),
        place=places(circle.here, payer, time),
        style=style.astype(np.uint8),
        amount=paise,
        case=parcels.case.astype(np.int32),
        role=np.full(n, ROLE[role], np.uint8),
        **columns,
    )
