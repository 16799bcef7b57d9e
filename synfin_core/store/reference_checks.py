"""Ids: each unique in its table, each found where it points to."""

from synfin_core.store.fingerprint import ROW_KEYS
from synfin_core.store.rules import Rule


def _unique(table: str, key: tuple[str, ...]) -> Rule:
    query = f"SELECT count(*) - count(DISTINCT ({', '.join(key)})) FROM {table}"
    return Rule(f"unique {table}", f"rows of {table} whose {' and '.join(key)} another row has", query)


def found_in(table: str, column: str, target: str, key: str) -> Rule:
    """Each `column` of `table` that is set stands in `key` of `target`."""
    query = f"SELECT count(*) FROM {table} a ANTI JOIN {target} b ON a.{column} = b.{key} WHERE a.{column} IS NOT NULL"
    return Rule(f"{table}.{column} is found", f"{column} of {table} that {target} lacks", query)


def _held(side: str) -> Rule:
    """A simulated customer uses an account of their own; a simulated account is used by its holder."""
    return Rule(
        f"{side} holds the account",
        f"payments whose {side} and {side}'s account do not belong together",
        f"""SELECT count(*) FROM transactions t
            LEFT JOIN accounts a ON a.account_id = t.{side}_account_id
            LEFT JOIN customers c ON c.customer_id = t.{side}_customer_id
            WHERE a.customer_id IS DISTINCT FROM c.customer_id""",
    )


def _banked(side: str) -> Rule:
    """The bank on a payment is the one that keeps the account."""
    return Rule(
        f"{side}'s bank keeps the account",
        f"payments whose {side}_bank is not the bank of the {side}'s account",
        f"SELECT count(*) FROM transactions t JOIN accounts a ON a.account_id = t.{side}_account_id WHERE a.bank <> t.{side}_bank",
    )


REFERENCE_RULES = (
    *(_unique(table, key) for table, key in ROW_KEYS.items()),
    found_in("accounts", "customer_id", "customers", "customer_id"),
    found_in("cards", "account_id", "accounts", "account_id"),
    found_in("devices", "customer_id", "customers", "customer_id"),
    found_in("events", "customer_id", "customers", "customer_id"),
    found_in("events", "device_id", "devices", "device_id"),
    found_in("events", "account_id", "accounts", "account_id"),
    found_in("events", "card_id", "cards", "card_id"),
    found_in("events", "merchant_id", "merchants", "merchant_id"),
    found_in("events", "transaction_id", "transactions", "transaction_id"),
    found_in("transactions", "merchant_id", "merchants", "merchant_id"),
    found_in("transactions", "device_id", "devices", "device_id"),
    found_in("transactions", "related_transaction_id", "transactions", "transaction_id"),
    _held("payer"),
    _held("payee"),
    _banked("payer"),
    _banked("payee"),
    Rule(
        "one holder an account",
        "accounts, inside or outside, that appear with two holders",
        """SELECT count(*) FROM (
               SELECT account_id FROM (
                   SELECT payer_account_id AS account_id, payer_customer_id AS holder FROM transactions
                   UNION ALL SELECT payee_account_id, payee_customer_id FROM transactions)
               WHERE account_id IS NOT NULL GROUP BY account_id HAVING min(holder) <> max(holder))""",
    ),
    Rule(
        "card holders hold the account",
        "cards held by somebody else than their account",
        "SELECT count(*) FROM cards JOIN accounts USING (account_id) WHERE cards.customer_id <> accounts.customer_id",
    ),
    Rule(
        "devices are the payer's or shared",
        "payers outside cases and twins, beyond six in a hundred, who use a device first used by somebody else",
        """SELECT greatest(count(DISTINCT payer_customer_id) FILTER (payer_customer_id <> customer_id)
                        - floor(1 + 0.06 * count(DISTINCT payer_customer_id)), 0)
           FROM transactions JOIN devices USING (device_id) WHERE fraud_case_id IS NULL AND twin_id IS NULL""",
    ),
    Rule(
        "money back names its payment",
        "refunds and reversals that do not say what they give back",
        "SELECT count(*) FROM transactions WHERE kind IN ('refund', 'reversal') AND related_transaction_id IS NULL",
    ),
)
