"""What the analysis promises of its findings, whatever their kind; and what it does with less than a whole dataset."""

from pathlib import Path

import pytest

from synfin_core.analytics.network import KINDS, Network, analyse, score
from synfin_core.errors import WrongUse
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.exported import Exported


def test_every_kind_is_looked_for_and_strongest_come_first(network: Network) -> None:
    """Findings of a kind stand together, by falling strength between 0 and 1."""
    assert list(network.by_kind) == list(KINDS)
    assert sum(map(len, network.by_kind.values())) == len(network.findings)
    for findings in network.by_kind.values():
        strengths = [one.strength for one in findings]
        assert strengths == sorted(strengths, reverse=True)
        assert all(0 < strength <= 1 for strength in strengths)


def test_a_finding_says_who_why_and_when(network: Network) -> None:
    """A centre, at least one other member, evidence in one sentence, payments that are told once, instants in order."""
    for one in network.findings:
        assert one.members[0] == one.centre
        assert len(one.members) >= 2
        assert len(set(one.members)) == len(one.members)
        assert one.evidence
        assert "\n" not in one.evidence
        assert len(set(one.payments)) == len(one.payments) > 0
        assert one.first_at <= one.last_at
        assert one.amount_inr > 0


def test_payments_of_findings_are_those_of_the_dataset(dataset: Dataset, network: Network) -> None:
    """Every id is one of `transactions`, and lies between the finding's first and last instant."""
    table = dataset.transactions.to_arrow().select(["transaction_id", "transacted_at"]).to_pandas()
    paid_at = table.set_index("transaction_id")["transacted_at"]
    for one in network.findings:
        instants = paid_at.loc[list(one.payments)]
        assert one.first_at <= instants.min()
        assert instants.max() <= one.last_at


def test_no_label_and_no_truth_is_read(dataset: Dataset, network: Network, tmp_path: Path) -> None:
    """A blind export, which has neither, shows the same findings, and has no score."""
    blind = Exported(dataset.export(tmp_path / "blind", "parquet", layout="linked", truth=False))
    found = analyse(blind)

    assert found.findings == network.findings
    assert score(blind, found) == ()


def test_payments_alone_are_enough(dataset: Dataset, network: Network, tmp_path: Path) -> None:
    """Without events nobody is heard to complain: merchants are not found, and all that rests on payments is."""
    alone = analyse(Exported(dataset.export(tmp_path / "payments.parquet", truth=False)))

    assert alone.findings == analyse(dataset, complaints=False).findings
    assert alone.by_kind["shared merchant"] == ()
    for kind in ("pass-through", "in-out path", "cycle", "burst"):
        assert alone.by_kind[kind] == network.by_kind[kind]


def test_one_bank_finds_less_and_nothing_that_it_does_not_see(dataset: Dataset, network: Network) -> None:
    """Every payment of its findings is one that it sees; money that passes on at other banks is lost from its sight."""
    bank = max(dataset.banks, key=lambda name: dataset.banks[name])
    view = dataset.view(f"bank:{bank}")
    seen = set(view.transactions.to_arrow()["transaction_id"].to_pylist())
    found = analyse(view)

    assert 0 < len(found.by_kind["pass-through"]) < len(network.by_kind["pass-through"]) / 2
    assert len(found.by_kind["in-out path"]) < len(network.by_kind["in-out path"]) / 4
    assert all(set(one.payments) <= seen for one in found.findings)
    assert all(one.met <= one.planted for one in score(view, found))


def test_a_missing_column_is_named(dataset: Dataset, tmp_path: Path) -> None:
    """One sentence: which column, and what is read."""
    flat = Exported(dataset.export(tmp_path / "flat.parquet", layout="flat", truth=False))
    with pytest.raises(WrongUse, match=r"no column 'payer_account_id'; the network analysis reads transaction_id"):
        analyse(flat)


def test_honest_life_makes_few_findings(honest: Dataset, dataset: Dataset, network: Network) -> None:
    """Without fraud, not a tenth of the pass-through accounts and paths of as many payments with 1% of it."""
    found = analyse(honest)
    share = len(honest.transactions) / len(dataset.transactions)
    for kind in ("shared device", "shared payee", "pass-through", "in-out path"):
        assert len(found.by_kind[kind]) <= 0.1 * share * len(network.by_kind[kind]) + 3, kind


@pytest.mark.parametrize("count", [1, 100, 3_000])
def test_a_handful_of_payments_is_no_trouble(count: int) -> None:
    """Little or nothing is found, and nothing breaks."""
    few = generate(Spec(count=count, fraud_rate=0.05 if count > 1 else 0.0, seed=7))
    found = analyse(few)

    assert len(found.findings) < count
    assert len(score(few, found)) in (0, len(KINDS) + 1)
