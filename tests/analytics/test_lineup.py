"""The line-up: two that look alike, nothing that gives the answer away."""

import pytest

from synfin_core.analytics.cases import case_of, cases_of
from synfin_core.analytics.catalogue import cards
from synfin_core.analytics.lineup import NAMES, lineup, twins_like
from synfin_core.schema import observable
from synfin_core.store.dataset import Dataset


@pytest.mark.parametrize("typology", [card.id for card in cards()])
def test_a_case_and_its_twin_show_only_what_a_bank_sees(dataset: Dataset, typology: str) -> None:
    """Both sides have payments, the same columns, and none of truth; the twin is no fraud."""
    case = case_of(dataset, int(cases_of(dataset, typology)["fraud_case_id"][0]))
    shown = lineup(dataset, case, twins_like(dataset, case).iloc[0])
    fraud, honest = sorted(shown.suspects, key=lambda suspect: suspect.name != shown.fraud)

    assert len(fraud.payments) and len(honest.payments)
    assert list(fraud.payments) == list(honest.payments)
    assert set(fraud.payments) - {"at"} <= set(observable("transactions"))
    assert "complaint" not in set(fraud.events["event"])
    ids = ", ".join(map(str, honest.payments["transaction_id"]))
    assert not dataset.sql(f"SELECT bool_or(is_fraud) AS fraud FROM transactions WHERE transaction_id IN ({ids})")["fraud"][
        0
    ].as_py()


def test_where_the_fraud_stands_says_nothing(dataset: Dataset) -> None:
    """About as often first as second over 200 pairs (three standard errors: 0.11)."""
    first = []
    for typology in ("investment", "task_scam", "fake_support", "sextortion", "card_cnp"):
        for id in cases_of(dataset, typology)["fraud_case_id"][:10]:
            case = case_of(dataset, int(id))
            twins = twins_like(dataset, case)
            first += [(case.id ^ int(id)) & 1 for id in twins["twin_id"]]

    assert len(first) > 200
    assert sum(first) / len(first) == pytest.approx(0.5, abs=0.11)
    assert NAMES == ("A", "B")
