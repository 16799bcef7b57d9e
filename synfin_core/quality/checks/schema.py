"""Schema: every cell is filled where it must be, and says one of the words or lies in the range that the glossary means."""

from synfin_core.payments.styles import STYLES
from synfin_core.quality.check import Check, breaks
from synfin_core.schema import RAILS, TABLES

WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("transactions", "rail"): RAILS,
    ("transactions", "kind"): tuple(sorted({style.kind for style in STYLES.values()})),
    ("transactions", "initiation_mode"): tuple(sorted({style.mode for style in STYLES.values()})),
    ("transactions", "auth_method"): tuple(sorted({style.auth for style in STYLES.values()})),
    ("transactions", "channel"): tuple(sorted({style.channel for style in STYLES.values()})),
    ("transactions", "status"): ("success", "failed", "reversed"),
    ("transactions", "currency"): ("INR",),
    ("transactions", "device_os"): ("Android", "iOS"),
    ("customers", "gender"): ("female", "male"),
    ("customers", "tier"): ("X", "Y", "Z"),
    ("customers", "risk_profile"): ("conservative", "balanced", "adventurous"),
    ("accounts", "account_type"): ("savings", "current", "credit card", "wallet"),
    ("cards", "card_type"): ("debit", "credit"),
    ("devices", "os"): ("Android", "iOS"),
    ("merchants", "size"): ("micro", "small", "medium", "large"),
    ("labels", "stage"): ("declined", "reported", "lien", "confirmed", "doubted", "corrected"),
    ("labels", "label"): ("fraud", "laundering", "honest"),
    ("labels", "source"): ("customer", "bank rule", "bank", "network", "police"),
    ("fraud_cases", "liability"): ("customer", "bank", "shared"),
    ("anomalies", "family"): ("behavioural", "geographic", "temporal", "amount"),
    ("anomalies", "severity"): ("low", "medium", "high"),
}
_FORMS: dict[tuple[str, str], str] = {
    ("transactions", "mcc"): "[0-9]{4}",
    ("transactions", "merchant_country"): "[A-Z]{2}",
    ("transactions", "response_code"): "[0-9A-Z]{2,3}",
    ("customers", "pin_code"): "[1-9][0-9]{5}",
    ("customers", "mobile"): "[6-9]X+[0-9]{4}",
    ("customers", "email"): r"[^@]+@example\.(com|org|net)",
    ("customers", "upi_handle"): r"[^@]+@[^@]+\.invalid",
    ("cards", "last_four"): "[0-9]{4}",
    ("merchants", "mcc"): "[0-9]{4}",
    ("merchants", "country"): "[A-Z]{2}",
}
RANGES: dict[tuple[str, str], tuple[float, float]] = {
    ("transactions", "amount_inr"): (0.01, 1e10),
    ("transactions", "distance_from_home_km"): (0, 4_000),  # India from end to end is about 3,200 km
    ("transactions", "minutes_since_last"): (0, 5 * 366 * 1_440),
    ("transactions", "payments_today"): (1, 10_000),
    ("customers", "age"): (18, 100),
    ("customers", "income_month_inr"): (0, 1e8),
    ("customers", "latitude"): (6, 38),
    ("customers", "longitude"): (68, 98),
    ("customers", "digital_savviness"): (0, 1),
    ("customers", "loyalty"): (0, 1),
    ("customers", "online_preference"): (0, 1),
    ("merchants", "reputation"): (0, 1),
    ("merchants", "latitude"): (6, 38),
    ("merchants", "longitude"): (68, 98),
}


def _filled(table: str) -> Check:
    """Every cell that may not be empty."""
    names = [column.name for column in TABLES[table] if not column.nullable]
    empty = " + ".join(f"count_if({name} IS NULL)" for name in names)
    return Check(f"{table} filled", "schema", f"no cell of {table} is empty that may not be", "empty cells", empty, table)


def _one_of(table: str, column: str, words: tuple[str, ...]) -> Check:
    listed = ", ".join(f"'{word}'" for word in words)
    test = f"{column} IS NOT NULL AND {column} NOT IN ({listed})"
    return breaks(f"{table}.{column} words", "schema", f"{column} of {table} is one of {len(words)} words", test, table)


def _formed(table: str, column: str, form: str) -> Check:
    test = f"{column} IS NOT NULL AND NOT regexp_full_match(CAST({column} AS VARCHAR), '{form}')"
    return breaks(f"{table}.{column} form", "schema", f"{column} of {table} has the form {form}", test, table)


def _ranged(table: str, column: str, low: float, high: float) -> Check:
    test = f"{column} IS NOT NULL AND NOT ({column} BETWEEN {low} AND {high})"
    return breaks(f"{table}.{column} range", "schema", f"{column} of {table} lies from {low:g} to {high:g}", test, table)


CHECKS: tuple[Check, ...] = (
    *(_filled(table) for table in TABLES),
    *(_one_of(table, column, words) for (table, column), words in WORDS.items()),
    *(_formed(table, column, form) for (table, column), form in _FORMS.items()),
    *(_ranged(table, column, low, high) for (table, column), (low, high) in RANGES.items()),
)
