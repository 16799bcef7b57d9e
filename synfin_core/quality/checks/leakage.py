"""Leakage: nothing that should not tell fraud from honest does, within rail, kind and presence.

One payment a case and one a twin stand beside a sample of the others, because the rows of a case are much alike. A measure
is how far the area under the curve (AUC) lies from 0.5 by its 99% lower bound (Hanley and McNeil 1982), in the worst group.
"""

from synfin_core.quality.check import Check
from synfin_core.schema import TRANSACTIONS

_HONEST_ROWS = 60_000  # honest payments that are enough beside any number of cases, assumed
_FEWEST_CASES = 40  # fewer say nothing about a group
_BOUND = 2.33  # standard errors: one-sided 99%
_ERROR = f"{_BOUND} * sqrt((n1 + n0 + 1) / (12.0 * n1 * n0))"
_GROUP = "rail, kind, is_online"
_SAYS_STATUS = "decline_reason"  # empty on success and only then: the status, which may differ
_OPTIONAL = [column.name for column in TRANSACTIONS if column.nullable and not column.truth and column.name != _SAYS_STATUS]

# The few rows are chosen by few columns, and read whole afterwards.
_CHOSEN = f"""
SELECT transaction_id FROM transactions
WHERE payer_segment IS NOT NULL AND (is_fraud OR (fraud_case_id IS NULL AND
      hash(transaction_id) % greatest((SELECT count(*) // {_HONEST_ROWS} FROM transactions), 1) = 0))
QUALIFY NOT (is_fraud OR twin_id IS NOT NULL)
     OR row_number() OVER (PARTITION BY {_GROUP}, fraud_case_id, twin_id ORDER BY transacted_at, transaction_id) = 1
"""
PREPARED = {
    "leak": f"""
SELECT *, balance_after_inr + CASE WHEN status = 'failed' THEN 0 ELSE amount_inr END AS balance_before_inr
FROM transactions SEMI JOIN ({_CHOSEN}) USING (transaction_id)"""
}


def _ranked(value: str, group: str, rows: str) -> str:
    """Relation with one row a group: numbers of fraud and others, and the AUC of `value` by mid-ranks."""
    return f"""(
SELECT count_if(is_fraud) AS n1, count_if(NOT is_fraud) AS n0,
       (sum(CASE WHEN is_fraud THEN place ELSE 0 END) - n1 * (n1 + 1) / 2) / nullif(n1 * n0, 0) AS auc
FROM (SELECT {group}, is_fraud, rank() OVER (PARTITION BY {group} ORDER BY value)
             + (count(*) OVER (PARTITION BY {group}, value) - 1) / 2.0 AS place
      FROM (SELECT {group}, is_fraud, {value} AS value FROM {rows}) WHERE value IS NOT NULL)
GROUP BY {group} HAVING n1 >= {_FEWEST_CASES} AND n0 >= {_FEWEST_CASES})"""


def _auc(id: str, goal: str, value: str, high: float = 0.05, group: str = _GROUP, rows: str = "leak") -> Check:
    measure = f"max(greatest(abs(auc - 0.5) - {_ERROR}, 0))"
    relation = _ranked(value, group, rows)
    return Check(
        id, "leakage", goal, "AUC beyond 0.5", measure, relation, high=high, sample="coalesce(sum(n1), 0)", source="assumed"
    )


def _empties() -> Check:
    """The AUC of an empty cell is half the difference of its shares among fraud and others."""
    shares = ", ".join(
        f"abs(avg(CAST({name} IS NULL AS INT)) FILTER (is_fraud) - avg(CAST({name} IS NULL AS INT)) FILTER (NOT is_fraud)) / 2"
        for name in _OPTIONAL
    )
    relation = f"""(SELECT count_if(is_fraud) AS n1, count_if(NOT is_fraud) AS n0, greatest({shares}) AS far
                    FROM leak GROUP BY {_GROUP} HAVING n1 >= {_FEWEST_CASES} AND n0 >= {_FEWEST_CASES})"""
    measure = f"max(greatest(far - {_ERROR}, 0))"
    goal, sample = "no empty cell tells fraud", "coalesce(sum(n1), 0)"
    return Check(
        "empty cells tell nothing", "leakage", goal, "AUC beyond 0.5", measure, relation, high=0.05, sample=sample, source="assumed"
    )


def _words() -> Check:
    """Words that only fraud uses."""
    names = [column.name for column in TRANSACTIONS if column.dtype == "text" and not column.truth]
    one = "SELECT count_if(is_fraud) AS n1, count_if(NOT is_fraud) AS n0 FROM leak WHERE {0} IS NOT NULL GROUP BY {0}"
    relation = f"({' UNION ALL '.join(one.format(name) for name in names)})"
    goal = "no word stands on fraud alone"
    measure = f"count_if(n1 >= {_FEWEST_CASES} / 2 AND n0 = 0)"
    return Check("words tell nothing", "leakage", goal, "words", measure, relation, sample="coalesce(sum(n1), 0)", source="assumed")


_IDS = ("transaction_id", "payer_customer_id", "payer_account_id", "payee_account_id", "merchant_id", "device_id")


def _id(name: str) -> Check:
    """Each id counts once among fraud and once among others: cases of a ring share a payee, a merchant or a device."""
    once = f"(SELECT DISTINCT {_GROUP}, is_fraud, {name} FROM leak)"
    return _auc(f"{name} tells nothing", f"the size of {name} does not tell fraud", name, rows=once)


# Of a case its first payment alone: what is left for the next ones tells of the case, not of the purse.
_PURSES = """(
SELECT * FROM leak JOIN customers ON customer_id = payer_customer_id JOIN accounts ON account_id = payer_account_id
WHERE account_type = 'savings' QUALIFY NOT is_fraud
   OR row_number() OVER (PARTITION BY fraud_case_id ORDER BY transacted_at, transaction_id) = 1)"""

CHECKS: tuple[Check, ...] = (
    *(_id(name) for name in _IDS),
    *(
        _auc(f"parity of {name} tells nothing", f"odd and even {name} do not tell fraud", f"{name} % 2")
        for name in ("transaction_id", "payer_customer_id")
    ),
    _auc("seconds tell nothing", "the second of the minute does not tell fraud", "second(transacted_at)"),
    _auc("microseconds tell nothing", "the part of the second does not tell fraud", "microsecond(transacted_at) % 1000000"),
    _auc("paise tell nothing", "the paise do not tell fraud", "round(amount_inr * 100) % 100"),
    _empties(),
    _words(),
    _auc(
        "purses tell nothing",
        "what is held before a payment, over income, does not tell victims",
        "CASE WHEN income_month_inr > 0 THEN balance_before_inr / income_month_inr END",
        high=0.15,
        group="payer_segment",
        rows=_PURSES,
    ),
)
