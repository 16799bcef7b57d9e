"""How each case of the whole run ended: when it was known, what was held, what came back, who bore the loss.

Made once from the sums over all shards, so that no shard's view of a case decides.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.loader import Story, marked
from synfin_core.fraud.reporting import NEVER
from synfin_core.labels import LIABILITIES, credited, knowledge, liability, refunded
from synfin_core.records.arrow import instants, rupees, text
from synfin_core.timeline import Period


def is_own(story: Story) -> bool:
    """Whether the customer or a merchant is the thief."""
    return story.typology.family in ("first_party", "merchant_side")


def outcomes(frame: dict[str, NDArray[Any]], lost: NDArray[np.float64], period: Period) -> dict[str, Any]:
    """Columns of fraud_cases for the cases of `frame` (key, story, last, planned, left), which lost so many paise."""
    calibration, origin = period.calibration, np.datetime64(period.start)
    key, last, story = (frame[name] for name in ("key", "last", "story"))
    known = knowledge(calibration, key, last, frame["planned"] / 100)
    own, unasked = marked(calibration, is_own)[story], marked(calibration, lambda one: one.typology.family == "unauthorised")[story]
    liable = liability(calibration, unasked, own, known.reported - last)
    held = np.floor(np.minimum(known.held_share * lost, np.maximum(lost - frame["left"], 0)))
    given_back = np.floor(held * known.back_share)
    owed = np.where(own | (known.reported == NEVER), 0.0, refunded(calibration, liable, lost))
    restored = np.maximum(given_back, owed)
    when = np.where(owed > given_back, credited(calibration, key, known.reported), known.restored)
    return {
        "noticed_at": instants(known.noticed, origin),
        "reported_at": instants(known.reported, origin),
        "confirmed_at": instants(np.minimum(known.confirmed, known.corrected), origin),
        "held_inr": rupees(held),
        "restored_inr": rupees(restored),
        "restored_at": instants(np.where(restored > 0, when, NEVER), origin),
        "liability": text(liable, LIABILITIES, lost <= 0),
    }
