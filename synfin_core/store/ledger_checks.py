"""The ledger, re-added from both sides in whole paise."""

from synfin_core.store.rules import Rule

PAISE = "CAST(round({} * 100) AS BIGINT)"
MOVES = "status IN ('success', 'reversed')"

ENTRIES = f"""
WITH sides AS (
    SELECT payer_account_id AS account_id, transaction_id, transacted_at, TRUE AS is_payer, {MOVES} AS is_movement,
           {PAISE.format("amount_inr")} AS amount, CASE WHEN {MOVES} THEN -amount ELSE 0 END AS paise,
           {PAISE.format("balance_after_inr")} AS recorded, response_code
    FROM transactions
    UNION ALL
    SELECT payee_account_id, transaction_id, transacted_at, FALSE, TRUE,
           {PAISE.format("amount_inr")} AS amount, amount, NULL, response_code
    FROM transactions WHERE {MOVES}
)
SELECT sides.*, {PAISE.format("floor_inr")} AS floor,
       {PAISE.format("opening_balance_inr")} + CAST(sum(paise) OVER (
           PARTITION BY account_id ORDER BY transacted_at, transaction_id ROWS UNBOUNDED PRECEDING
       ) AS BIGINT) AS balance
FROM sides JOIN accounts USING (account_id)
"""

LEDGER_RULES = (
    Rule(
        "balances re-add",
        "paise between the balance recorded on a payment and the one re-added from both sides",
        "SELECT sum(abs(balance - recorded)) FROM entries WHERE is_payer AND is_movement",
    ),
    Rule(
        "failed rows move nothing",
        "failed payments after which the payer's balance is not what it was before",
        "SELECT count(*) FROM entries WHERE is_payer AND NOT is_movement AND balance <> recorded",
    ),
    Rule(
        "balances are recorded",
        "payments from an account in `accounts` without a balance, or from elsewhere with one",
        """SELECT count(*) FROM transactions LEFT JOIN accounts ON account_id = payer_account_id
           WHERE (account_id IS NULL) <> (balance_after_inr IS NULL)""",
    ),
    Rule(
        "no balance below its floor",
        "movements after which an account holds less than it may, and openings below the floor",
        """SELECT (SELECT count(*) FROM entries WHERE is_movement AND balance < floor)
                + (SELECT count(*) FROM accounts WHERE opening_balance_inr < floor_inr)""",
    ),
    Rule(
        "one movement, one instant",
        "attempts and movements of one account that share an instant with another",
        "SELECT count(*) - count(DISTINCT (account_id, transacted_at)) FROM entries",
    ),
    Rule(
        "insufficient funds are true",
        "declines for insufficient funds of an amount that the account could have paid",
        """SELECT count(*) FROM entries
           WHERE is_payer AND response_code IN ('Z9', '51') AND (is_movement OR amount <= balance - floor)""",
    ),
    Rule(
        "status and code agree",
        "payments whose status, response code and reason contradict each other",
        """SELECT count(*) FROM transactions
           WHERE status NOT IN ('success', 'failed', 'reversed')
              OR (status = 'success') <> (response_code = '00')
              OR (status = 'success') <> (decline_reason IS NULL)""",
    ),
    Rule(
        "amounts are whole paise",
        "amounts that are not positive or have a fraction of a paisa",
        "SELECT count(*) FROM transactions WHERE (amount_inr > 0 AND amount_inr = round(amount_inr, 2)) IS NOT TRUE",
    ),
    Rule(
        "nobody pays into the same account",
        "payments whose two accounts are one",
        "SELECT count(*) FROM transactions WHERE payer_account_id = payee_account_id",
    ),
    Rule(
        "refunds fit",
        "payments refunded beyond their amount, before they were made, or though they never moved",
        f"""SELECT count(*) FROM (
               SELECT any_value(paid.status) AS status, any_value(paid.amount_inr) AS paid,
                      any_value(paid.transacted_at) AS paid_at, min(back.transacted_at) AS first_back,
                      sum({PAISE.format("back.amount_inr")}) AS given_back
               FROM transactions back JOIN transactions paid ON paid.transaction_id = back.related_transaction_id
               WHERE back.kind = 'refund' AND back.status <> 'failed' GROUP BY paid.transaction_id)
           WHERE status = 'failed' OR first_back <= paid_at OR given_back > {PAISE.format("paid")}""",
    ),
    Rule(
        "reversals fit",
        "reversed payments without exactly one later reversal of equal amount and account, and reversals of others",
        """SELECT count(*) FROM (
               SELECT paid.transaction_id FROM transactions paid LEFT JOIN transactions back
                   ON back.related_transaction_id = paid.transaction_id
                  AND back.kind = 'reversal' AND back.status = 'success'
                  AND back.amount_inr = paid.amount_inr AND back.transacted_at > paid.transacted_at
                  AND back.payee_account_id IS NOT DISTINCT FROM paid.payer_account_id
               WHERE paid.status = 'reversed' GROUP BY paid.transaction_id HAVING count(back.transaction_id) <> 1
               UNION ALL
               SELECT back.transaction_id FROM transactions back
               LEFT JOIN transactions paid ON paid.transaction_id = back.related_transaction_id
               WHERE back.kind = 'reversal' AND paid.status IS DISTINCT FROM 'reversed')""",
    ),
)
