"""The columns of a payment that only the generator knows: which case it belongs to, why it is fraud, and what shows it."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from synfin_core.anomalies.scene import FAMILIES
from synfin_core.fraud.story import IS_FRAUD, IS_LAUNDERING, ROLES
from synfin_core.payments.rows import FAILED
from synfin_core.payments.styles import where
from synfin_core.records.arrow import column, ids, text
from synfin_core.records.devices import thief_rows
from synfin_core.simulate import Shard
from synfin_core.timeline import DAY, HOUR

SEVERITY = ("low", "medium", "high", "critical")
SEVERITY_EDGES = np.array([10_000, 100_000, 1_000_000]) * 100.0  # paise that a case plans to take, assumed
REASON_WORDS = {
    "deposit": "the victim is talked into paying",
    "drain": "a thief pays from the victim's account",
    "test charge": "a thief tries whether the card works",
    "charge": "an account is charged for what its holder did not order, or will not pay",
    "transfer": "deceit or threat brings the payment about",
    "fee": "a fee is asked for what never comes",
    "withdrawal": "cash is taken with what was copied or stolen",
    "mandate debit": "a mandate debits what was never ordered",
    "repayment": "a lender takes back more than was lent",
    "claim": "money is claimed back for what was delivered",
}

BURST = 4  # payments of one day that are many, assumed
NIGHT_ENDS = 5 * HOUR
SHOWN = (
    "first payment to this payee",
    "a device that the customer has not used before",
    f"{BURST} or more payments of this day",
    "declined",
    "cash",
    "at night",
    "paid back to the payer of an earlier purchase",
)  # what a row's own columns show, in this order
NOTHING_SHOWN = "nothing on this payment alone; see the others of the case"
_CASH = where(lambda style: style.kind == "cash withdrawal")


def truth(shard: Shard, case_id: NDArray[np.int64], twin_id: NDArray[np.int64]) -> dict[str, pa.Array]:
    """Columns of truth of every row; empty for honest ones."""
    rows = shard.books.rows
    honest, fraud = rows.case < 0, IS_FRAUD[rows.role]
    case = np.where(honest, len(case_id), rows.case)
    severity = np.append(np.searchsorted(SEVERITY_EDGES, shard.cases.planned, side="right"), 0)
    return {
        "is_fraud": column(fraud, pa.bool_()),
        "is_laundering": column(IS_LAUNDERING[rows.role], pa.bool_()),
        "fraud_case_id": ids(np.append(case_id, 0)[case], honest),
        "fraud_type": text(np.append(shard.cases.story, 0)[case], shard.stories, honest),
        "fraud_role": text(rows.role, ROLES, honest),
        "fraud_severity": text(severity[case], SEVERITY, honest),
        "fraud_reason": text(rows.role, [REASON_WORDS.get(role, "") for role in ROLES], ~fraud),
        "fraud_evidence": text(_shown(shard, fraud), _evidence(), ~fraud),
        "twin_id": ids(np.append(twin_id, 0)[rows.twin], rows.twin < 0),
        "anomaly_type": text(np.maximum(rows.anomaly, 1) - 1, FAMILIES, rows.anomaly == 0),
    }


def _shown(shard: Shard, fraud: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Which of SHOWN hold for each fraud row, one bit each; 0 for other rows."""
    books, rows = shard.books, shard.books.rows
    at = np.flatnonzero(fraud)
    pays, style = rows.payer[at] >= 0, rows.style[at]
    marks = (
        pays & books.is_first[at] & ~_CASH[style],
        thief_rows(shard, at),
        pays & (books.payments_today[at] >= BURST),
        rows.status[at] == FAILED,
        _CASH[style],
        rows.time[at] % DAY < NIGHT_ENDS,
        ~pays & (rows.related[at] >= 0),
    )
    shown = np.zeros(len(fraud), np.int64)
    shown[at] = sum(mark.astype(np.int64) << bit for bit, mark in enumerate(marks))
    return shown


def _evidence() -> list[str]:
    """The words of each set of marks."""
    sets = ([words for bit, words in enumerate(SHOWN) if marks >> bit & 1] for marks in range(1 << len(SHOWN)))
    return [", ".join(words) or NOTHING_SHOWN for words in sets]
