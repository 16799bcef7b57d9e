"""The flat view: one row a payment with what is known of its customer, merchant, device and card beside it.

The customer of a row is the payer where the payer is simulated, else the payee (a salary, a refund); of a payment
between two companies nothing but ids is known.
"""

from synfin_core.schema import TRANSACTIONS, Column, Dtype

_CUSTOMER_ID = "CASE WHEN t.payer_segment IS NOT NULL THEN t.payer_customer_id ELSE t.payee_customer_id END"
_HOME_TOWN = "t.city = c.city AND t.state = c.state"

# Name, type, where it is read from, meaning.
_ROWS: tuple[tuple[str, Dtype, str, str], ...] = (
    ("transaction_id", "id", "t.transaction_id", ""),
    ("transacted_at", "instant", "t.transacted_at", ""),
    ("customer_id", "id", _CUSTOMER_ID, "the payer where the payer is simulated, else the payee"),
    ("merchant_id", "id", "t.merchant_id", ""),
    ("date", "date", "CAST(t.transacted_at AS DATE)", "day of the payment"),
    ("time", "text", "strftime(t.transacted_at, '%H:%M:%S')", "hour, minute and second of the payment"),
    ("weekday", "text", "dayname(t.transacted_at)", "Monday to Sunday"),
    ("hour", "count", "CAST(hour(t.transacted_at) AS INTEGER)", "0-23"),
    ("is_weekend", "flag", "isodow(t.transacted_at) > 5", "Saturday or Sunday"),
    ("amount_inr", "money", "t.amount_inr", ""),
    ("currency", "text", "t.currency", ""),
    ("payment_mode", "text", "t.rail", "the rail"),
    ("kind", "text", "t.kind", ""),
    ("initiation_mode", "text", "t.initiation_mode", ""),
    ("auth_method", "text", "t.auth_method", ""),
    ("channel", "text", "t.channel", ""),
    ("status", "text", "t.status", ""),
    ("response_code", "text", "t.response_code", ""),
    ("card_type", "text", "CASE WHEN t.rail IN ('Card', 'ATM') THEN k.card_type END", "debit or credit; empty without a card"),
    ("card_network", "text", "CASE WHEN t.rail IN ('Card', 'ATM') THEN k.network END", "network; empty without a card"),
    ("merchant_name", "text", "m.name", "made up"),
    ("category", "text", "t.category", ""),
    ("sub_category", "text", "m.sub_category", "what the merchant sells"),
    ("mcc", "text", "t.mcc", ""),
    (
        "merchant_type",
        "text",
        "CASE WHEN m.is_online THEN 'online' WHEN m.is_chain THEN 'chain' WHEN m.size IS NOT NULL THEN 'local' END",
        "online, chain or local",
    ),
    ("merchant_size", "text", "m.size", "micro, small, medium, large"),
    ("merchant_reputation", "number", "m.reputation", "0-1"),
    ("merchant_city", "text", "t.merchant_city", ""),
    ("is_online", "flag", "t.is_online", ""),
    ("city", "text", "coalesce(t.city, c.city)", "town where the customer was; the home town for remote payments"),
    ("state", "text", "coalesce(t.state, c.state)", "state where the customer was; the home state for remote payments"),
    ("region", "text", "c.region", "part of India of the customer's home"),
    (
        "location_type",
        "text",
        f"CASE WHEN t.is_online THEN 'remote' WHEN {_HOME_TOWN} THEN 'home town' WHEN t.city IS NOT NULL THEN 'away' END",
        "remote, home town or away",
    ),
    ("distance_from_home_km", "number", "t.distance_from_home_km", ""),
    (
        "distance_class",
        "text",
        "CASE WHEN t.distance_from_home_km < 10 THEN 'under 10 km' WHEN t.distance_from_home_km < 50 THEN '10 to 50 km' "
        "WHEN t.distance_from_home_km < 300 THEN '50 to 300 km' WHEN t.distance_from_home_km IS NOT NULL THEN 'over 300 km' END",
        "distance from home in four steps; empty for remote payments",
    ),
    ("age", "count", "c.age", "years"),
    ("age_group", "text", "t.payer_age_band", "age band of the payer; empty for outside payers"),
    ("segment", "text", "c.segment", "way of life and earning of the customer"),
    ("income_bracket", "text", "c.income_bracket", "band of the customer's yearly income"),
    ("home_city", "text", "c.city", "home town of the customer"),
    ("home_state", "text", "c.state", "home state of the customer"),
    ("city_tier", "text", "c.tier", "tier of the home town: X, Y, Z"),
    ("digital_savviness", "number", "c.digital_savviness", "0-1"),
    (
        "device_type",
        "text",
        "CASE WHEN t.device_os = 'iOS' THEN 'iPhone' WHEN t.device_os IS NOT NULL THEN 'Android phone' "
        "WHEN t.channel IN ('POS terminal', 'ATM', 'toll lane') THEN t.channel END",
        "phone, or the terminal that took the payment",
    ),
    ("device_brand", "text", "d.brand", "maker of the device"),
    ("os", "text", "t.device_os", "Android or iOS"),
    ("app", "text", "t.app", ""),
    (
        "app_version",
        "text",
        "CASE WHEN t.app IS NOT NULL THEN strftime(t.transacted_at - to_months(CAST(t.device_id % 3 AS INTEGER)), '%y.%m') END",
        "year and month of the app's release; a device lags by up to two months (assumed)",
    ),
    (
        "browser",
        "text",
        "CASE WHEN t.channel = 'web' THEN CASE t.device_os WHEN 'iOS' THEN 'Safari' WHEN 'Android' THEN 'Chrome' END END",
        "browser of the phone, for payments on the web (assumed: the one that comes with it)",
    ),
    ("minutes_since_last", "number", "t.minutes_since_last", ""),
    ("is_first_with_merchant", "flag", "t.is_first_with_payee", "first attempt of this payer to this payee or merchant"),
    ("is_repeat_merchant", "flag", "NOT t.is_first_with_payee", "the payer has paid this payee or merchant before, in the period"),
    ("payments_today", "count", "t.payments_today", ""),
    ("amount_today_inr", "money", "t.amount_today_inr", ""),
    ("balance_after_inr", "money", "t.balance_after_inr", ""),
)
_OF_A_PAYMENT = {column.name: column for column in TRANSACTIONS}


def _column(name: str, dtype: Dtype, source: str, meaning: str) -> Column:
    """The glossary's own words where a column is taken as it is."""
    always = source in _ALWAYS or ("t.transacted_at" in source and "CASE" not in source)
    return Column(name, dtype, meaning or _OF_A_PAYMENT[name].meaning, nullable=not always)


_ALWAYS = {f"t.{column.name}" for column in TRANSACTIONS if not column.nullable}
_TRUTH = tuple(column for column in TRANSACTIONS if column.truth)
FLAT: tuple[Column, ...] = (*(_column(*row) for row in _ROWS), *_TRUTH)
_SELECTED = ", ".join(
    [*(f"{source} AS {name}" for name, _, source, _ in _ROWS), *(f"t.{column.name} AS {column.name}" for column in _TRUTH)]
)


def flat_view(*more: str) -> str:
    """The query of the flat view over the tables, with `more` columns of the payments at its end."""
    selected = ", ".join([_SELECTED, *(f"t.{name} AS {name}" for name in more)])
    return (
        f"SELECT {selected} FROM transactions t LEFT JOIN customers c ON c.customer_id = {_CUSTOMER_ID} "
        "LEFT JOIN merchants m ON m.merchant_id = t.merchant_id LEFT JOIN devices d ON d.device_id = t.device_id "
        "LEFT JOIN cards k ON k.account_id = t.payer_account_id"
    )
