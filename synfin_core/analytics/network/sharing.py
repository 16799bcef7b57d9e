"""Devices and accounts that strangers have in common."""

from collections.abc import Iterator

import pandas as pd

from synfin_core.analytics.network.data import Data
from synfin_core.analytics.network.finding import Finding, Member, accounts
from synfin_core.analytics.network.flows import around
from synfin_core.analytics.network.passing import WITHIN_HOURS, Passes

STRANGER_SHARE = 0.2  # of a customer's payments by device: who uses one for less is a stranger to it, assumed
FEWEST_STRANGERS = 2
NEW_PAYERS = 2  # payers new to an account whose money left it, beyond those by chance, assumed
COLLECTED_FROM = 2  # accounts through which money passes, assumed

_DEVICES = f"""
    WITH used AS (
        SELECT device_id, payer_customer_id AS customer, count(*) AS n, min(transacted_at) AS first_at,
               max(transacted_at) AS last_at, sum(amount_inr) AS amount_inr, list(transaction_id ORDER BY transacted_at) AS payments
        FROM transactions WHERE device_id IS NOT NULL AND payer_customer_id IS NOT NULL GROUP BY ALL),
    compared AS (
        SELECT *, n < {STRANGER_SHARE} * sum(n) OVER (PARTITION BY customer) AS is_stranger,
               count(*) OVER (PARTITION BY device_id) AS n_users
        FROM used)
    SELECT device_id, any_value(n_users) AS n_users, list(customer ORDER BY first_at) AS customers, min(first_at) AS first_at,
           max(last_at) AS last_at, sum(amount_inr) AS amount_inr, flatten(list(payments ORDER BY first_at)) AS payments
    FROM compared WHERE is_stranger GROUP BY device_id HAVING count(*) >= {FEWEST_STRANGERS} ORDER BY device_id"""


def shared_devices(data: Data) -> Iterator[Finding]:
    """Devices that pay for two or more customers who make nearly all their other payments from devices of their own."""
    for row in data.sql(_DEVICES).to_pylist():
        strangers = len(row["customers"])
        days = (row["last_at"] - row["first_at"]).days + 1
        yield Finding(
            "shared device",
            Member("device", row["device_id"]),
            tuple(Member("customer", id) for id in row["customers"]),
            1 - 1 / strangers,
            f"{strangers} customers who otherwise use devices of their own paid ₹{row['amount_inr']:,.0f} from this one "
            f"within {days} days",
            row["first_at"],
            row["last_at"],
            row["amount_inr"],
            tuple(row["payments"]),
        )


def shared_payees(passes: Passes) -> Iterator[Finding]:
    """Accounts that pass on what several payers new to them paid, and accounts where money from several such meets."""
    passing = passes.sure("credit").index
    yield from _passing_on(passes, passing)
    yield from _collecting(passes, passing)


def _passing_on(passes: Passes, passing: pd.Index) -> Iterator[Finding]:
    after, before = (pairs[pairs["is_new"]].groupby("account")["source"].nunique() for pairs in (passes.after, passes.before))
    more = after.sub(before, fill_value=0)
    for account, pairs in passes.of(passing.intersection(more[more >= NEW_PAYERS].index)):
        new = pairs[pairs["is_new"]]
        payers, by_chance = int(after[account]), int(before.get(account, 0))
        total = float(new.drop_duplicates("credit")["credit_inr"].sum())
        evidence = (
            f"{payers} payers new to this account paid it ₹{total:,.0f} that left it within {WITHIN_HOURS} hours; "
            f"by chance {by_chance} would have"
        )
        yield around(account, "shared payee", new, 1 - by_chance / payers, evidence, total)


def _collecting(passes: Passes, passing: pd.Index) -> Iterator[Finding]:
    """Accounts that pass nothing on, as far as can be seen, and are paid by two accounts or more that do."""
    paid = passes.after[passes.after["account"].isin(passing)].dropna(subset=["target"])
    paid = paid[~paid["target"].isin(passing)]
    payers = paid.groupby("target")["account"].nunique()
    for account, pairs in paid[paid["target"].isin(payers[payers >= COLLECTED_FROM].index)].groupby("target"):
        debits = pairs.drop_duplicates("debit")
        total = float(debits["debit_inr"].sum())
        n = int(payers[account])
        yield Finding(
            "shared payee",
            Member("account", int(account)),
            accounts(pairs["account"]),
            1 - passes.by_chance**n,
            f"{n} accounts through which money passes paid this one ₹{total:,.0f} of it",
            debits["debit_at"].min(),
            debits["debit_at"].max(),
            total,
            tuple(debits["debit"]),
        )
