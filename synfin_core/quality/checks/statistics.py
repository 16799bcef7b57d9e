"""Statistics: what people's payments look like in any sound dataset, large or small, of any state or segment.

Limits are assumed: far outside what the generator makes for any spec, and inside what shuffled, constant or uniform
columns come to. How near the published figures lie is the scorecard's matter.
"""

from synfin_core.quality.check import Check

_SOME, _MANY = 2_000, 10_000  # payments that a share, and a comparison of groups, need at least
_PURCHASES = "kind = 'P2M'"
_BOUGHT = f"(SELECT * FROM transactions WHERE {_PURCHASES} AND payer_segment IS NOT NULL)"


def _stat(
    id: str,
    goal: str,
    unit: str,
    measure: str,
    low: float,
    high: float,
    relation: str = "transactions",
    sample: str = "count(*)",
    fewest: int = _SOME,
    is_of_all: bool = False,
) -> Check:
    return Check(id, "statistics", goal, unit, measure, relation, low, high, sample, fewest, is_of_all, source="assumed")


def _share(test: str, among: str = "TRUE") -> str:
    return f"count_if({among} AND {test}) / greatest(count_if({among}), 1)"


def _explained(group: str, among: str = "TRUE") -> str:
    """Relation with one row a group: its number of payments, mean and squared deviations of ln rupees."""
    return f"""(SELECT {group}, count(*) AS n, avg(ln(amount_inr)) AS mean, var_pop(ln(amount_inr)) AS spread
               FROM transactions WHERE {among} AND {group} IS NOT NULL AND amount_inr > 0 GROUP BY {group})"""


# Share of the variance of ln rupees that lies between groups, less what chance would put there.
_BETWEEN = """
(sum(n * mean * mean) - sum(n * mean) ** 2 / sum(n)) /
nullif(sum(n * mean * mean) - sum(n * mean) ** 2 / sum(n) + sum(n * spread), 0) - count(*) / sum(n)
"""
_PAYERS = """(SELECT payer_customer_id, count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) / count(*) OVER () AS place
               FROM transactions WHERE payer_segment IS NOT NULL GROUP BY payer_customer_id)"""
_MERCHANTS = f"""(SELECT merchant_id, count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) / count(*) OVER () AS place
                  FROM transactions WHERE {_PURCHASES} GROUP BY merchant_id)"""
_PURSES = f"""(SELECT ln(income_month_inr) AS income, ln(sum(amount_inr)) AS spent
               FROM {_BOUGHT} JOIN customers ON customer_id = payer_customer_id
               WHERE income_month_inr > 0 GROUP BY customer_id, income_month_inr HAVING count(*) >= 5)"""
_AMOUNTS = "(SELECT amount_inr, count(*) AS n FROM transactions GROUP BY amount_inr)"
_TOP_TENTH = "sum(CASE WHEN place <= 0.1 THEN n ELSE 0 END) / sum(n)"
_DAYS = "date_diff('day', min(transacted_at), max(transacted_at)) + 1"
_WEEKS = f"CASE WHEN {_DAYS} >= 28 THEN count(*) ELSE 0 END"
_FIRST_DIGIT = "left(CAST(CAST(amount_inr AS BIGINT) AS VARCHAR), 1) = '1'"
_LATE = "hour(transacted_at) BETWEEN 1 AND 4"
_HUMAN = "channel <> 'bank file'"
_SECONDS = "second(transacted_at) = 0"
_LOG = "CASE WHEN amount_inr > 0 THEN ln(amount_inr) END"
_ROUND = "amount_inr % 10 = 0"

CHECKS: tuple[Check, ...] = (
    _stat("amounts spread", "amounts spread over orders of magnitude", "sd of ln rupees", f"stddev_pop({_LOG})", 1.0, 4.0),
    _stat(
        "amounts differ",
        "no single amount is paid all the time",
        "share of rows",
        "max(n) / sum(n)",
        0,
        0.12,
        _AMOUNTS,
        sample="sum(n)",
    ),
    _stat("round sums", "people like round sums, and do not pay only such", "share of rows", _share(_ROUND), 0.15, 0.97),
    _stat(
        "first digits", "the first digit 1 is as common as in most sums of money", "share of rows", _share(_FIRST_DIGIT), 0.2, 0.45
    ),
    _stat("quiet nights", "few pay from one to five at night", "share of rows", _share(_LATE, _HUMAN), 0.0002, 0.07),
    _stat("no favourite second", "payments fall on any second of a minute", "share of rows", _share(_SECONDS, _HUMAN), 0.001, 0.06),
    _stat(
        "weekdays alike",
        "Sundays have their share of payments",
        "share of rows",
        _share("isodow(transacted_at) = 7", _HUMAN),
        0.08,
        0.22,
        sample=_WEEKS,
    ),
    _stat("some fail", "a small part of the attempts fails", "share of rows", _share("status = 'failed'"), 0.005, 0.25),
    _stat("UPI leads", "most payments go by UPI, and not all", "share of rows", _share("rail = 'UPI'"), 0.5, 0.97, is_of_all=True),
    _stat(
        "payers differ",
        "the busiest tenth of payers makes more than its share",
        "share of rows",
        _TOP_TENTH,
        0.13,
        0.8,
        _PAYERS,
        sample="sum(n)",
        is_of_all=True,
    ),
    _stat(
        "shops differ",
        "the busiest tenth of shops has more than its share",
        "share of rows",
        _TOP_TENTH,
        0.2,
        0.97,
        _MERCHANTS,
        sample="sum(n)",
        fewest=_MANY,
    ),
    _stat(
        "people come back",
        "people buy again where they have bought",
        "share of purchases",
        "1 - count(DISTINCT (payer_customer_id, merchant_id)) / count(*)",
        0.1,
        0.98,
        _BOUGHT,
        fewest=_MANY,
    ),
    _stat(
        "tickets by category",
        "what is bought explains what it costs",
        "share of variance",
        _BETWEEN,
        0.1,
        0.9,
        _explained("mcc", _PURCHASES),
        sample="sum(n)",
    ),
    _stat(
        "tickets by kind",
        "the kind of a payment explains its size",
        "share of variance",
        _BETWEEN,
        0.05,
        0.95,
        _explained("kind"),
        sample="sum(n)",
    ),
    _stat(
        "tickets by purse",
        "richer ways of life pay larger sums",
        "share of variance",
        _BETWEEN,
        0.01,
        0.6,
        _explained("payer_segment"),
        sample="sum(n)",
        fewest=_MANY,
        is_of_all=True,
    ),
    _stat(
        "income bounds spending",
        "who earns more spends more",
        "correlation of logs",
        "corr(income, spent)",
        0.25,
        0.999,
        _PURSES,
        fewest=200,
        is_of_all=True,
    ),
    _stat("near home", "people buy in person near their homes", "median km", "median(distance_from_home_km)", 0.1, 30, _BOUGHT),
    _stat(
        "hours by day",
        "the busiest hour has several times the payments of the quietest",
        "ratio of shares",
        f"count_if({_HUMAN} AND hour(transacted_at) BETWEEN 18 AND 20) / greatest(count_if({_HUMAN} AND {_LATE}), 1)",
        2.5,
        5_000,
    ),
)
