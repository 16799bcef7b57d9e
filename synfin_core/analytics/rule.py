"""A simple rule of points: what it would have said of a payment at the moment it was made, from what a bank can see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pandas as pd

from synfin_core.schema import observable
from synfin_core.store.dataset import Dataset

ALERT_AT = 50  # points, assumed
USUAL_DAYS = 60  # over which a customer's usual amount is the median, assumed


@dataclass(frozen=True)
class Sign:
    """Something that the rule counts: its column, in words, and the points that it adds (assumed)."""

    name: str
    words: str
    points: int


SIGNS = (
    Sign("new_payee", "first payment to this payee", 15),
    Sign("far_above_usual", "20 times the usual amount or more", 25),
    Sign("above_usual", "5 to 20 times the usual amount", 15),
    Sign("new_device", "device first seen within three days", 25),
    Sign("warning_event", "payee, limit, SIM, device or deposit changed within a day", 20),
    Sign("burst", "fourth payment of the day or later", 10),
    Sign("by_night", "between midnight and five", 10),
    Sign("drains", "leaves less than a tenth of the balance", 15),
    Sign("in_and_out", "most of what came in within the hour goes out again", 30),
)
_WARNINGS = (
    "payee added", "limit changed", "contact changed", "deposit broken", "loan drawn", "SIM changed", "device bound", "PIN set",
    "remote-access flag", "mandate made",
)  # fmt: skip
_HISTORY = timedelta(days=USUAL_DAYS)
_LEAST_INR = 500  # what is less is never far above usual, nor drains an account, assumed

# Every figure is of the past only: windows end before the payment itself.
_QUERY = """
    WITH lived AS (
        SELECT {columns} FROM transactions
        WHERE (payer_customer_id IN ({who}) OR payee_customer_id IN ({who}))
              AND transacted_at BETWEEN TIMESTAMP '{start}' AND TIMESTAMP '{end}'),
    paid AS (
        SELECT *, median(amount_inr) OVER (
                   PARTITION BY payer_customer_id ORDER BY transacted_at
                   RANGE BETWEEN INTERVAL {usual} DAYS PRECEDING AND INTERVAL 1 MICROSECOND PRECEDING) AS usual_inr
        FROM lived WHERE payer_customer_id IN ({who}) AND kind <> 'own transfer'),
    warned AS (
        SELECT customer_id, occurred_at FROM events
        WHERE customer_id IN ({who}) AND CAST(event AS VARCHAR) IN ({warnings})),
    credited AS (
        SELECT p.transaction_id, sum(c.amount_inr) AS came_inr FROM paid p JOIN lived c
            ON c.payee_account_id = p.payer_account_id AND c.status <> 'failed' AND c.kind <> 'own transfer'
               AND c.transacted_at >= p.transacted_at - INTERVAL 1 HOUR AND c.transacted_at < p.transacted_at
        GROUP BY ALL)
    SELECT transaction_id, transacted_at, payer_customer_id, amount_inr,
           coalesce(is_first_with_payee, FALSE) AND CAST(kind AS VARCHAR) <> 'cash withdrawal' AS new_payee,
           coalesce(amount_inr >= greatest(20 * usual_inr, {least}), FALSE) AS far_above_usual,
           coalesce(amount_inr >= greatest(5 * usual_inr, {least}), FALSE) AND NOT far_above_usual AS above_usual,
           coalesce(first_seen_on >= CAST(transacted_at AS DATE) - 3, FALSE) AS new_device,
           EXISTS (FROM warned w WHERE w.customer_id = p.payer_customer_id
                   AND w.occurred_at BETWEEN p.transacted_at - INTERVAL 1 DAY AND p.transacted_at) AS warning_event,
           coalesce(payments_today >= 4, FALSE) AS burst, hour(transacted_at) < 5 AS by_night,
           coalesce(amount_inr >= {least} AND balance_after_inr >= 0
                    AND balance_after_inr < 0.1 * (balance_after_inr + amount_inr), FALSE) AS drains,
           coalesce(came_inr >= {least} AND amount_inr BETWEEN 0.5 * came_inr AND came_inr, FALSE) AS in_and_out
    FROM paid p LEFT JOIN devices d USING (device_id) LEFT JOIN credited USING (transaction_id)
    WHERE transacted_at >= TIMESTAMP '{shown}' ORDER BY transacted_at, transaction_id"""


def scored(dataset: Dataset, customers: Iterable[int], start: datetime, end: datetime) -> pd.DataFrame:
    """What these customers paid from `start` to `end`: transaction_id, transacted_at, score in points, and a flag for each Sign."""
    who = ", ".join(str(int(customer)) for customer in customers) or "NULL"
    warnings = ", ".join(f"'{event}'" for event in _WARNINGS)
    query = _QUERY.format(
        columns=", ".join(observable("transactions")), who=who, warnings=warnings, shown=start, start=start - _HISTORY, end=end,
        usual=USUAL_DAYS, least=_LEAST_INR,
    )  # fmt: skip
    found = dataset.sql(query).to_pandas()
    found["score"] = sum(found[sign.name].astype(int) * sign.points for sign in SIGNS)
    return found


def signs_of(row: pd.Series) -> tuple[Sign, ...]:
    """The signs that a row of `scored` shows."""
    return tuple(sign for sign in SIGNS if row[sign.name])
