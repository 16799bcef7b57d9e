"""THE MAIN FLOW: plan() and shard()."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from synfin_core.calibration import load_calibration
from synfin_core.payments import bills, business, cash, income, prepaid, shopping, transfers
from synfin_core.payments.rates import drawn, rates_of
from synfin_core.spec import Spec
from synfin_core.timeline import Period
from synfin_core.world.population import Population
