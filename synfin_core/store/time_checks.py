"""What each payment says about its payer's earlier ones, held against time order."""

from synfin_core.store.ledger_checks import PAISE
from synfin_core.store.rules import Rule

_PAYMENTS = "transactions SEMI JOIN customers ON customer_id = payer_customer_id"

TIME_RULES = (
    Rule(
        "one payer, one instant",
        "attempts of one customer that share an instant",
        f"SELECT count(*) - count(DISTINCT (payer_customer_id, transacted_at)) FROM {_PAYMENTS}",
    ),
    Rule(
        "minutes_since_last",
        "gaps that differ from the time since the payer's attempt before",
        f"""SELECT count(*) FROM (
               SELECT minutes_since_last AS told, epoch_us(transacted_at) - lag(epoch_us(transacted_at))
                   OVER (PARTITION BY payer_customer_id ORDER BY transacted_at) AS gap FROM {_PAYMENTS})
           WHERE (told IS NULL) <> (gap IS NULL) OR abs(told - gap / 6e7) > 0.01 + 1e-6 * told""",
    ),
    Rule(
        "is_first_with_payee",
        "first payments to a payee that are not the first, or first ones not marked",
        f"""SELECT count(*) FROM (
               SELECT is_first_with_payee AS told, row_number() OVER (
                   PARTITION BY payer_customer_id, merchant_id, payee_customer_id ORDER BY transacted_at
               ) = 1 AS is_first
               FROM {_PAYMENTS} WHERE merchant_id IS NOT NULL OR payee_customer_id IS NOT NULL)
           WHERE told IS DISTINCT FROM is_first""",
    ),
    Rule(
        "payments_today and amount_today_inr",
        "running counts or sums of a day that differ from those re-added",
        f"""SELECT count(*) FROM (
               SELECT payments_today AS told_count, {PAISE.format("amount_today_inr")} AS told_sum,
                      count(*) OVER today AS n, sum({PAISE.format("amount_inr")}) OVER today AS paise FROM {_PAYMENTS}
               WINDOW today AS (PARTITION BY payer_customer_id, CAST(transacted_at AS DATE)
                                ORDER BY transacted_at ROWS UNBOUNDED PRECEDING))
           WHERE told_count IS DISTINCT FROM n OR told_sum IS DISTINCT FROM paise""",
    ),
)
