"""Ways: the style of a leg decides where it goes."""

import numpy as np

from synfin_core.calibration import load_calibration
from synfin_core.fraud.story import ROLE, TO_CASH, TO_MERCHANT, TO_MULE, Cases, legs_of
from synfin_core.fraud.ways import by_style
from synfin_core.payments.styles import codes
from synfin_core.randomness import Streams


def test_shops_people_and_machines() -> None:
    """Shop styles go to merchants as charges, transfers to mules, withdrawals into cash; other roles stay."""
    cases = Cases.of(load_calibration().typologies[0], Streams(1, "test"), np.arange(4), 10**13)
    case, leg = np.arange(4), np.zeros(4, np.int64)
    style = codes("credit_ecom", "imps_web", "atm_cash", "wallet_online")
    legs = by_style(legs_of(cases, case, leg, cases.start, "transfer", TO_MULE, style))
    fees = by_style(legs_of(cases, case, leg, cases.start, "fee", TO_MULE, style))

    assert legs.direction.tolist() == [TO_MERCHANT, TO_MULE, TO_CASH, TO_MERCHANT]
    assert legs.role.tolist() == [ROLE["charge"], ROLE["transfer"], ROLE["transfer"], ROLE["charge"]]
    assert set(fees.role.tolist()) == {ROLE["fee"]}
