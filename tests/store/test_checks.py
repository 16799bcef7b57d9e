"""The checks pass on what the generator makes, and each one catches the fault that it is there for."""

import pytest

from synfin_core.anomalies.scene import FAMILIES
from synfin_core.schema import TABLES
from synfin_core.store.checks import RULES
from synfin_core.store.dataset import Dataset
from synfin_core.store.fingerprint import ROW_KEYS
from synfin_core.store.rules import Rule

_MOVED = """(SELECT min(transaction_id) FROM transactions JOIN accounts ON account_id = payer_account_id
             WHERE status = 'success' AND {} AND NOT is_fraud AND NOT is_laundering)"""
_PAID = _MOVED.format("merchant_id IS NOT NULL")
_EARLY = _MOVED.format("transacted_at < (SELECT max(transacted_at) - INTERVAL 10 DAY FROM transactions)")  # others follow it
_LATER = _MOVED.format("minutes_since_last > 0")
_SENT = _MOVED.format("rail = 'UPI' AND kind = 'P2P'")
_DECLINED = """(SELECT min(transaction_id) FROM transactions JOIN accounts ON account_id = payer_account_id
                WHERE response_code IN ('Z9', '51') AND balance_after_inr - floor_inr > 1)"""
_FRAUD = "(SELECT min(transaction_id) FROM transactions WHERE is_fraud)"


def change(column: str, value: str, row: str, table: str = "transactions", key: str = "transaction_id") -> str:
    """A query for `table` in which `column` of one row is `value`."""
    return f"SELECT * REPLACE (CASE WHEN {key} = {row} THEN {value} ELSE {column} END AS {column}) FROM {table}"


# Two payments of the busiest account at the instant of the first.
_AT_ONE_INSTANT = """
WITH busy AS (SELECT payer_account_id AS account FROM transactions JOIN accounts ON account_id = payer_account_id
              GROUP BY ALL ORDER BY count(*) DESC, account LIMIT 1),
     first_day AS (SELECT min(transacted_at) AS instant FROM transactions, busy WHERE payer_account_id = account)
SELECT t.* REPLACE (CASE WHEN payer_account_id = account THEN instant ELSE transacted_at END AS transacted_at)
FROM transactions t, busy, first_day
"""


def one(table: str, where: str = "TRUE") -> str:
    """The first id of `table` for which `where` holds."""
    return f"(SELECT min({ROW_KEYS[table][0]}) FROM {table} WHERE {where})"


_MISMEASURED = "SELECT * REPLACE (CAST(measure * 1.1 AS FLOAT) AS measure) FROM anomalies"
FAULTS: dict[str, tuple[str, str]] = {
    "balances re-add": ("transactions", change("amount_inr", "amount_inr + 0.01", _PAID)),
    "failed rows move nothing": (
        "transactions",
        change("balance_after_inr", "balance_after_inr - 1", one("transactions", "status = 'failed'")),
    ),
    "balances are recorded": ("transactions", change("balance_after_inr", "NULL", _PAID)),
    "no balance below its floor": (
        "accounts",
        change(
            "floor_inr",
            "opening_balance_inr + 1",
            one("accounts"),
            "accounts",
            "account_id",
        ),
    ),
    "one movement, one instant": ("transactions", _AT_ONE_INSTANT),
    "one payer, one instant": ("transactions", _AT_ONE_INSTANT),
    "insufficient funds are true": ("transactions", change("amount_inr", "1.00", _DECLINED)),
    "status and code agree": ("transactions", change("response_code", "'Z9'", _PAID)),
    "amounts are whole paise": ("transactions", change("amount_inr", "amount_inr + 0.001", _PAID)),
    "nobody pays into the same account": ("transactions", change("payee_account_id", "payer_account_id", _PAID)),
    "refunds fit": (
        "transactions",
        change("amount_inr", "amount_inr + 1e7", one("transactions", "kind = 'refund' AND status = 'success'")),
    ),
    "reversals fit": (
        "transactions",
        "SELECT * FROM transactions WHERE transaction_id <> " + one("transactions", "kind = 'reversal'"),
    ),
    "limit of one payment": (
        "transactions",
        change("amount_inr", "500000.01", one("transactions", "rail = 'IMPS' AND status = 'success'")),
    ),
    "limit of one day": ("transactions", change("amount_inr", "100000.01", _SENT)),
    "refused for asking too much": ("transactions", change("response_code", "'Z8'", _DECLINED)),
    "NEFT in batches": (
        "transactions",
        change("transacted_at", "date_trunc('hour', transacted_at) + INTERVAL 20 MINUTE", one("transactions", "rail = 'NEFT'")),
    ),
    "minutes_since_last": ("transactions", change("minutes_since_last", "minutes_since_last + 1", _LATER)),
    "is_first_with_payee": ("transactions", change("is_first_with_payee", "NOT is_first_with_payee", _PAID)),
    "payments_today and amount_today_inr": ("transactions", change("payments_today", "payments_today + 1", _PAID)),
    "payer holds the account": (
        "transactions",
        change("payer_customer_id", "(SELECT max(customer_id) FROM customers)", _PAID),
    ),
    "payee holds the account": (
        "transactions",
        change("payee_customer_id", "(SELECT max(customer_id) FROM customers)", _PAID),
    ),
    "payer's bank keeps the account": ("transactions", change("payer_bank", "'UCO'", _PAID)),
    "payee's bank keeps the account": (
        "transactions",
        "SELECT * REPLACE (CASE WHEN payee_bank IS NOT NULL THEN 'UCO' END AS payee_bank) FROM transactions",
    ),
    "one holder an account": (
        "transactions",
        change("payer_customer_id", "-1", _PAID),
    ),
    "card holders hold the account": ("cards", change("customer_id", "-1", one("cards"), "cards", "card_id")),
    "devices are the payer's or shared": ("devices", "SELECT * REPLACE (-1 AS customer_id) FROM devices"),
    "money back names its payment": (
        "transactions",
        change("related_transaction_id", "NULL", one("transactions", "kind = 'refund'")),
    ),
    "fraud belongs to a case": ("transactions", change("is_fraud", "TRUE", _PAID)),
    "cases count their rows": ("fraud_cases", "SELECT * REPLACE (n_legs + 1 AS n_legs) FROM fraud_cases"),
    "labels name the case of their payment": ("labels", "SELECT * REPLACE ('laundering' AS label) FROM labels"),
    "nothing is known before it happened": (
        "labels",
        "SELECT * REPLACE (labelled_at - INTERVAL 400 DAY AS labelled_at) FROM labels",
    ),
    "mistaken labels are corrected": ("labels", "SELECT * FROM labels WHERE stage <> 'corrected'"),
    "no more is held than was lost": ("fraud_cases", "SELECT * REPLACE (loss_inr + 1 AS held_inr) FROM fraud_cases"),
    "links hold together": ("case_links", "SELECT * REPLACE (CAST(step + 1 AS INTEGER) AS step) FROM case_links"),
    "linked cases share what they say": ("case_links", "SELECT * REPLACE (shared_id + 1 AS shared_id) FROM case_links"),
    "twins and anomalies are honest": (
        "transactions",
        change("is_fraud", "TRUE", one("transactions", "twin_id IS NOT NULL")),
    ),
    "twins count their rows": ("twins", "SELECT * REPLACE (n_payments + 1 AS n_payments) FROM twins"),
    "anomalies are marked": ("anomalies", "SELECT * FROM anomalies LIMIT 1"),
    **{f"{family} anomalies are as measured": ("anomalies", _MISMEASURED) for family in FAMILIES},
}


def _planted(rule: Rule) -> tuple[str, str]:
    """The table to spoil and how; rules on ids all break in the same two ways."""
    if rule.name in FAULTS:
        return FAULTS[rule.name]
    if rule.name.startswith("unique "):
        table = rule.name.removeprefix("unique ")
        return table, f"SELECT * FROM {table} UNION ALL (SELECT * FROM {table} LIMIT 1)"
    table, column = rule.name.removesuffix(" is found").split(".")
    return table, f"SELECT * REPLACE (CAST(-1 AS BIGINT) AS {column}) FROM {table}"


def test_everything_that_is_made_passes(dataset: Dataset) -> None:
    """No promise is broken by what the generator makes."""
    assert [check for check in dataset.verify() if not check.passed] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_planted_fault_is_caught_by_its_check(dataset: Dataset, rule: Rule) -> None:
    """Each rule finds the fault that it is there for."""
    table, query = _planted(rule)
    assert rule.name in _failed(spoiled(dataset, table, query))


def test_a_missing_row_is_missed(dataset: Dataset) -> None:
    """A dropped payment breaks the ledger and the count of the manifest."""
    failed = _failed(spoiled(dataset, "transactions", f"SELECT * FROM transactions WHERE transaction_id <> {_EARLY}"))
    assert {"balances re-add", "rows of transactions as in the manifest"} <= failed


def test_a_changed_value_is_missed(dataset: Dataset) -> None:
    """A column that no ledger needs is still held by the fingerprint."""
    failed = _failed(spoiled(dataset, "transactions", change("city", "'Elsewhere'", _PAID)))
    assert failed == {"fingerprints as in the manifest"}


def test_a_missing_fraud_row_is_missed(dataset: Dataset) -> None:
    """The manifest's number of fraud rows is held against the data."""
    failed = _failed(spoiled(dataset, "transactions", change("is_fraud", "FALSE", _FRAUD)))
    assert "fraud rows as in the manifest" in failed


def spoiled(dataset: Dataset, table: str, query: str) -> Dataset:
    """The dataset with what `query` answers in the place of `table`."""
    tables = {name: dataset.table(name).to_arrow() for name in TABLES}
    return Dataset(dataset.spec, dataset.manifest, tables=tables | {table: dataset.sql(query)})


def _failed(dataset: Dataset) -> set[str]:
    return {check.name for check in dataset.verify() if not check.passed}
