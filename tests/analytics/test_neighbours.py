"""The small graph around a payment: itself, and what its two ends did before it, no more."""

import pytest

from synfin_core.analytics.neighbours import neighbours
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """20,000 payments."""
    return generate(Spec(count=20_000, fraud_rate=0.02, seed=3))


def test_a_payment_is_among_its_own_links(dataset: Dataset) -> None:
    """Every link has one of the two ends; the payment's own link is marked, once; the first payment of all has no other."""
    ids = dataset.sql("SELECT transaction_id AS id FROM transactions ORDER BY transacted_at, transaction_id")["id"].to_pylist()
    for id in ids[:: len(ids) // 20]:
        found = neighbours(dataset, id)
        assert all({link.source, link.target} & {found.payer, found.payee} for link in found.links)
        assert [(link.source, link.target) for link in found.links if link.is_it] == [(found.payer, found.payee)]

    assert len(neighbours(dataset, ids[0]).links) == 1


def test_links_count_what_was_seen_before(dataset: Dataset) -> None:
    """Payments of the pair in the two weeks before, and this one."""
    pair = dataset.sql(
        "SELECT max_by(transaction_id, transacted_at) AS id, payer_account_id AS payer, payee_account_id AS payee, "
        "count(*) FILTER (transacted_at >= last - INTERVAL 14 DAY) AS n FROM (SELECT *, max(transacted_at) OVER "
        "(PARTITION BY payer_account_id, payee_account_id) AS last FROM transactions WHERE payer_account_id IS NOT NULL "
        "AND payee_account_id IS NOT NULL) GROUP BY ALL ORDER BY n DESC, id LIMIT 1"
    ).to_pylist()[0]
    link = next(one for one in neighbours(dataset, pair["id"]).links if one.is_it)

    assert (link.source, link.target, link.n) == (f"account {pair['payer']}", f"account {pair['payee']}", pair["n"])
