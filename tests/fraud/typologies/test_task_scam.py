"""task_scam: bait comes first and is small, deposits rise, the first one is paid back."""

import numpy as np

from synfin_core.run import generate
from synfin_core.spec import Spec


def test_bait_is_small_and_deposits_rise() -> None:
    """Bait is a few hundred rupees at most; the last deposit of a case is above its first in nearly all cases."""
    rows = (
        generate(Spec(count=50_000, fraud_rate=0.01, seed=4, typologies=("task_scam",)))
        .transactions.to_pandas()
        .sort_values("transacted_at")
    )
    bait, deposits = rows[rows.fraud_role == "bait"], rows[rows.fraud_role == "deposit"]
    per_case = deposits.groupby("fraud_case_id").amount_inr.agg(["first", "last", "size"])
    long = per_case[per_case["size"] >= 4]

    assert bait.amount_inr.max() <= 300
    assert np.mean(long["last"] > long["first"]) > 0.9
