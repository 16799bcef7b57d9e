"""Cash out at ATMs and through AePS agents, and tolls by FASTag."""

import numpy as np

from synfin_core.payments.amounts import lognormal, round_to
from synfin_core.payments.moments import LOCAL, moments, own_residue
from synfin_core.payments.rows import Rows
from synfin_core.payments.styles import CODE, HOURS_OF
from synfin_core.randomness import Pick, Streams
from synfin_core.world.people import People
from synfin_core.world.population import PRIMARY, WALLET

ATM_TICKET, ATM_SIGMA, ATM_CAP = (
    5_835.0,
    0.75,
    25_000.0,
)  # mean: payments.yaml atm_cash (cms_atm); spread and cap assumed
AEPS_TICKET, AEPS_SIGMA, AEPS_CAP = 2_040.0, 0.85, 10_000.0  # with deposits the mean is that of payments.yaml aeps; cap aeps_cases
TOLL_TICKET, TOLL_SIGMA = 176.0, 0.90  # mean: payments.yaml fastag (may25_news); spread assumed
AEPS_SEGMENTS = ("casual_labour", "farmer", "pensioner", "homemaker")


def withdraw(people: People, streams: Streams, stream: int, n: int, agent: bool) -> Rows:
    """n withdrawals at ATMs, or through agents; the heavier purse takes more."""
    weight = people.of_segment("cash_pref") * (people.in_segments(AEPS_SEGMENTS) if agent else np.sqrt(people.income))
    who = Pick(weight if weight.sum() > 0 else np.ones(len(people))).draw(streams, "who", n).astype(np.int32)
    style = np.full(n, CODE["aeps_cash" if agent else "atm_cash"], np.uint8)
    time = own_residue(moments(people, who, HOURS_OF[style], "upi_p2p", streams.raw("when", n)), LOCAL)
    sigma, cap = (AEPS_SIGMA, AEPS_CAP) if agent else (ATM_SIGMA, ATM_CAP)
    lean = people.income**0.4
    scale = lean / ((weight @ lean) / max(weight.sum(), 1e-9) or 1.0)
    ticket = (AEPS_TICKET * 1.12 if agent else ATM_TICKET * 1.05) * scale
    amount = ticket[who] * lognormal(sigma, streams.u16("amount", n))
    place = people.place_at(who, time)
    return Rows.of(
        stream,
        n,
        time=time,
        payer=who,
        payer_slot=np.full(n, PRIMARY, np.uint8),
        style=style,
        place=place,
        amount=np.minimum(round_to(amount, 100.0 if agent else 500.0) / 100, cap),
    )


def tolls(people: People, streams: Streams, stream: int, n: int) -> Rows:
    """n tolls, paid from the tag's wallet."""
    weight = people.has_wallet.astype(np.float64) * np.sqrt(people.income)
    who = Pick(weight if weight.sum() > 0 else np.ones(len(people))).draw(streams, "who", n).astype(np.int32)
    style = np.full(n, CODE["fastag"], np.uint8)
    time = own_residue(moments(people, who, HOURS_OF[style], "upi_p2m", streams.raw("when", n)), LOCAL)
    place = people.place_at(who, time)
    amount = np.maximum(TOLL_TICKET * lognormal(TOLL_SIGMA, streams.u16("amount", n)), 15.0)
    return Rows.of(
        stream,
        n,
        time=time,
        payer=who,
        payer_slot=np.full(n, WALLET, np.uint8),
        style=style,
        place=place,
        amount=round_to(np.minimum(amount, 2_000.0), 5.0) / 100,
    )
