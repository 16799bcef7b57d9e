"""Time: inside the period, after whatever must come first, and in step with what each payment says of earlier ones."""

from synfin_core.quality.check import Check, breaks, checks_of
from synfin_core.store.time_checks import TIME_RULES

_MANY = 100  # payments a day, so that chance alone makes no day stand out, assumed


def _after(id: str, table: str, key: str, at: str, day: str, goal: str) -> Check:
    relation = f"transactions JOIN {table} ON {table}.{key} = transactions.{at}"
    return breaks(id, "time", goal, f"CAST(transacted_at AS DATE) < {day}", relation)


_DAYS = """(SELECT CAST(transacted_at AS DATE) AS day, count(*) AS n FROM transactions GROUP BY ALL)"""
_SPAN = "date_diff('day', min(day), max(day)) + 1"
_BUSY = f"CASE WHEN sum(n) >= {_MANY} * ({_SPAN}) THEN count(*) ELSE 0 END"

CHECKS: tuple[Check, ...] = (
    *checks_of(TIME_RULES, "time"),
    Check("inside the period", "time", "every payment lies in the period", "rows",
          "count_if(CAST(transacted_at AS DATE) NOT BETWEEN DATE '$first' AND DATE '$last')"),
    Check("the period is filled", "time", "every day from the first to the last has payments", "days without payments",
          f"{_SPAN} - count(*)", _DAYS, sample=_BUSY),
    Check("no day stands out", "time", "no day has many times the payments of the median day", "busiest over median day",
          "max(n) / greatest(median(n), 1)", _DAYS, low=1, high=5, sample=_BUSY,
          fewest=7, source="assumed"),
    _after("accounts are open", "accounts", "account_id", "payer_account_id", "opened_on", "nobody pays from an unopened account"),
    _after("merchants are there", "merchants", "merchant_id", "merchant_id", "onboarded_on", "no merchant is paid before its time"),
    _after("devices are seen", "devices", "device_id", "device_id", "first_seen_on", "no device is used before it was first seen"),
    breaks("customers have joined", "time", "a customer joins with the first account", "opened_on < joined_on",
           "accounts JOIN customers USING (customer_id)"),
    breaks("cases end after they begin", "time", "no case ends before it begins", "ended_at < started_at", "fraud_cases"),
    breaks("twins end after they begin", "time", "no twin ends before it begins", "ended_at < started_at", "twins"),
)  # fmt: skip
