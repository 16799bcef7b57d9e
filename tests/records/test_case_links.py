"""Cases that belong together: rings share something in the same days, thieves learn, one case leads to the next."""

import numpy as np
import pandas as pd
import pytest

from synfin_core.calibration import load_calibration
from synfin_core.errors import WrongUse
from synfin_core.fraud.combinations import chains
from synfin_core.store.dataset import Dataset

SHARED = {"device": "device_id", "merchant": "merchant_id", "payee": "payee_account_id"}


@pytest.fixture(scope="module")
def links(dataset: Dataset) -> pd.DataFrame:
    """Each link's cases with what they are."""
    query = "SELECT * FROM case_links JOIN fraud_cases USING (fraud_case_id) ORDER BY link_id, step"
    return dataset.sql(query).to_pandas().astype({"kind": str, "shared_kind": str, "fraud_type": str})


def test_a_share_of_all_cases_belongs_to_links_of_every_kind(dataset: Dataset, links: pd.DataFrame) -> None:
    """About 18% are meant to; fewer are, where the rest of a run was not chosen or shows nothing shared."""
    share = links.fraud_case_id.nunique() / len(dataset.fraud_cases)

    assert 0.10 < share < 0.20
    assert set(links.kind) == {"coordinated", "progressive", "chained"}
    assert {"device", "merchant", "payee"} <= set(links.shared_kind)


def test_a_ring_is_one_typology_in_the_same_days(links: pd.DataFrame) -> None:
    """Most begin within a week, seasonal and long schemes a little further apart, and no case led to another."""
    rings = links[links.kind == "coordinated"]
    found = rings.groupby("link_id").agg(
        types=("fraud_type", "nunique"), first=("started_at", "min"), last=("started_at", "max"), n=("step", "size")
    )

    apart = (found["last"] - found["first"]).dt.days

    assert len(found) > 10 and (found["types"] == 1).all() and found.n.between(2, 6).all()
    assert apart.median() <= 7 and (apart <= 14).mean() > 0.85
    assert rings.from_case_id.isna().all()


def test_a_thief_who_learns_takes_more_from_case_to_case(links: pd.DataFrame) -> None:
    """More often than not each case is after more than the one before, and each names it."""
    thief = links[links.kind == "progressive"].copy()
    thief["before"] = thief.groupby("link_id").attempted_inr.shift()
    later = thief[thief.step > 1]

    assert len(later) > 10 and (later.attempted_inr > later.before).mean() > 0.7
    assert (thief.groupby("link_id").fraud_case_id.shift()[thief.step > 1] == later.from_case_id).all()


def test_a_chain_is_of_two_typologies_by_victim_or_mule(dataset: Dataset, links: pd.DataFrame) -> None:
    """As fraud.yaml pairs them; the same customer loses again, or the first victim's account is paid by the second."""
    known = {(chain.first.typology.id, name): chain.by_mule for name, chain in chains(load_calibration()).items()}
    chained = links[links.kind == "chained"]
    first, then = (chained[chained.step == step].set_index("link_id") for step in (1, 2))
    by_mule = np.array([known[pair] for pair in zip(first.fraud_type, then.fraud_type, strict=True)])

    assert len(first) == len(then) > 5 and len(chained) == 2 * len(first)
    assert ((first.victim_customer_id == then.victim_customer_id) | by_mule).all()
    assert (then.shared_kind[by_mule] == "payee").all()


def test_the_shared_thing_is_no_key(dataset: Dataset) -> None:
    """Honest payers share devices, merchants and payees with as many others."""
    for kind, column in SHARED.items():
        degrees = dataset.sql(f"""
            WITH used AS (SELECT {column} AS shared_id, count(DISTINCT payer_customer_id) AS n, NOT bool_or(is_fraud) AS is_honest
                          FROM transactions WHERE {column} IS NOT NULL GROUP BY ALL),
                 rings AS (SELECT DISTINCT shared_id FROM case_links WHERE shared_kind = '{kind}')
            SELECT (SELECT median(n) FROM used SEMI JOIN rings USING (shared_id)) AS of_rings,
                   (SELECT max(n) FROM used WHERE is_honest) AS honest""").to_pylist()
        assert degrees[0]["honest"] >= degrees[0]["of_rings"], kind


def test_a_blind_export_has_no_links(dataset: Dataset) -> None:
    """The table is truth alone."""
    assert "case_links" not in [one.relation for one in dataset.selections(layout="linked", truth=False)]
    with pytest.raises(WrongUse, match="truth alone"):
        dataset.selections("case_links", truth=False)
