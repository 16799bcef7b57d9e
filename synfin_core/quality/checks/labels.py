"""Labels: cases, their payments, what was known of them when, and the share of fraud that was asked for."""

from synfin_core.quality.check import Check, breaks, checks_of
from synfin_core.spec import MAX_FRAUD_RATE
from synfin_core.store.case_checks import CASE_RULES
from synfin_core.store.link_checks import LINK_RULES

CHECKS: tuple[Check, ...] = (
    *checks_of(CASE_RULES, "labels"),
    *checks_of(LINK_RULES, "labels"),
    Check("fraud is rare", "labels", "no more payments are fraud than a spec may ask for", "share of rows",
          "count_if(is_fraud) / count(*)", high=MAX_FRAUD_RATE + 0.05, fewest=2_000, source="assumed"),
    Check("fraud as asked", "labels", "the share of fraud is the one asked for, to within the largest case", "rows beyond that",
          "greatest(abs(count_if(is_fraud) - $fraud_rate * count(*)) - (SELECT coalesce(max(n_fraud_payments), 0) FROM fraud_cases)"
          " - 1, 0)", sample="CASE WHEN $is_by_rate THEN count(*) ELSE 0 END", fewest=2_000),
    breaks("fraud loses money", "labels", "a payment that is fraud has an amount, a role and a reason",
           "is_fraud AND (amount_inr <= 0 OR fraud_role IS NULL OR fraud_reason IS NULL)"),
    breaks("no loss without payments", "labels", "no case loses more than was attempted", "loss_inr > attempted_inr + 0.005",
           "fraud_cases"),
    Check("types are told apart", "labels", "no kind of fraud holds all cases of a mix", "share of cases", "max(n) / sum(n)",
          "(SELECT fraud_type, count(*) AS n FROM fraud_cases GROUP BY ALL)", high=0.7,
          sample="CASE WHEN $is_mixed THEN sum(n) ELSE 0 END", fewest=40, source="assumed"),
)  # fmt: skip
