"""Today's limits (config/policies/today.yaml), held against what was made."""

from synfin_core.controls.policy import load_policy
from synfin_core.store.rules import Rule

_MOVED = "transactions WHERE status <> 'failed'"
_TODAY = load_policy()
_TRANSFERS = "rail = 'UPI' AND kind IN ('P2P', 'own transfer', 'rent')"
_OVER = {
    "UPI transfer": _TRANSFERS,
    "UPI collect": "rail = 'UPI' AND kind = 'P2P' AND initiation_mode = 'collect'",
    "UPI Lite": "initiation_mode = 'Lite'",
    "UPI purchase": "rail = 'UPI' AND kind IN ('P2M', 'card bill')",
    "IMPS": "rail = 'IMPS'",
    "ATM": "rail = 'ATM' AND kind = 'cash withdrawal' AND channel = 'ATM'",
    "AePS": "rail = 'AePS'",
    "cash deposit": "kind = 'cash deposit' AND channel = 'ATM'",
}

LIMIT_RULES = (
    Rule(
        "limit of one payment",
        "payments above what today's policy lets one payment of their rail carry",
        "SELECT "
        + " + ".join(f"count(*) FILTER ({test} AND amount_inr > {_TODAY.one_payment[way]})" for way, test in _OVER.items())
        + f" FROM {_MOVED}",
    ),
    Rule(
        "limit of one day",
        "account days with more UPI transfers than today's policy allows, by rupees or by count",
        f"""SELECT count(*) FROM (
               SELECT payer_account_id FROM transactions SEMI JOIN customers ON customer_id = payer_customer_id
               WHERE status <> 'failed' AND {_TRANSFERS}
               GROUP BY payer_account_id, CAST(transacted_at AS DATE)
               HAVING sum(amount_inr) > {_TODAY.day_inr} + 0.001 OR count(*) > {_TODAY.day_count})""",
    ),
    Rule(
        "refused for asking too much",
        "declines with code Z8 that asked for no more than one UPI payment may carry",
        f"""SELECT count(*) FROM transactions WHERE response_code = 'Z8' AND amount_inr <= CASE
               WHEN initiation_mode = 'Lite' THEN {_TODAY.one_payment["UPI Lite"]}
               WHEN initiation_mode = 'collect' THEN {_TODAY.one_payment["UPI collect"]}
               ELSE {_TODAY.one_payment["UPI transfer"]} END""",
    ),
    Rule(
        "NEFT in batches",
        "NEFT payments outside the first four minutes of a half-hourly batch (payments.yaml neft.batches, recollected)",
        "SELECT count(*) FROM transactions WHERE rail = 'NEFT' AND epoch(transacted_at) % 1800 > 241",
    ),
)
