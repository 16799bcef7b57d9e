"""What one bank sees: its own customers' accounts in full, and the other side of their payments as the payment names it.

A payment is seen by the banks of its two accounts. The marks of the glossary say which columns are known to one side alone:
for the other bank they are empty. What it sees of the other side is the account, its bank and the name; running counts and sums
are re-added over the payments that it sees. Of labels it has those on payments of its own customers, and those that the network
or the police send to the bank that was paid. Accounts are those of simulated customers; events without an account, and the habits
in the table of customers, are those of the person, whatever other banks they use.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from synfin_core.errors import SpecError, closest
from synfin_core.schema import TABLES, Column
from synfin_core.store.flat import FLAT, flat_view
from synfin_core.store.ledger_checks import PAISE

ECOSYSTEM, PREFIX = "ecosystem", "bank:"
WHOLE = "whole_"  # in front of the name of a table of all banks
_ACCOUNTS, _CUSTOMERS = "(SELECT account_id FROM own_accounts)", "(SELECT customer_id FROM own_customers)"
_NAMES = tuple(
    Column(f"{side}_name", "text", f"name of the {side} on the payment; empty where that is no simulated customer", True)
    for side in ("payer", "payee")
)

# Which rows of each table a bank has.
_ROWS = {
    "transactions": "payer_sees OR payee_sees",
    "events": f"customer_id IN {_CUSTOMERS} AND (account_id IS NULL OR account_id IN {_ACCOUNTS})",
    "customers": f"customer_id IN {_CUSTOMERS}",
    "accounts": f"account_id IN {_ACCOUNTS}",
    "cards": f"account_id IN {_ACCOUNTS}",
    "devices": f"customer_id IN {_CUSTOMERS} OR device_id IN (SELECT device_id FROM seen_payments WHERE payer_sees) "
    "OR device_id IN (SELECT device_id FROM events)",
    "merchants": "TRUE",
    "places": "TRUE",
    "fraud_cases": "fraud_case_id IN (SELECT fraud_case_id FROM seen_payments)",
    "case_links": "fraud_case_id IN (SELECT fraud_case_id FROM seen_payments)",
    "labels": "transaction_id IN (SELECT transaction_id FROM seen_payments WHERE payer_sees OR payer_account_id IS NULL) "
    "OR (CAST(source AS VARCHAR) IN ('network', 'police') AND transaction_id IN (SELECT transaction_id FROM seen_payments))",
    "twins": "twin_id IN (SELECT twin_id FROM seen_payments)",
    "anomalies": "transaction_id IN (SELECT transaction_id FROM seen_payments)",
}
# References that are kept where what they name is seen.
_KEPT = (
    {("transactions", "related_transaction_id"): "transaction_id", ("events", "fraud_case_id"): "fraud_case_id"}
    | {("case_links", "from_case_id"): "fraud_case_id"}
    | {("events", name): name for name in ("twin_id", "transaction_id")}
)
# What a payer's bank counts anew, over the payments that it sees.
_RUNNING = {
    "minutes_since_last": "CAST((epoch_us(transacted_at) - lag(epoch_us(transacted_at)) OVER of_payer) / 6e7 AS FLOAT)",
    "is_first_with_payee": "CASE WHEN is_first_with_payee IS NOT NULL THEN row_number() OVER to_payee = 1 END",
    "payments_today": "CAST(count(*) OVER today AS INTEGER)",
    "amount_today_inr": f"CAST(sum({PAISE.format('amount_inr')}) OVER today AS DOUBLE) / 100",
}
PAYMENTS_BY_BANK = """
SELECT CAST(bank AS VARCHAR) AS bank, count(transaction_id) AS n FROM accounts LEFT JOIN (
    SELECT payer_account_id AS account_id, transaction_id FROM transactions
    UNION ALL
    SELECT payee_account_id, transaction_id FROM transactions t JOIN accounts payee ON payee.account_id = payee_account_id
    LEFT JOIN accounts payer ON payer.account_id = payer_account_id WHERE payer.bank IS DISTINCT FROM payee.bank)
USING (account_id) GROUP BY ALL ORDER BY bank"""
_WINDOWS = """
WINDOW of_payer AS (PARTITION BY payer_sees, payer_customer_id ORDER BY transacted_at),
       to_payee AS (PARTITION BY payer_sees, payer_customer_id, merchant_id, payee_customer_id ORDER BY transacted_at),
       today AS (PARTITION BY payer_sees, payer_customer_id, CAST(transacted_at AS DATE)
                 ORDER BY transacted_at ROWS UNBOUNDED PRECEDING)"""


def _as_seen(column: Column) -> Column:
    """A column known to one side is empty for the other."""
    return replace(column, nullable=column.nullable or bool(column.side))


_SIDED = {column.name for column in TABLES["transactions"] if column.side}
_OF_A_BANK = {
    **{name: tuple(map(_as_seen, columns)) for name, columns in TABLES.items()},
    "flat": tuple(replace(column, nullable=True) if column.name in _SIDED else column for column in FLAT),
}
RELATIONS = _OF_A_BANK | {name: (*_OF_A_BANK[name], *_NAMES) for name in ("transactions", "flat")}


def bank_of(view: str, banks: Iterable[str]) -> str | None:
    """The bank that a view names, None for the ecosystem; SpecError, with the closest of `banks`, when there is no such bank."""
    known = sorted(banks)
    word = view.strip()[:80]
    if word.casefold() == ECOSYSTEM:
        return None
    asked = word[len(PREFIX) :].strip() if word.casefold().startswith(PREFIX) else ""
    found = [bank for bank in known if asked.casefold() in (bank.casefold(), _short(bank).casefold())]
    if len(found) == 1:
        return found[0]
    near = closest(asked or word, [*known, *map(_short, known)])
    raise SpecError(f"view is {word!r}{near}; allowed are {ECOSYSTEM}, or {PREFIX} and one of {', '.join(known)}")


def _short(bank: str) -> str:
    """'HDFC' of 'HDFC Bank'."""
    return bank.removesuffix(" Bank").removesuffix(" Wallet")


def slug(bank: str) -> str:
    """'Jammu and Kashmir Bank' as part of a file's name."""
    return re.sub("[^a-z0-9]+", "-", bank.casefold())


def views_of(bank: str) -> dict[str, str]:
    """The query of each view of a bank, in an order in which they can be made; whole tables are read under WHOLE names."""
    literal = "'" + bank.replace("'", "''") + "'"
    payer, payee = (f"coalesce({side}_account_id IN {_ACCOUNTS}, FALSE)" for side in ("payer", "payee"))
    return {
        "own_accounts": f"SELECT account_id FROM {WHOLE}accounts WHERE bank = {literal}",
        "own_customers": f"SELECT DISTINCT customer_id FROM {WHOLE}accounts WHERE bank = {literal}",
        "seen_payments": "SELECT *, CASE WHEN payer_segment IS NOT NULL THEN payer_sees ELSE payee_sees END AS customer_sees "
        f"FROM (SELECT *, {payer} AS payer_sees, {payee} AS payee_sees FROM {WHOLE}transactions) WHERE {_ROWS['transactions']}",
        **{name: _query(name, columns) for name, columns in TABLES.items()},
        "flat": flat_view(*(name.name for name in _NAMES)),
    }


def _query(name: str, columns: tuple[Column, ...]) -> str:
    cells = ", ".join(f"{_cell(name, column)} AS {column.name}" for column in columns)
    if name != "transactions":
        return f"SELECT {cells} FROM {WHOLE}{name} WHERE {_ROWS[name]}"
    people = f"(SELECT customer_id AS {{0}}_customer_id, name AS {{0}}_name FROM {WHOLE}customers)"
    named = "".join(f" LEFT JOIN {people.format(side)} USING ({side}_customer_id)" for side in ("payer", "payee"))
    return f"SELECT {cells}, {', '.join(name.name for name in _NAMES)} FROM seen_payments{named}{_WINDOWS}"


def _cell(table: str, column: Column) -> str:
    """A column as it is, or only where the bank knows it."""
    value = _RUNNING.get(column.name, column.name) if table == "transactions" else column.name
    if key := _KEPT.get((table, column.name)):
        return f"CASE WHEN {value} IN (SELECT {key} FROM seen_payments) THEN {value} END"
    if not column.side:
        return value
    return f"CASE WHEN {_knows(table, column)} THEN {value} END"


def _knows(table: str, column: Column) -> str:
    """Whether the bank is on the side that knows a column."""
    if column.side == "holder":
        return f"{column.name} IN {_CUSTOMERS}"
    return f"{column.side}_sees" if table == "transactions" else f"{column.side}_account_id IN {_ACCOUNTS}"
