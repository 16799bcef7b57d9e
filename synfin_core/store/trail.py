"""One case followed from first contact to every exit, in SQL over the whole dataset, to the paisa."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from synfin_core.errors import WrongUse
from synfin_core.store.dataset import Dataset

MOST_LAYERS = 8  # more than the deepest case has

# Payments of the case that moved money: what was taken (by which somebody loses, or a buyer pays a false shop), and how mules
# passed it on. Paise as whole numbers, so that sums are exact.
MOVED = """
moved AS (
    SELECT *, round(amount_inr * 100)::BIGINT AS paise, NOT is_laundering AS is_taken,
           payee_account_id IS NOT NULL AND payee_account_id IN (SELECT account_id FROM accounts) AS is_inside
    FROM transactions
    WHERE fraud_case_id = {case} AND status <> 'failed'
      AND (is_fraud OR is_laundering
           OR (fraud_role = 'purchase' AND payee_account_id IS NOT NULL AND payer_account_id IS NOT NULL)))
"""

TIMELINE = """
SELECT transacted_at AS happened_at, 'payment' AS what, fraud_role AS step, rail, payer_account_id AS from_account,
       payee_account_id AS to_account, merchant_id, amount_inr, status, city || ', ' || state AS place
FROM transactions WHERE fraud_case_id = {case}
UNION ALL
SELECT occurred_at, 'event', event, channel, account_id, payee_account_id, merchant_id, NULL, NULL, NULL
FROM events WHERE fraud_case_id = {case}
UNION ALL
SELECT min(labelled_at), 'known', stage || ': ' || any_value(label) || ', layer ' || layer || ', ' || count(*) || ' payments',
       any_value(source), NULL, NULL, NULL, NULL, NULL, NULL
FROM labels WHERE fraud_case_id = {case} GROUP BY stage, layer
UNION ALL
SELECT happened_at, 'known', step, NULL, NULL, NULL, NULL, inr, NULL, NULL
FROM (SELECT unnest([noticed_at, restored_at]) AS happened_at, unnest(['noticed', 'restored']) AS step,
             unnest([NULL, restored_inr]) AS inr
      FROM fraud_cases WHERE fraud_case_id = {case}) WHERE happened_at IS NOT NULL
ORDER BY happened_at, what, step
"""

ACCOUNTS = f"""
WITH RECURSIVE {MOVED},
reached AS (
    SELECT payee_account_id AS account, 1 AS layer FROM moved WHERE is_taken AND payee_account_id IS NOT NULL
    UNION
    SELECT payee_account_id, layer + 1 FROM reached JOIN moved ON payer_account_id = account
    WHERE NOT is_taken AND payee_account_id IS NOT NULL AND layer < {MOST_LAYERS}),
layers AS (SELECT account, min(layer) AS layer FROM reached GROUP BY account),
received AS (SELECT payee_account_id AS account, sum(paise) AS paise FROM moved WHERE is_inside GROUP BY ALL),
paid AS (SELECT payer_account_id AS account, coalesce(sum(paise) FILTER (is_inside), 0) AS passed_on,
                coalesce(sum(paise) FILTER (NOT is_inside), 0) AS left_by FROM moved WHERE NOT is_taken GROUP BY ALL)
SELECT layer, account AS account_id, customer_id, received.paise / 100 AS received_inr,
       coalesce(passed_on, 0) / 100 AS passed_on_inr, coalesce(left_by, 0) / 100 AS left_inr,
       (received.paise - coalesce(passed_on, 0) - coalesce(left_by, 0)) / 100 AS kept_inr
FROM received JOIN accounts ON account_id = account LEFT JOIN paid USING (account) LEFT JOIN layers USING (account)
ORDER BY layer, account_id
"""

ENDS = f"""
WITH {MOVED},
kept AS (
    SELECT 'kept in accounts of mules or the customer' AS ended, sum(CASE WHEN is_inside THEN paise ELSE 0 END)
           - sum(CASE WHEN is_taken THEN 0 ELSE paise END) AS paise, count(DISTINCT payee_account_id) FILTER (is_inside) AS n
    FROM moved),
gone AS (
    SELECT CASE WHEN payee_account_id IS NOT NULL THEN 'accounts outside' WHEN merchant_id IS NOT NULL THEN 'shops' ELSE 'cash' END
           || CASE WHEN is_taken THEN ', straight from the victim by ' ELSE ', from mules by ' END || rail AS ended,
           sum(paise) AS paise, count(*) AS n
    FROM moved WHERE NOT is_inside GROUP BY ALL)
SELECT ended, n, paise / 100 AS inr FROM (FROM gone UNION ALL FROM kept) WHERE paise <> 0 ORDER BY ended
"""

SUMS = f"""
WITH {MOVED}
SELECT coalesce(sum(paise) FILTER (is_taken), 0) / 100 AS taken_inr,
       coalesce(sum(paise) FILTER (fraud_role = 'exit'), 0) / 100 AS exits_inr,
       (coalesce(sum(paise) FILTER (is_taken), 0) - coalesce(sum(paise) FILTER (fraud_role = 'exit'), 0)
        - (SELECT round(held_inr * 100)::BIGINT FROM fraud_cases WHERE fraud_case_id = {{case}})) / 100 AS kept_inr,
       (SELECT coalesce(sum(round(amount_inr * 100)::BIGINT), 0) / 100 FROM transactions
        WHERE fraud_case_id = {{case}} AND fraud_role IN ('bait', 'pay-back') AND status <> 'failed') AS given_inr FROM moved
"""

DEEPEST = "SELECT fraud_case_id FROM fraud_cases ORDER BY n_layers DESC, n_mules DESC, fraud_case_id LIMIT 1"


@dataclass(frozen=True)
class Trail:
    """`case`: the row of fraud_cases, and taken_inr = exits_inr + held_inr + kept_inr, beside given_inr that thieves paid first.

    `timeline` of payments, events and what became known. `accounts` that money reached: received = passed on + left + kept.
    `ends`: where all that was taken went in the end, adding up to it.
    """

    case: dict[str, Any]
    timeline: pa.Table
    accounts: pa.Table
    ends: pa.Table

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        tables = {name: getattr(self, name).to_pylist() for name in ("timeline", "accounts", "ends")}
        return {"case": self.case, **tables}


def follow(dataset: Dataset, case: int | None = None) -> Trail:
    """A case by its `fraud_case_id`; without one, the case that passed most layers. WrongUse where there is none."""
    if case is None:
        found = dataset.sql(DEEPEST).to_pylist()
        if not found:
            raise WrongUse("the dataset has no fraud case to follow; make one with a fraud_rate above 0")
        case = int(found[0]["fraud_case_id"])
    rows = dataset.sql(f"SELECT * FROM fraud_cases WHERE fraud_case_id = {case:d}").to_pylist()
    if not rows:
        raise WrongUse(f"there is no fraud case {case}; a fraud_case_id of the dataset's table fraud_cases is allowed")
    sums = dataset.sql(SUMS.format(case=case)).to_pylist()[0]
    return Trail(rows[0] | sums, *(dataset.sql(query.format(case=case)) for query in (TIMELINE, ACCOUNTS, ENDS)))
