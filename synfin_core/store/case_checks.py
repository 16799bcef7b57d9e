"""Fraud cases and labels, held against the payments that they speak of."""

from synfin_core.store.reference_checks import found_in
from synfin_core.store.rules import Rule

CASE_RULES = (
    found_in("transactions", "fraud_case_id", "fraud_cases", "fraud_case_id"),
    found_in("events", "fraud_case_id", "fraud_cases", "fraud_case_id"),
    found_in("labels", "fraud_case_id", "fraud_cases", "fraud_case_id"),
    found_in("labels", "transaction_id", "transactions", "transaction_id"),
    found_in("fraud_cases", "victim_customer_id", "customers", "customer_id"),
    Rule(
        "fraud belongs to a case",
        "fraud or laundering rows without a case, and rows of a case without type, role, reason or evidence",
        """SELECT count(*) FROM transactions
           WHERE (fraud_case_id IS NULL AND (is_fraud OR is_laundering)) OR (is_fraud AND is_laundering)
              OR (fraud_case_id IS NULL) <> (fraud_type IS NULL) OR (fraud_case_id IS NULL) <> (fraud_role IS NULL)
              OR (is_fraud AND (fraud_severity IS NULL OR fraud_reason IS NULL OR fraud_evidence IS NULL))""",
    ),
    Rule(
        "cases count their rows",
        "cases whose type, numbers of legs and fraud payments, or rupees attempted differ from their rows",
        """SELECT count(*) FROM fraud_cases c LEFT JOIN (
               SELECT fraud_case_id, any_value(fraud_type) AS fraud_type, count(*) AS n_legs,
                      count_if(is_fraud) AS n_fraud, coalesce(sum(amount_inr) FILTER (is_fraud), 0) AS attempted
               FROM transactions WHERE fraud_case_id IS NOT NULL GROUP BY fraud_case_id) t USING (fraud_case_id)
           WHERE t.fraud_type IS DISTINCT FROM c.fraud_type OR t.n_legs IS DISTINCT FROM c.n_legs
              OR t.n_fraud IS DISTINCT FROM c.n_fraud_payments OR abs(t.attempted - c.attempted_inr) > 0.01""",
    ),
    Rule(
        "labels say what is true",
        "fraud and laundering rows without their label, and labels of other rows",
        """SELECT count(*) FROM labels FULL JOIN (
               SELECT transaction_id, CASE WHEN is_fraud THEN 'fraud' ELSE 'laundering' END AS truth
               FROM transactions WHERE is_fraud OR is_laundering) t USING (transaction_id)
           WHERE label IS DISTINCT FROM truth""",
    ),
)
