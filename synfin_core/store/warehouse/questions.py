"""What screens and the API ask of a warehouse, by name; every question is of one dataset."""

from dataclasses import dataclass

MOST_ROWS = 1_000  # of an answer, unless more is asked for


@dataclass(frozen=True)
class Question:
    """What it tells, which values it takes besides `dataset`, and its SQL, as PostgreSQL and DuckDB both read it."""

    meaning: str
    takes: tuple[str, ...]
    sql: str


QUESTIONS = {
    "payment": Question(
        "one payment", ("id",), "SELECT * FROM transactions WHERE dataset_id = :dataset AND transaction_id = CAST(:id AS BIGINT)"
    ),
    "history": Question(
        "what a customer paid and was paid, newest first",
        ("id",),
        "SELECT * FROM transactions WHERE dataset_id = :dataset AND (payer_customer_id = CAST(:id AS BIGINT)"
        " OR payee_customer_id = CAST(:id AS BIGINT)) ORDER BY transacted_at DESC",
    ),
    "case": Question(
        "a fraud case with its legs in time order",
        ("id",),
        "SELECT * FROM transactions WHERE dataset_id = :dataset AND fraud_case_id = CAST(:id AS BIGINT) ORDER BY transacted_at",
    ),
    "totals": Question(
        "payments, rupees and fraud by day and rail",
        (),
        "SELECT CAST(transacted_at AS DATE) AS day, rail, count(*) AS payments, sum(amount_inr) AS amount_inr,"
        " sum(CASE WHEN is_fraud THEN 1 ELSE 0 END) AS frauds FROM transactions WHERE dataset_id = :dataset"
        " GROUP BY 1, 2 ORDER BY 1, 2",
    ),
    "labels": Question(
        "labels as known at the end of a day",
        ("as_of",),
        "SELECT * FROM labels WHERE dataset_id = :dataset AND CAST(labelled_at AS DATE) <= CAST(:as_of AS DATE)"
        " ORDER BY labelled_at",
    ),
}
