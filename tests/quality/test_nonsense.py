"""Nonsense that looks well-formed does not pass, and the report says why."""

import numpy as np
import pyarrow as pa
import pytest

from synfin_core.quality.assess import Assessment, assess
from synfin_core.quality.gates import pass_gates
from synfin_core.quality.subject import subject_of
from synfin_core.schema import TABLES, TRANSACTIONS
from synfin_core.store.dataset import Dataset
from tests.store.test_checks import spoiled

PASS_MARK = 90
_TRUTH = ", ".join(f"NULL AS {column.name}" for column in TRANSACTIONS if column.truth and column.nullable)
_ANY_TIME = "TIMESTAMP '2025-01-01' + to_microseconds(CAST(random() * 31 * 86400e6 AS BIGINT))"

NONSENSE: dict[str, tuple[str, set[str]]] = {
    "amounts at random": (
        "SELECT * REPLACE (1 + round(random() * 99999, 2) AS amount_inr) FROM transactions",
        {"first digits", "round sums", "tickets by category", "balances re-add"},
    ),
    "times at random": (
        f"SELECT * REPLACE ({_ANY_TIME} AS transacted_at) FROM transactions",
        {"quiet nights", "hours by day", "minutes_since_last"},
    ),
    "one payment over and over": (
        "SELECT t.* REPLACE (i AS transaction_id, transacted_at + to_seconds(i) AS transacted_at) "
        "FROM (FROM transactions WHERE kind = 'P2M' LIMIT 1) t, range(1, 20001) r(i)",
        {"amounts spread", "amounts differ", "some fail", "cases count their rows"},
    ),
    "words at random": (
        "SELECT * REPLACE ([('UPI'), ('Card'), ('NEFT'), ('RTGS'), ('ATM')][1 + transaction_id % 5] AS rail, "
        "['P2M', 'P2P', 'bill', 'salary'][1 + transaction_id % 4] AS kind) FROM transactions",
        {"ways to pay", "UPI leads", "RTGS is for large sums"},
    ),
    "fraud thrown at single rows": (
        f"SELECT * EXCLUDE ({', '.join(c.name for c in TRANSACTIONS if c.truth and c.nullable)}) "
        f"REPLACE (transaction_id % 50 = 0 AS is_fraud, FALSE AS is_laundering), {_TRUTH} FROM transactions",
        {"fraud belongs to a case", "cases count their rows", "fraud loses money"},
    ),
    "nobody's money": (
        "SELECT * REPLACE (CASE WHEN balance_after_inr IS NOT NULL THEN 1000.0 END AS balance_after_inr) FROM transactions",
        {"balances re-add", "failed rows move nothing"},
    ),
    "payers at random": (
        "SELECT t.* REPLACE (c.customer_id AS payer_customer_id) FROM (SELECT *, row_number() OVER () AS n FROM transactions) t "
        "JOIN (SELECT customer_id, row_number() OVER () AS i, count(*) OVER () AS m FROM customers) c ON i = 1 + n % m",
        {"payer holds the account", "payers differ"},
    ),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_fails_and_is_named(dataset: Dataset, name: str) -> None:
    """The score is under the mark, a blocking gate fails, and the reasons are there."""
    query, why = NONSENSE[name]
    dataset.sql("SELECT setseed(0.5)")
    _fails(assess(subject_of(spoiled(dataset, "transactions", query))), why)


def test_columns_shuffled_each_by_itself_fail(dataset: Dataset) -> None:
    """Every column keeps its distribution, and nothing hangs together any more."""
    rng = np.random.default_rng(5)
    whole = dataset.transactions.to_arrow()
    shuffled = {name: whole[name].take(pa.array(rng.permutation(len(whole)))) for name in whole.column_names}
    tables = {name: dataset.table(name).to_arrow() for name in TABLES} | {"transactions": pa.table(shuffled)}
    found = assess(subject_of(Dataset(dataset.spec, dataset.manifest, tables=tables)))
    _fails(found, {"tickets by category", "ways to pay", "merchant told", "balances re-add", "mcc as in merchants"})
    assert found.score < 50


def test_nothing_at_all_scores_nothing(dataset: Dataset) -> None:
    """Without a row no check is judged, and the one that asks for rows is broken."""
    found = assess(subject_of(Dataset(dataset.spec, dataset.manifest, tables={})))
    assert found.score == 0
    assert [one.check.id for one in found.broken] == ["there are rows"]
    assert {one.detail for one in found.found if one.verdict == "not judged"} == {"there are no rows"}


def _fails(found: Assessment, why: set[str]) -> None:
    assert found.score < PASS_MARK
    assert why <= {one.check.id for one in found.broken}
    assert not pass_gates(found).passed
