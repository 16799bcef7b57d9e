"""The dataset of the first visit: six months with fraud of every typology, so that no screen is ever empty."""

import time
from dataclasses import replace
from datetime import date

from synfin_core.jobs.job import Job
from synfin_core.settings.in_force import current
from synfin_core.spec import Spec
from synfin_core.studio import desk

SPEC = Spec(count=250_000, fraud_rate=0.01, seed=7, start=date(2025, 1, 1), end=date(2025, 6, 30), min_cases=1)
_POLL_SECONDS = 0.2
NAME = "Demo: six months, 1% fraud"


def make() -> Job:
    """Ask for the demo; whoever asks meanwhile joins the same job."""
    spec = replace(SPEC, count=current().studio.demo_rows)
    desk.library().need_room(spec.count)
    return desk.jobs().submit("generate", NAME, {"spec": spec.as_dict(), "workers": 1})


def make_first() -> bool:
    """Make the demo when the library is empty, and wait for it; whether it was made."""
    if desk.library().list():
        return False
    id = make().id
    while desk.jobs().get(id).is_live:
        time.sleep(_POLL_SECONDS)
    return True
