"""Devices and accounts that strangers have in common."""

from collections.abc import Container, Iterator
from itertools import groupby
from typing import Any

import pandas as pd

from synfin_core.analytics.network.data import TOTAL_INR, Data
from synfin_core.analytics.network.finding import Finding, Member, account, paid_by
from synfin_core.analytics.network.flows import around
from synfin_core.analytics.network.passing import WITHIN_HOURS, Passes

STRANGER_SHARE = 0.2  # of a customer's payments by device: who uses one for less is a stranger to it, assumed
FEWEST_STRANGERS = 2
NEW_PAYERS = 2  # payers new to an account whose money left it, beyond those by chance, assumed
COLLECTED_FROM = 2  # accounts through which money passes, assumed

_DEVICES = f"""
    WITH used AS (
        SELECT device_id, payer_customer_id AS customer, count(*) AS n, min(transacted_at) AS first_at,
               max(transacted_at) AS last_at, {TOTAL_INR} AS amount_inr,
               list(transaction_id ORDER BY transacted_at, transaction_id) AS payments,
               list(payee_account_id) FILTER (merchant_id IS NULL AND payee_account_id IS NOT NULL) AS payees
        FROM transactions WHERE device_id IS NOT NULL AND payer_customer_id IS NOT NULL GROUP BY ALL),
    compared AS (SELECT *, n < {STRANGER_SHARE} * sum(n) OVER (PARTITION BY customer) AS is_stranger FROM used)
    SELECT * FROM compared WHERE is_stranger
    QUALIFY count(*) OVER (PARTITION BY device_id) >= {FEWEST_STRANGERS} ORDER BY device_id, first_at"""


def shared_devices(data: Data, suspected: Container[int], complained: Container[int]) -> Iterator[Finding]:
    """Devices that pay for two customers or more who otherwise use devices of their own, where the money comes to harm:
    it reaches an account that is `suspected`, or two of the customers `complained` about the payments.

    A relative who helps has such a device too, but pays who keeps the money.
    """
    rows = data.sql(_DEVICES).to_pylist()
    for device, of_device in groupby(rows, key=lambda row: row["device_id"]):
        uses = list(of_device)
        reached = {id for use in uses for id in use["payees"] or () if id in suspected}
        unhappy = sum(any(id in complained for id in use["payments"]) for use in uses)
        if reached or unhappy >= FEWEST_STRANGERS:
            yield _device(device, uses, len(reached), unhappy)


def _device(device: int, uses: list[dict[str, Any]], reached: int, unhappy: int) -> Finding:
    """The finding of a device, from what each stranger paid with it, the first one first."""
    centre, total = Member("device", device), sum(use["amount_inr"] for use in uses)
    first_at, last_at = uses[0]["first_at"], max(use["last_at"] for use in uses)
    harm = [f"{unhappy} of them complained"] if unhappy else []
    harm += [f"{reached} of the accounts paid pass money on"] if reached else []
    return Finding(
        "shared device",
        centre,
        tuple((Member("customer", use["customer"]), centre) for use in uses),
        1 - 1 / len(uses),
        f"{len(uses)} customers who otherwise use devices of their own paid ₹{total:,.0f} from this one "
        f"within {(last_at - first_at).days + 1} days; {' and '.join(harm)}",
        first_at,
        last_at,
        total,
        tuple(id for use in uses for id in use["payments"]),
    )


def shared_payees(passes: Passes) -> Iterator[Finding]:
    """Accounts that pass on what several payers new to them paid, and accounts where money from several such meets."""
    passing = passes.passing
    yield from _passing_on(passes, passing)
    yield from _collecting(passes, passing)


def _passing_on(passes: Passes, passing: pd.Index) -> Iterator[Finding]:
    after, before = (pairs[pairs["is_new"]].groupby("account")["source"].nunique() for pairs in (passes.after, passes.before))
    more = after.sub(before, fill_value=0)
    for id, pairs in passes.of(passing.intersection(more[more >= NEW_PAYERS].index)):
        new = pairs[pairs["is_new"]]
        payers, by_chance = int(after[id]), int(before.get(id, 0))
        total = float(new.drop_duplicates("credit")["credit_inr"].sum())
        evidence = (
            f"{payers} payers new to this account paid it ₹{total:,.0f} that left it within {WITHIN_HOURS} hours; "
            f"by chance {by_chance} would have"
        )
        yield around(id, "shared payee", new, 1 - by_chance / payers, evidence, total)


def _collecting(passes: Passes, passing: pd.Index) -> Iterator[Finding]:
    """Accounts that pass nothing on, as far as can be seen, and are paid by two accounts or more that do."""
    paid = passes.after[passes.after["account"].isin(passing)].dropna(subset=["target"])
    paid = paid[~paid["target"].isin(passing)]
    payers = paid.groupby("target")["account"].nunique()
    for id, pairs in paid[paid["target"].isin(payers[payers >= COLLECTED_FROM].index)].groupby("target"):
        debits = pairs.drop_duplicates("debit")
        total = float(debits["debit_inr"].sum())
        n, centre = int(payers[id]), account(id)
        yield Finding(
            "shared payee",
            centre,
            paid_by(pairs["account"], centre),
            1 - passes.by_chance**n,
            f"{n} accounts through which money passes paid this one ₹{total:,.0f} of it",
            debits["debit_at"].min(),
            debits["debit_at"].max(),
            total,
            tuple(debits["debit"]),
        )
