"""How it leaves: minutes to hours after it came, nearly all of it, at an ATM or to persons outside."""

import numpy as np

from synfin_core.payments.amounts import PERSON, lognormal, round_like_people
from synfin_core.payments.moments import LOCAL, inside, own_residue
from synfin_core.payments.rows import Rows
from synfin_core.payments.styles import CODE, codes
from synfin_core.payments.transfers import IMPS_CAP, UPI_CAP
from synfin_core.randomness import mix64
from synfin_core.timeline import DAY, MINUTE
from synfin_core.world.outside import outside_party
from synfin_core.world.people import People
from synfin_core.world.population import PRIMARY

DWELL_MEDIAN_MIN, DWELL_SIGMA = 18.0, 1.8  # fraud.yaml mules.generator.dwell_minutes: median 18, p90 180, assumed
PASSED_ON = (0.90, 0.99)  # mules.generator.share_passed_on, assumed
LEFT = 0.10  # mules.generator.exit left_or_frozen, assumed
AT_ATM = 0.40  # mules.generator.exit atm, assumed
ATM_CAP = 25_000.0  # payments.yaml rail_caps_inr, assumed
_MODES = codes("upi_contact", "upi_id", "upi_person_qr")


def exits(people: People, credits: Rows, exit_role: int) -> Rows:
    """One payment out for each credit a mule received; never more than came in."""
    noise = mix64(credits.time.astype(np.uint64), people.population.keys.key("exit"))
    uniform = (noise >> np.uint64(11)) * 2.0**-53
    dwell = (
        DWELL_MEDIAN_MIN
        * MINUTE
        * lognormal(DWELL_SIGMA, (noise & np.uint64(0xFFFF)).astype(np.uint16))
        * np.exp(DWELL_SIGMA**2 / 2)
    )
    time = own_residue(credits.time + np.minimum(dwell, 20 * DAY).astype(np.int64) + MINUTE, LOCAL)
    goes = np.flatnonzero((uniform >= LEFT) & inside(people.population.period, time) & (credits.amount >= 20_000))
    who, time, noise = credits.payee[goes], time[goes], noise[goes]
    share = PASSED_ON[0] + (PASSED_ON[1] - PASSED_ON[0]) * ((noise >> np.uint64(40)) & np.uint64(0xFFF)).astype(np.float64) / 4096
    rupees = credits.amount[goes] / 100 * share
    paise = np.minimum(
        round_like_people(rupees, ((noise >> np.uint64(20)) & np.uint64(0xFFFF)).astype(np.uint16), PERSON),
        np.floor(credits.amount[goes] / 100) * 100,
    )
    cash = (uniform[goes] < LEFT + AT_ATM) & (rupees <= ATM_CAP) & (rupees >= 500)
    paise = np.where(cash, np.floor(rupees / 500) * 50_000, np.minimum(paise, IMPS_CAP * 100))
    style = np.where(
        cash,
        CODE["atm_cash"],
        np.where(paise > UPI_CAP * 100, CODE["imps_out"], _MODES[(noise % np.uint64(3)).astype(np.int64)]),
    )
    party = np.where(cash, -1, outside_party("person", mix64(noise, 2), 40_000_000))
    place = people.place_by_day.reshape(-1)[who * people.population.period.days + time // DAY]
    n, slot = len(goes), np.full(len(goes), PRIMARY, np.uint8)
    return Rows.of(
        0,
        n,
        time=time,
        payer=who,
        payer_slot=slot,
        payee_party=party,
        payee_slot=slot,
        place=place,
        style=style.astype(np.uint8),
        amount=paise,
        case=credits.case[goes],
        role=np.full(n, exit_role, np.uint8),
    )
