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
        "labels name the case of their payment",
        "labels of a case that call a payment fraud or laundering which is none, and cases that the payment is not of",
        """SELECT count(*) FROM labels l JOIN transactions t USING (transaction_id)
           WHERE l.fraud_case_id IS DISTINCT FROM t.fraud_case_id
              OR (l.fraud_case_id IS NOT NULL AND ((label = 'fraud' AND NOT is_fraud AND stage <> 'declined')
                  OR (label = 'laundering' AND NOT is_laundering)))""",
    ),
    Rule(
        "nothing is known before it happened",
        "labels before their payment, and labels of a case before its report",
        """SELECT (SELECT count(*) FROM labels l JOIN transactions t USING (transaction_id) WHERE labelled_at < transacted_at)
               + (SELECT count(*) FROM labels l JOIN fraud_cases c USING (fraud_case_id)
                  WHERE stage IN ('reported', 'lien', 'confirmed', 'doubted')
                    AND (reported_at IS NULL OR labelled_at < reported_at))""",
    ),
    Rule(
        "mistaken labels are corrected",
        "payments outside cases whose last label is not honest",
        """SELECT count(*) FROM (SELECT arg_max(label, labelled_at) AS last FROM labels
               GROUP BY transaction_id HAVING count(fraud_case_id) = 0) WHERE last <> 'honest'""",
    ),
    Rule(
        "no more is held than was lost",
        "cases that hold or restore more than their loss, or whose stages are out of order",
        """SELECT count(*) FROM fraud_cases
           WHERE held_inr > loss_inr + 0.005 OR restored_inr > loss_inr + 0.005 OR (restored_inr > 0) <> (restored_at IS NOT NULL)
              OR reported_at < noticed_at OR confirmed_at < reported_at OR restored_at < reported_at
              OR (reported_at IS NULL AND (confirmed_at IS NOT NULL OR held_inr > 0 OR restored_inr > 0))""",
    ),
)
