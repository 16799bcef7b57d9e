"""What strangers share: devices, accounts and merchants."""

from synfin_core.analytics.network import Network, analyse, score
from synfin_core.analytics.network.complaints import MERCHANT_DAYS
from synfin_core.analytics.network.sharing import STRANGER_SHARE
from synfin_core.store.dataset import Dataset


def test_strangers_to_a_device_have_others_of_their_own(takeovers: Dataset) -> None:
    """Each customer of a shared device pays far more from other devices; thieves' rings are found, relatives who help are not."""
    found = analyse(takeovers)
    devices = found.by_kind["shared device"]
    held = takeovers.sql(
        "SELECT payer_customer_id AS customer, device_id AS device, count(*) AS n FROM transactions "
        "WHERE device_id IS NOT NULL AND payer_customer_id IS NOT NULL GROUP BY ALL"
    ).to_pandas()
    total, here = held.groupby("customer")["n"].sum(), held.set_index(["customer", "device"])["n"]
    for one in devices:
        assert len(one.members) >= 3
        assert all(here[member.id, one.centre.id] < STRANGER_SHARE * total[member.id] for member in one.members[1:])

    scored = next(one for one in score(takeovers, found) if one.kind == "shared device")
    assert scored.planted >= 3
    assert scored.precision is not None
    assert scored.precision >= 0.8
    assert scored.recall is not None
    assert scored.recall >= 0.8


def test_each_account_is_found_once(network: Network) -> None:
    """However many ways lead to a shared payee."""
    centres = [one.centre for one in network.by_kind["shared payee"]]
    assert len(set(centres)) == len(centres) > 20


def test_customers_complained_about_a_shared_merchant(dataset: Dataset, network: Network) -> None:
    """Its payments are those complained about, by two customers or more, within a week."""
    complained = dict(dataset.sql("SELECT transaction_id, customer_id FROM events WHERE event = 'complaint'").to_pandas().values)
    assert network.by_kind["shared merchant"]
    for one in network.by_kind["shared merchant"]:
        assert len({complained[id] for id in one.payments}) >= 2
        assert (one.last_at - one.first_at).days <= MERCHANT_DAYS
