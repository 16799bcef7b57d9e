"""Business rules: how payments may be made, today's limits, twins and anomalies as told, copies that agree."""

from synfin_core.payments.styles import STYLES
from synfin_core.quality.check import Check, breaks, checks_of
from synfin_core.store.honest_checks import HONEST_RULES
from synfin_core.store.limit_checks import LIMIT_RULES

_WAYS = ", ".join(sorted({f"('{s.rail}', '{s.kind}', '{s.mode}', '{s.auth}', '{s.channel}')" for s in STYLES.values()}))
_WAY = f"({', '.join(f'CAST({name} AS VARCHAR)' for name in ('rail', 'kind', 'initiation_mode', 'auth_method', 'channel'))})"
_WAYS_USED = "(SELECT rail, kind, initiation_mode, auth_method, channel, count(*) AS n FROM transactions GROUP BY ALL)"
_RTGS_FLOOR = 200_000  # payments.yaml rtgs.min_ticket (rbi_psr_jun25)


def _copy(column: str, table: str, key: str, at: str, original: str, goal: str) -> Check:
    """`column` of a payment is what `original` of the row of `table` says whose `key` stands in `at`."""
    relation = f"transactions JOIN {table} ON {table}.{key} = transactions.{at}"
    test = f"transactions.{column} IS DISTINCT FROM {table}.{original}"
    return Check(f"{column} as in {table}", "business rules", goal, "rows", f"count_if({test})", relation)


def _same(words: tuple[tuple[str, str], ...], table: str, key: str, at: str) -> tuple[Check, ...]:
    return tuple(
        _copy(column, table, key, at, original, f"{column} of a payment is what {table} says") for column, original in words
    )


CHECKS: tuple[Check, ...] = (
    *checks_of(LIMIT_RULES, "business rules"),
    *checks_of(HONEST_RULES, "business rules"),
    Check(
        "ways to pay", "business rules", "rail, kind, initiation, approval and channel go together", "rows",
        f"sum(CASE WHEN {_WAY} IN ({_WAYS}) THEN 0 ELSE n END)", _WAYS_USED, sample="sum(n)",
    ),
    breaks("merchant told", "business rules", "a payment to a merchant tells category, code, town and country",
           "merchant_id IS NOT NULL AND (mcc IS NULL OR category IS NULL OR merchant_city IS NULL OR merchant_country IS NULL)"),
    breaks("no merchant, no category", "business rules", "a payment without a merchant has no category",
           "merchant_id IS NULL AND (mcc IS NOT NULL OR category IS NOT NULL)"),
    breaks("somebody is paid", "business rules", "a transfer names both accounts",
           "kind = 'P2P' AND (payer_account_id IS NULL OR payee_account_id IS NULL)"),
    breaks("remote has no distance", "business rules", "a remote purchase has no distance from home, and one in person has one",
           "is_online <> (distance_from_home_km IS NULL) AND kind = 'P2M' AND payer_segment IS NOT NULL"),
    breaks("RTGS is for large sums", "business rules", f"no RTGS payment is below {_RTGS_FLOOR:,} rupees",
           f"rail = 'RTGS' AND amount_inr < {_RTGS_FLOOR}"),
    breaks("cash is round", "business rules", "a cash machine pays whole hundreds",
           "rail = 'ATM' AND kind = 'cash withdrawal' AND channel = 'ATM' AND amount_inr % 100 <> 0"),
    breaks("apps are for UPI", "business rules", "an app stands on UPI payments alone", "app IS NOT NULL AND rail <> 'UPI'"),
    breaks("credit has a limit", "business rules", "a credit card may owe, and nothing else may",
           "(account_type = 'credit card') <> (floor_inr < 0)", "accounts"),
    breaks("cards fit their account", "business rules", "a credit card draws on a credit account",
           "(card_type = 'credit') <> (account_type = 'credit card')", "cards JOIN accounts USING (account_id)"),
    *_same((("mcc", "mcc"), ("category", "category"), ("merchant_city", "city")), "merchants", "merchant_id", "merchant_id"),
    *_same((("payer_segment", "segment"), ("payer_home_state", "state")), "customers", "customer_id", "payer_customer_id"),
    *_same((("payer_bank", "bank"),), "accounts", "account_id", "payer_account_id"),
    *_same((("device_os", "os"),), "devices", "device_id", "device_id"),
    Check(
        "one name a code", "business rules", "a category code has one name", "codes with two names",
        "count_if(n > 1)", "(SELECT mcc, count(DISTINCT category) AS n FROM transactions WHERE mcc IS NOT NULL GROUP BY mcc)",
    ),
)  # fmt: skip
