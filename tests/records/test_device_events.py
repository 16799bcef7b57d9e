"""New phones, new SIMs and thieves: one sequence for all."""

import pandas as pd

from synfin_core.calibration import load_calibration
from synfin_core.fraud.loader import stories
from synfin_core.store.dataset import Dataset
from synfin_core.world.devices import CHANGES_A_MONTH


def _joined(dataset: Dataset, events: pd.DataFrame) -> pd.DataFrame:
    """Devices first seen in the period, with the instant they were bound."""
    devices = dataset.table("devices").to_pandas().astype({"first_seen_on": "datetime64[us]"})
    bound = events[events.event == "device bound"].groupby("device_id").occurred_at.min().rename("bound")
    return devices[devices.first_seen_on >= "2025-01-01"].set_index("device_id").join(bound)


def test_a_new_device_is_bound_before_it_pays(dataset: Dataset, payments: pd.DataFrame, events: pd.DataFrame) -> None:
    """Every device that pays and was first seen in the period was bound before, on the day it was first seen."""
    new = _joined(dataset, events)
    first = payments.groupby("device_id").transacted_at.min()
    used = new[new.index.isin(first.index)]

    assert len(used) > 100
    assert (used.bound.to_numpy() < first[used.index].to_numpy()).all()
    assert (used.bound.dt.normalize() == used.first_seen_on).all()


def test_no_event_shows_a_device_before_it_was_bound(dataset: Dataset, events: pd.DataFrame) -> None:
    """Neither a login nor a payee is seen on a phone that the customer, or a thief, has yet to bind."""
    new = _joined(dataset, events).bound.dropna()
    seen = events[events.device_id.isin(new.index)]

    assert (seen.occurred_at >= new[seen.device_id].to_numpy()).all()


def test_a_thief_has_no_device_but_where_one_pays(dataset: Dataset, payments: pd.DataFrame) -> None:
    """Devices of thieves and twins are those of their rows: no victim of another story gets one that is never used."""
    takers = [story.typology.id for story in stories(load_calibration()) if story.new_device]
    stolen = payments.fraud_type.isin(takers) & payments.fraud_role.isin(["drain", "charge"])
    swaps = payments[(stolen | payments.twin_id.notna()) & payments.device_id.notna()]
    alone = swaps[~swaps.device_id.isin(payments[~payments.is_fraud & payments.twin_id.isna()].device_id)]
    known = dataset.table("devices").to_pandas().groupby("customer_id").size()
    changes = known.sub(1).sum() - alone.device_id.nunique()
    months = ((payments.transacted_at.max() - payments.transacted_at.min()).days + 1) / 30.4375

    assert len(alone) > 50
    assert abs(changes / len(known) / months - CHANGES_A_MONTH) < 0.10 * CHANGES_A_MONTH


def test_a_changed_sim_is_followed_by_a_binding_and_mostly_a_pin(events: pd.DataFrame) -> None:
    """Within 16 hours for honest customers and thieves; a PIN within six more hours, nine times in ten."""
    for some in (events.fraud_case_id.isna(), events.fraud_case_id.notna()):
        changed = events[some & (events.event == "SIM changed")]
        for event, hours, least in (("device bound", 16.01, 0.95), ("PIN set", 22, 0.7)):
            later = events[events.event == event]
            found = pd.merge_asof(
                changed,
                later,
                on="occurred_at",
                by="customer_id",
                direction="forward",
                tolerance=pd.Timedelta(hours=hours),
                suffixes=("", "_later"),
            )
            assert len(changed) >= 3 and found.event_later.notna().mean() >= least


def test_a_new_sim_comes_with_a_new_phone_or_without_for_honest_customers(dataset: Dataset, events: pd.DataFrame) -> None:
    """Both kinds of honest SIM change occur, so that neither is a thief's alone."""
    honest = events[events.fraud_case_id.isna()]
    bound = honest[honest.event == "device bound"]
    found = pd.merge_asof(
        honest[honest.event == "SIM changed"],
        bound,
        on="occurred_at",
        by="customer_id",
        direction="forward",
        tolerance=pd.Timedelta(hours=17),
        suffixes=("", "_later"),
    ).dropna(subset="device_id_later")
    new = _joined(dataset, events).index

    assert 0 < found.device_id_later.isin(new).mean() < 1
