"""Money that comes in and goes out within hours: which credit left an account as which debits.

Chance is measured on the same accounts: as often as a debit of like size follows a credit by accident, one precedes it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pandas.api.typing import DataFrameGroupBy

from synfin_core.analytics.network.data import Data

WITHIN_HOURS = 3  # "in-out within an hour" (fraud.yaml mules.signals); longer for the slower ones, assumed
LEAST_SHARE = 0.8  # of a credit that leaves as one debit or a bunch of them, assumed
LEAST_INR = 400.0  # smaller credits are not followed, assumed
BUNCH_MINUTES, LARGEST_BUNCH = 5, 8  # debits that follow each other so closely may be parts of one sum, assumed
NEW_DAYS = 30  # a payer is new to an account for so long after the first payment, assumed
SURE = 1.5  # standard errors by which what follows credits must exceed what precedes them, assumed

_PAIRS = f"""
    WITH moved AS (
        SELECT transaction_id, transacted_at, payer_account_id, payee_account_id, merchant_id, amount_inr
        FROM transactions WHERE status = 'success' AND kind <> 'own transfer'),
    credits AS (
        SELECT *, transacted_at <= INTERVAL {NEW_DAYS} DAY
               + min(transacted_at) OVER (PARTITION BY payer_account_id, payee_account_id) AS is_new
        FROM moved WHERE merchant_id IS NULL AND payer_account_id IS NOT NULL AND payee_account_id IS NOT NULL),
    spaced AS (
        SELECT *, transacted_at - lag(transacted_at) OVER (PARTITION BY payer_account_id ORDER BY transacted_at)
               <= INTERVAL {BUNCH_MINUTES} MINUTE AS is_close
        FROM moved WHERE payer_account_id IN (SELECT payee_account_id FROM credits)),
    bunched AS (
        SELECT *, count(*) FILTER (is_close IS NOT TRUE) OVER (PARTITION BY payer_account_id ORDER BY transacted_at) AS bunch
        FROM spaced),
    parts AS (
        SELECT *, min(transacted_at) OVER one AS began_at, sum(CAST(amount_inr AS DECIMAL(18, 2))) OVER one AS total,
               count(*) OVER one AS n
        FROM bunched WINDOW one AS (PARTITION BY payer_account_id, bunch)),
    debits AS (
        SELECT transaction_id, transacted_at, payer_account_id, payee_account_id, amount_inr, began_at, total
        FROM parts WHERE n BETWEEN 2 AND {LARGEST_BUNCH}
        UNION ALL
        SELECT transaction_id, transacted_at, payer_account_id, payee_account_id, amount_inr, transacted_at, amount_inr
        FROM parts)
    SELECT DISTINCT c.payee_account_id AS account, c.transaction_id AS credit, c.payer_account_id AS source,
           c.transacted_at AS credit_at, c.amount_inr AS credit_inr, c.is_new, d.transaction_id AS debit,
           d.payee_account_id AS target, d.transacted_at AS debit_at, d.amount_inr AS debit_inr,
           d.began_at > c.transacted_at AS is_after
    FROM credits c JOIN debits d ON d.payer_account_id = c.payee_account_id
         AND d.began_at BETWEEN c.transacted_at - INTERVAL {WITHIN_HOURS} HOUR AND c.transacted_at + INTERVAL {WITHIN_HOURS} HOUR
         AND d.began_at <> c.transacted_at AND d.total BETWEEN c.amount_inr * {LEAST_SHARE} AND c.amount_inr
    WHERE c.amount_inr >= {LEAST_INR}
    ORDER BY credit_at, credit, debit_at, debit"""


@dataclass(frozen=True, eq=False)
class Passes:
    """Pairs of a credit and a debit of like size: those in which the debit comes `after`, and those in which it came `before`."""

    after: pd.DataFrame
    before: pd.DataFrame

    @classmethod
    def read(cls, data: Data) -> "Passes":
        """All pairs of the dataset."""
        pairs = data.sql(_PAIRS).to_pandas()
        return cls(pairs[pairs["is_after"]], pairs[~pairs["is_after"]])

    @cached_property
    def by_chance(self) -> float:
        """Share, 0-1, of the credits followed by a debit of like size for which accident accounts."""
        return min(self.before["credit"].nunique() / max(self.after["credit"].nunique(), 1), 1.0)

    @cached_property
    def payments(self) -> pd.DataFrame:
        """Each payment of the pairs `after`, by its id, in the order of time: source, target, paid_at, amount_inr."""
        credits = self.after[["credit", "source", "account", "credit_at", "credit_inr"]]
        debits = self.after[["debit", "account", "target", "debit_at", "debit_inr"]]
        names = ["id", "source", "target", "paid_at", "amount_inr"]
        both = pd.concat([credits.set_axis(names, axis=1), debits.set_axis(names, axis=1)])
        return both.drop_duplicates("id").sort_values(["paid_at", "id"]).set_index("id")

    @cached_property
    def passing(self) -> pd.Index:
        """Accounts through which money passes: more than chance explains, or on a path that goes on through another."""
        steps = self.after["credit"].isin(self.after["debit"]) | self.after["debit"].isin(self.after["credit"])
        return self.sure.index.union(pd.Index(self.after.loc[steps, "account"].unique()))

    def of(self, accounts: pd.Index) -> "DataFrameGroupBy":
        """The pairs of these accounts in which the debit comes after, account by account."""
        return self.after[self.after["account"].isin(accounts)].groupby("account")

    @cached_property
    def sure(self) -> pd.DataFrame:
        """Accounts with more credits that leave again than chance explains: account, and credits `after` and `before` a debit."""
        counts = [pairs.groupby("account")["credit"].nunique() for pairs in (self.after, self.before)]
        found = pd.concat(counts, axis=1, keys=["after", "before"]).fillna(0).astype(int)
        return found[_error(found["after"].to_numpy(), found["before"].to_numpy()) >= SURE]


def _error(after: NDArray[np.int64], before: NDArray[np.int64]) -> NDArray[np.float64]:
    """How many standard errors (of counts) `after` lies above `before`."""
    return (after - before) / np.sqrt(after + before + 1.0)
