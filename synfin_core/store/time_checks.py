"""What each payment says about its payer's earlier ones, held against time order."""

from synfin_core.store.ledger_checks import PAISE
from synfin_core.store.rules import Rule

_PAYMENTS = "transactions SEMI JOIN customers ON customer_id = payer_customer_id"

# Each attempt beside the payer's attempt before. A day's running count and sum are right when each is one step from the one before.
STEPS = f"""
SELECT payer_customer_id, transacted_at, minutes_since_last, payments_today,
       {PAISE.format("amount_inr")} AS paise, {PAISE.format("amount_today_inr")} AS paise_today,
       lag(transacted_at) OVER steps AS before, lag(payments_today) OVER steps AS payments_before,
       lag({PAISE.format("amount_today_inr")}) OVER steps AS paise_before,
       coalesce(CAST(transacted_at AS DATE) = CAST(before AS DATE), FALSE) AS is_same_day
FROM {_PAYMENTS} WINDOW steps AS (PARTITION BY payer_customer_id ORDER BY transacted_at)
"""

TIME_RULES = (
    Rule(
        "one payer, one instant",
        "attempts of one customer that share an instant",
        "SELECT count_if(before = transacted_at) FROM steps",
    ),
    Rule(
        "minutes_since_last",
        "gaps that differ from the time since the payer's attempt before",
        """SELECT count(*) FROM (SELECT minutes_since_last AS told, epoch_us(transacted_at) - epoch_us(before) AS gap FROM steps)
           WHERE (told IS NULL) <> (gap IS NULL) OR abs(told - gap / 6e7) > 0.01 + 1e-6 * told""",
    ),
    Rule(
        "is_first_with_payee",
        "payees of a payer whose first payment is not the only one marked as first",
        f"""SELECT count(*) FROM (
               SELECT count_if(is_first_with_payee) AS n, arg_min(is_first_with_payee, transacted_at) AS is_first
               FROM {_PAYMENTS} WHERE merchant_id IS NOT NULL OR payee_customer_id IS NOT NULL
               GROUP BY payer_customer_id, merchant_id, payee_customer_id)
           WHERE n <> 1 OR is_first IS NOT TRUE""",
    ),
    Rule(
        "payments_today and amount_today_inr",
        "running counts or sums of a day that are not one step from those before",
        """SELECT count(*) FROM steps
           WHERE payments_today IS DISTINCT FROM 1 + CASE WHEN is_same_day THEN payments_before ELSE 0 END
              OR paise_today IS DISTINCT FROM paise + CASE WHEN is_same_day THEN paise_before ELSE 0 END""",
    ),
)
