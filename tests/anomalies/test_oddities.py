"""Anomalies: four families, as many as asked, and odd by what the data itself shows."""

import numpy as np
import pandas as pd
import pytest

from synfin_core.anomalies.scene import FAMILIES
from synfin_core.errors import SpecError
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


def test_as_many_as_asked_and_all_four_families(anomalies: pd.DataFrame) -> None:
    """One row in a hundred, a quarter of them by each family, within a tenth of a quarter."""
    assert len(anomalies) == 1_000
    assert anomalies["family"].value_counts().reindex(list(FAMILIES)).between(225, 275).all()
    assert anomalies["family"].equals(anomalies["anomaly_type"])


def test_none_by_default() -> None:
    """A spec that does not ask for anomalies has none."""
    dataset = generate(Spec(count=2_000, seed=1))

    assert len(dataset.table("anomalies")) == 0
    assert dataset.manifest["anomalies"] == {"requested_rate": 0.0, "n_rows": 0}


def test_geographic_speeds_follow_from_coordinates_and_minutes(dataset: Dataset, anomalies: pd.DataFrame) -> None:
    """Measured again: the great circle between two towns over the minutes between two payments, beyond any aeroplane."""
    payments = dataset.transactions.to_pandas()
    places = dataset.table("places").to_pandas().set_index(["city", "state"])
    seen = payments[~payments["is_online"] & (payments["status"] != "failed")].sort_values("transacted_at")
    for column in ("city", "state", "transacted_at"):
        seen[f"{column}_before"] = seen.groupby("payer_customer_id")[column].shift()
    odd = seen.merge(anomalies.loc[anomalies["family"] == "geographic", ["transaction_id", "measure"]], on="transaction_id")
    here, there = (
        np.radians(places.loc[list(zip(odd[city].astype(str), odd[state].astype(str), strict=True)), ["latitude", "longitude"]])
        for city, state in (("city", "state"), ("city_before", "state_before"))
    )
    (lat, lon), (lat_before, lon_before) = here.to_numpy().T, there.to_numpy().T
    half = np.sin((lat - lat_before) / 2) ** 2 + np.cos(lat) * np.cos(lat_before) * np.sin((lon - lon_before) / 2) ** 2
    hours = (odd["transacted_at"] - odd["transacted_at_before"]).dt.total_seconds() / 3600

    assert len(odd) > 200
    assert np.allclose(2 * 6371 * np.arcsin(np.sqrt(half)) / hours, odd["measure"], rtol=0.01)
    assert odd["measure"].min() > 900


def test_a_geographic_anomaly_is_paid_at_a_shop_of_the_far_town(anomalies: pd.DataFrame) -> None:
    """The shop stands where the customer is."""
    far = anomalies[anomalies["family"] == "geographic"]

    assert (far["merchant_city"].astype(str) == far["city"].astype(str)).all()


def test_temporal_ones_are_at_night_by_people_who_sleep(dataset: Dataset, anomalies: pd.DataFrame) -> None:
    """Between one and five, and no other purchase of the customer before five."""
    odd = anomalies[anomalies["family"] == "temporal"]
    payments = dataset.transactions.to_pandas()
    others = payments[(payments["kind"] == "P2M") & payments["anomaly_type"].isna() & (payments["status"] != "failed")]

    assert odd["transacted_at"].dt.hour.between(1, 4).all()
    assert others.loc[others["payer_customer_id"].isin(odd["payer_customer_id"]), "transacted_at"].dt.hour.min() >= 5


def test_amounts_are_far_above_the_usual_and_behaviour_is_new(dataset: Dataset, anomalies: pd.DataFrame) -> None:
    """At least five times the customer's median purchase at the default rates; a category that the customer never bought."""
    large, new = (anomalies[anomalies["family"] == family] for family in ("amount", "behavioural"))
    payments = dataset.transactions.to_pandas()
    others = payments[(payments["kind"] == "P2M") & payments["anomaly_type"].isna() & (payments["status"] != "failed")]
    usual = others.groupby("payer_customer_id")["amount_inr"].median()
    known = set(zip(others["payer_customer_id"], others["mcc"].astype(str), strict=True))

    assert (large["amount_inr"] / large["payer_customer_id"].map(usual)).min() > 5
    assert not known & set(zip(new["payer_customer_id"], new["mcc"].astype(str), strict=True))


def test_severity_rises_with_the_measure(anomalies: pd.DataFrame) -> None:
    """Inside each family no low anomaly measures more than a medium one, and no medium one more than a high one."""
    for _, rows in anomalies.groupby("family"):
        bounds = rows.groupby("severity", observed=True)["measure"].agg(["min", "max"]).reindex(["low", "medium", "high"]).dropna()
        assert (bounds["min"].to_numpy()[1:] > bounds["max"].to_numpy()[:-1]).all()


def test_anomalies_are_honest(anomalies: pd.DataFrame) -> None:
    """Apart from fraud and from twins."""
    assert not anomalies["is_fraud"].any() and not anomalies["is_laundering"].any()
    assert anomalies["fraud_case_id"].isna().all() and anomalies["twin_id"].isna().all()


def test_other_payments_stay_where_anomalies_are_made() -> None:
    """Ids, parties and instants of payments that are no anomaly, no own transfer and no decline: 99 of 100 as without them."""
    key = ["transaction_id", "payer_customer_id", "payee_customer_id", "merchant_id", "transacted_at", "amount_inr"]
    plain, odd = (
        generate(Spec(count=20_000, seed=4, anomaly_rate=rate))
        .sql(
            f"SELECT {', '.join(key)} FROM transactions "
            "WHERE anomaly_type IS NULL AND kind <> 'own transfer' AND status = 'success'"
        )
        .to_pandas()
        for rate in (0.0, 0.01)
    )

    assert len(odd.merge(plain, on=key)) > 0.99 * len(odd)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"anomaly_rate": 0.3}, "anomaly_rate is 0.3; at most 0.05 leaves enough honest payments"),
        ({"anomaly_rate": -0.1}, "anomaly_rate is -0.1; a share of the rows from 0 to 0.05 is allowed"),
        ({"anomaly_rate": 0.05, "fraud_rate": 0.18}, "anomaly_rate is 0.05 beside a fraud_rate of 0.18; at most 0.2 together"),
    ],
)
def test_rates_that_cannot_be_made_are_refused(values: dict[str, float], said: str) -> None:
    """What came and what is allowed, in one sentence."""
    with pytest.raises(SpecError, match=said):
        Spec(**values)
