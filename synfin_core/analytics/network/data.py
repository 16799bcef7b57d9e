"""What the network analysis reads: anything that answers SQL over payments, by the columns that a bank can see."""

from typing import Protocol

import pyarrow as pa

from synfin_core.errors import WrongUse

NEEDED = (
    "transaction_id", "transacted_at", "kind", "status", "amount_inr", "payer_account_id", "payer_customer_id",
    "payee_account_id", "merchant_id", "device_id",
)  # fmt: skip
TOTAL_INR = "CAST(sum(CAST(amount_inr AS DECIMAL(18, 2))) AS DOUBLE)"  # exact, whatever the order of the rows
EVENT_COLUMNS = {"event", "customer_id", "transaction_id"}

TRUTH_COLUMNS = {"fraud_case_id", "twin_id", "is_fraud", "is_laundering"}


class Data(Protocol):
    """A dataset, whole or blind."""

    def sql(self, query: str) -> pa.Table:
        """The answer to `query` over the tables, by their names."""


def check_columns(data: Data) -> None:
    """WrongUse when the payments lack a column that the analysis reads."""
    held = columns_of(data, "transactions")
    if missing := [name for name in NEEDED if name not in held]:
        raise WrongUse(f"transactions has no column '{missing[0]}'; the network analysis reads {', '.join(NEEDED)}.")


def has_truth(data: Data) -> bool:
    """Whether the dataset says of any payment that it belongs to a case, so that findings can be scored."""
    if not columns_of(data, "transactions") >= TRUTH_COLUMNS:
        return False
    return data.sql("SELECT 1 FROM transactions WHERE fraud_case_id IS NOT NULL LIMIT 1").num_rows > 0


def columns_of(data: Data, table: str) -> set[str]:
    """Names of the columns of a table."""
    return set(data.sql(f"FROM {table} LIMIT 0").column_names)
