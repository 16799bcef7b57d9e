"""Whether what is written twice agrees: a copy of a payment beside the table that it comes from. 0 agrees, 1 differs."""

COPIES = {
    "category and merchant": "t.category IS DISTINCT FROM m.category AND m.merchant_id IS NOT NULL",
    "mcc and merchant": "t.mcc IS DISTINCT FROM m.mcc AND m.merchant_id IS NOT NULL",
    "town of the merchant": "t.merchant_city IS DISTINCT FROM m.city AND m.merchant_id IS NOT NULL",
    "town of a purchase and its shop": "t.city IS DISTINCT FROM t.merchant_city AND m.merchant_id IS NOT NULL AND NOT t.is_online",
    "device and its system": "t.device_os IS DISTINCT FROM d.os",
    "device and its user": "t.device_id IS NOT NULL AND d.customer_id IS DISTINCT FROM t.payer_customer_id",
    "bank and account": "t.payer_bank IS DISTINCT FROM a.bank",
    "segment and customer": "t.payer_segment IS DISTINCT FROM c.segment",
    "home and customer": "t.payer_home_state IS DISTINCT FROM c.state",
    "channel and way": "t.channel <> mode(t.channel) OVER (PARTITION BY t.rail, t.kind, t.initiation_mode, t.auth_method)",
}
JOINED = (
    "(SELECT *, row_number() OVER () AS place FROM transactions) t LEFT JOIN merchants m USING (merchant_id) "
    "LEFT JOIN devices d USING (device_id) "
    "LEFT JOIN accounts a ON a.account_id = t.payer_account_id LEFT JOIN customers c ON c.customer_id = t.payer_customer_id"
)
