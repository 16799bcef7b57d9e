"""Every kind of fault that is planted is caught, and named."""

import pytest

from synfin_core.quality.assess import assess
from synfin_core.quality.checks import CHECKS, leakage
from synfin_core.quality.subject import subject_of
from synfin_core.store.dataset import Dataset
from tests.store.test_checks import FAULTS as OF_RULES
from tests.store.test_checks import change, one, spoiled


def _all(column: str, value: str, table: str = "transactions") -> tuple[str, str]:
    """`value` in every row of a column."""
    return table, f"SELECT * REPLACE (CAST({value} AS {_TYPES.get(column, 'VARCHAR')}) AS {column}) FROM {table}"


def _where(column: str, value: str, where: str, table: str = "transactions") -> tuple[str, str]:
    """`value` in the rows of a column for which `where` holds."""
    return _all(column, f"CASE WHEN {where} THEN {value} ELSE {column} END", table)


def _in_one(
    column: str, value: str, where: str = "TRUE", table: str = "transactions", key: str = "transaction_id"
) -> tuple[str, str]:
    """`value` in one row."""
    return table, change(column, value, one(table, where), table, key)


def _other(column: str, table: str = "transactions") -> tuple[str, str]:
    """A column dealt out anew among the rows."""
    numbered = f"SELECT *, row_number() OVER () AS i FROM {table}"
    dealt = f"SELECT {column} AS value, row_number() OVER (ORDER BY hash(i)) AS i FROM ({numbered})"
    return table, f"SELECT a.* EXCLUDE (i) REPLACE (b.value AS {column}) FROM ({numbered}) a JOIN ({dealt}) b USING (i)"


_TYPES = {
    "amount_inr": "DOUBLE",
    "transacted_at": "TIMESTAMP",
    "payer_customer_id": "BIGINT",
    "merchant_id": "BIGINT",
    "device_id": "BIGINT",
    "transaction_id": "BIGINT",
    "distance_from_home_km": "FLOAT",
    "is_fraud": "BOOLEAN",
    "balance_after_inr": "DOUBLE",
    "floor_inr": "DOUBLE",
    "income_month_inr": "DOUBLE",
    "loss_inr": "DOUBLE",
    "ended_at": "TIMESTAMP",
    "opened_on": "DATE",
    "joined_on": "DATE",
    "onboarded_on": "DATE",
    "first_seen_on": "DATE",
    "reputation": "FLOAT",
    "age": "INTEGER",
}
_BOUGHT = "kind = 'P2M' AND payer_segment IS NOT NULL"
_DAY = "(SELECT min(CAST(transacted_at AS DATE)) FROM transactions)"

FAULTS: dict[str, tuple[str, str]] = {
    "transactions filled": _in_one("channel", "NULL"),
    "transactions.rail words": _in_one("rail", "'Cheque'"),
    "transactions.currency words": _in_one("currency", "'USD'"),
    "transactions.status words": _in_one("status", "'pending'"),
    "transactions.mcc form": _in_one("mcc", "'food'", "mcc IS NOT NULL"),
    "transactions.amount_inr range": _in_one("amount_inr", "-5.0"),
    "transactions.distance_from_home_km range": _in_one("distance_from_home_km", "9000.0", "NOT is_online"),
    "transactions.payments_today range": _in_one("payments_today", "0"),
    "customers.age range": _in_one("age", "7", table="customers", key="customer_id"),
    "customers.upi_handle form": _in_one("upi_handle", "'somebody@ybl'", table="customers", key="customer_id"),
    "customers.email form": _in_one("email", "'somebody@gmail.com'", table="customers", key="customer_id"),
    "customers.mobile form": _in_one("mobile", "'9876543210'", table="customers", key="customer_id"),
    "customers.latitude range": _in_one("latitude", "51.5", table="customers", key="customer_id"),
    "cards.last_four form": _in_one("last_four", "'4111111111111111'", table="cards", key="card_id"),
    "labels.stage words": _all("stage", "'rumoured'", "labels"),
    "merchants.reputation range": _in_one("reputation", "1.5", table="merchants", key="merchant_id"),
    "amounts spread": _all("amount_inr", "90 + transaction_id % 20"),
    "amounts differ": _all("amount_inr", "100"),
    "round sums": _all("amount_inr", "floor(amount_inr) + 0.37"),
    "first digits": _all("amount_inr", "500 + transaction_id % 400"),
    "quiet nights": _all("transacted_at", "transacted_at - INTERVAL 1 HOUR * (transaction_id % 24)"),
    "no favourite second": _all("transacted_at", "date_trunc('minute', transacted_at)"),
    "weekdays alike": _where("transacted_at", "transacted_at + INTERVAL 1 DAY", "isodow(transacted_at) = 7"),
    "some fail": _all("status", "'success'"),
    "UPI leads": _where("rail", "'Card'", "rail = 'UPI'"),
    "payers differ": (
        "transactions",
        "SELECT t.* REPLACE (c.customer_id AS payer_customer_id) FROM (SELECT *, row_number() OVER () AS n FROM transactions) t "
        "JOIN (SELECT customer_id, row_number() OVER () AS i, count(*) OVER () AS m FROM customers) c ON i = 1 + n % m",
    ),
    "shops differ": _where("merchant_id", "(transaction_id * 7919) % 500", "merchant_id IS NOT NULL"),
    "people come back": _where("merchant_id", "transaction_id", "merchant_id IS NOT NULL"),
    "tickets by category": _other("mcc"),
    "tickets by kind": _other("amount_inr"),
    "tickets by purse": _other("payer_segment"),
    "income bounds spending": _other("income_month_inr", "customers"),
    "near home": _all("distance_from_home_km", "least(distance_from_home_km * 50, 3000)"),
    "hours by day": _where("transacted_at", "transacted_at + INTERVAL 8 HOUR", "hour(transacted_at) BETWEEN 16 AND 21"),
    "ways to pay": _in_one("channel", "'toll lane'", "rail = 'UPI'"),
    "merchant told": _in_one("merchant_city", "NULL", _BOUGHT),
    "no merchant, no category": _in_one("category", "'Grocery and supermarket'", "kind = 'P2P'"),
    "somebody is paid": _in_one("payee_account_id", "NULL", "kind = 'P2P'"),
    "remote has no distance": _in_one("distance_from_home_km", "NULL", f"{_BOUGHT} AND NOT is_online"),
    "RTGS is for large sums": _in_one("rail", "'RTGS'", "rail = 'UPI' AND amount_inr < 1000"),
    "cash is round": _in_one("amount_inr", "amount_inr + 1", "kind = 'cash withdrawal' AND channel = 'ATM' AND rail = 'ATM'"),
    "apps are for UPI": _in_one("app", "'PhonePe'", "rail = 'Card'"),
    "credit has a limit": _where("floor_inr", "0", "account_type = 'credit card'", "accounts"),
    "cards fit their account": _all("card_type", "'credit'", "cards"),
    "mcc as in merchants": _in_one("mcc", "'9999'", _BOUGHT),
    "category as in merchants": _in_one("category", "'Airline'", f"{_BOUGHT} AND mcc = '5411'"),
    "merchant_city as in merchants": _in_one("merchant_city", "'Atlantis'", _BOUGHT),
    "payer_segment as in customers": _in_one("payer_segment", "'tourist'", _BOUGHT),
    "payer_home_state as in customers": _in_one("payer_home_state", "'ZZ'", _BOUGHT),
    "payer_bank as in accounts": _in_one("payer_bank", "'Bank of Nowhere'", _BOUGHT),
    "device_os as in devices": _where(
        "device_os", "CASE device_os WHEN 'iOS' THEN 'Android' ELSE 'iOS' END", "device_os IS NOT NULL"
    ),
    "one name a code": _in_one("category", "'Grocer'", f"{_BOUGHT} AND mcc = '5411'"),
    "inside the period": _in_one("transacted_at", "transacted_at + INTERVAL 3 YEAR"),
    "the period is filled": ("transactions", f"SELECT * FROM transactions WHERE CAST(transacted_at AS DATE) <> {_DAY} + 3"),
    "no day stands out": _where("transacted_at", f"{_DAY} + 4 + transacted_at::TIME", f"CAST(transacted_at AS DATE) < {_DAY} + 14"),
    "accounts are open": _all("opened_on", "DATE '2030-01-01'", "accounts"),
    "merchants are there": _all("onboarded_on", "DATE '2030-01-01'", "merchants"),
    "devices are seen": _all("first_seen_on", "DATE '2030-01-01'", "devices"),
    "customers have joined": _all("joined_on", "DATE '2024-12-31'", "customers"),
    "cases end after they begin": _all("ended_at", "started_at - INTERVAL 1 DAY", "fraud_cases"),
    "twins end after they begin": _all("ended_at", "started_at - INTERVAL 1 DAY", "twins"),
    "fraud is rare": _where("is_fraud", "TRUE", "transaction_id % 3 = 0"),
    "fraud as asked": _all("is_fraud", "FALSE"),
    "fraud loses money": _where("fraud_role", "NULL", "is_fraud"),
    "no loss without payments": _all("loss_inr", "attempted_inr + 1", "fraud_cases"),
    "types are told apart": _all("fraud_type", "'task_scam'", "fraud_cases"),
}
LEAKS: dict[str, tuple[str, str]] = {
    "transaction_id tells nothing": _where("transaction_id", "transaction_id // 1000", "is_fraud"),
    "payer_customer_id tells nothing": _where("payer_customer_id", "payer_customer_id // 1000", "is_fraud"),
    "merchant_id tells nothing": _where("merchant_id", "merchant_id // 1000", "is_fraud"),
    "device_id tells nothing": _where("device_id", "device_id // 1000", "is_fraud"),
    "parity of transaction_id tells nothing": _all("transaction_id", "transaction_id * 2 + is_fraud::INT"),
    "parity of payer_customer_id tells nothing": _all("payer_customer_id", "payer_customer_id * 2 + is_fraud::INT"),
    "seconds tell nothing": _where("transacted_at", "date_trunc('minute', transacted_at) + INTERVAL 7 SECOND", "is_fraud"),
    "microseconds tell nothing": _where("transacted_at", "date_trunc('second', transacted_at)", "is_fraud"),
    "paise tell nothing": _where("amount_inr", "floor(amount_inr) + 0.99", "is_fraud"),
    "empty cells tell nothing": _where("device_id", "NULL", "is_fraud"),
    "words tell nothing": _where("initiation_mode", "'injected'", "is_fraud"),
    "purses tell nothing": _where("balance_after_inr", "balance_after_inr + 10000000", "is_fraud"),
}


@pytest.mark.parametrize("name", [*OF_RULES, *FAULTS])
def test_a_planted_fault_is_caught_and_named(dataset: Dataset, name: str) -> None:
    """The check that the fault is planted for is among those of its family that break."""
    [family] = [check.family for check in CHECKS if check.id == name]
    checks = [check for check in CHECKS if check.family == family]
    found = assess(subject_of(spoiled(dataset, *(FAULTS | OF_RULES)[name])), checks)
    assert name in {one.check.id for one in found.broken}


@pytest.mark.parametrize("name", LEAKS)
def test_a_planted_leak_is_caught_and_named(many_cases: Dataset, name: str) -> None:
    """A column that tells fraud from honest is named, and what does not leak is not blamed for it."""
    found = assess(subject_of(spoiled(many_cases, *LEAKS[name])), leakage.CHECKS)
    assert name in {one.check.id for one in found.broken}


def test_the_suite_is_large_and_names_checks_that_exist() -> None:
    """At least forty kinds of fault, of every family."""
    planted = OF_RULES.keys() | FAULTS.keys() | LEAKS.keys()
    families = {check.family for check in CHECKS if check.id in planted}
    assert len(planted) >= 100
    assert planted <= {check.id for check in CHECKS}
    assert len(families) == 8
