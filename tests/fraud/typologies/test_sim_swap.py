"""sim_swap: the number moves first, then a device that is new to the customer drains the account."""

from synfin_core.run import generate
from synfin_core.spec import Spec


def test_drains_come_from_a_device_never_seen_before_the_sim_changed() -> None:
    """Each case has a SIM event before its first drain, and its drains share one device that no honest payment uses."""
    dataset = generate(Spec(count=50_000, fraud_rate=0.01, seed=4, typologies=("sim_swap",)))
    rows = dataset.transactions.to_pandas()
    drains = rows[(rows.fraud_role == "drain") & rows.device_id.notna()]
    honest = set(rows[rows.fraud_case_id.isna()].device_id.dropna())
    changed = dataset.events.to_pandas().query("event == 'SIM changed'").groupby("fraud_case_id").occurred_at.min()
    first = rows[rows.fraud_role == "drain"].groupby("fraud_case_id").transacted_at.min()
    both = changed.index.intersection(first.index)

    assert (drains.groupby("fraud_case_id").device_id.nunique() == 1).all() and not honest & set(drains.device_id)
    assert len(both) and (changed[both] < first[both]).all()
