"""What figures are of: relations with one row a member, and `cluster`, within which members are alike."""

from synfin_core.fidelity.fact import Population

# Figures are measured outside fraud cases, twins and anomalies, each attempt with the kind of its account. A cluster is the
# customer who pays, and for payments from outside the one who is paid: what comes from outside follows the customer's purse.
HONEST = """
SELECT transacted_at, rail, kind, initiation_mode, channel, payer_customer_id, payee_customer_id, payer_bank, merchant_id, mcc,
       is_online, amount_inr, status, response_code, app, t.city, t.state, distance_from_home_km, payer_segment,
       payer_home_state, minutes_since_last, is_first_with_payee, account_type,
       CASE WHEN payer_segment IS NULL THEN coalesce(payee_customer_id, payer_customer_id, merchant_id)
            ELSE payer_customer_id END AS cluster,
       transacted_at >= (SELECT min(transacted_at) + (max(transacted_at) - min(transacted_at)) / 2 FROM transactions) AS is_late
FROM transactions t LEFT JOIN accounts ON account_id = payer_account_id
WHERE fraud_case_id IS NULL AND twin_id IS NULL AND anomaly_type IS NULL AND kind NOT IN ('refund', 'reversal')
"""
_MONTHS = "(SELECT epoch(max(transacted_at) - min(transacted_at)) / 86400 / 30.4375 FROM transactions)"
_PAID = "honest WHERE status = 'success' AND payer_segment IS NOT NULL"
_LINKS = f"""
SELECT payer_customer_id AS payer, payee_customer_id AS payee, count(*) AS n
FROM {_PAID} AND kind = 'P2P' AND payee_customer_id IN (SELECT customer_id FROM customers) GROUP BY ALL
"""
_FEWEST, _CENTRES = 50, 2_000  # payments of a customer that make a habit, people looked at for triangles: assumed

# Burstiness without the bias of short series: Kim and Jo 2016 (burst16); 0 is chance, 1 is all at once.
_SPREAD = "(stddev_pop(minutes_since_last) / avg(minutes_since_last))"
_N = "count(minutes_since_last)"
_BURSTINESS = f"(sqrt({_N} + 1) * {_SPREAD} - sqrt({_N} - 1)) / ((sqrt({_N} + 1) - 2) * {_SPREAD} + sqrt({_N} - 1))"

# Twins take the place of other payments, so they count here; their sums are out of the ordinary, so their rupees do not.
_HONEST = "fraud_case_id IS NULL AND twin_id IS NULL AND anomaly_type IS NULL"
_CUSTOMERS = f"""
WITH paid AS (
    SELECT payer_customer_id AS customer_id, count(*) FILTER (rail = 'UPI') AS n_upi,
           coalesce(sum(amount_inr) FILTER (rail = 'UPI' AND {_HONEST}), 0) AS upi_inr,
           count(*) FILTER (rail = 'UPI' AND merchant_id IS NOT NULL) AS n_p2m,
           coalesce(sum(amount_inr) FILTER (rail = 'UPI' AND merchant_id IS NOT NULL AND {_HONEST}), 0) AS p2m_inr,
           coalesce(sum(amount_inr) FILTER (rail = 'UPI' AND kind = 'P2P' AND {_HONEST}), 0) AS p2p_inr,
           coalesce(sum(amount_inr) FILTER (merchant_id IS NOT NULL AND kind = 'P2M' AND {_HONEST}), 0) AS spent_inr,
           count(*) FILTER (rail = 'Card' AND account_type = 'credit card') AS n_credit,
           count(*) FILTER (rail = 'Card' AND account_type <> 'credit card') AS n_debit,
           CASE WHEN {_N} >= {_FEWEST} THEN {_BURSTINESS} END AS burstiness
    FROM transactions LEFT JOIN accounts ON account_id = payer_account_id
    WHERE status = 'success' AND payer_segment IS NOT NULL AND NOT is_fraud GROUP BY ALL),
come AS (
    SELECT payee_customer_id AS customer_id, count(*) AS n_upi_in, sum(amount_inr) AS upi_in_inr FROM transactions
    WHERE rail = 'UPI' AND status = 'success' AND payer_segment IS NULL AND {_HONEST} GROUP BY ALL),
held AS (
    SELECT customer_id, count(*) FILTER (card_type = 'credit') AS credit_cards,
           count(*) FILTER (card_type = 'debit') AS debit_cards FROM cards GROUP BY ALL),
logs AS (
    SELECT *, {_MONTHS} AS months, ln(income_month_inr) - avg(ln(income_month_inr)) OVER () AS log_income,
           ln(spent_inr) - avg(ln(spent_inr)) OVER () AS log_spent
    FROM customers JOIN paid USING (customer_id) LEFT JOIN held USING (customer_id) LEFT JOIN come USING (customer_id)
    WHERE income_month_inr > 0 AND spent_inr > 0)
SELECT *, income_month_inr * months AS income_inr, customer_id AS cluster FROM logs
"""
_PEOPLE = f"""
WITH links AS ({_LINKS}),
edges AS (SELECT DISTINCT least(payer, payee) AS a, greatest(payer, payee) AS b FROM links WHERE payer <> payee),
ties AS (SELECT a AS person, b AS friend FROM edges UNION ALL SELECT b, a FROM edges),
degrees AS (SELECT person, count(*) AS degree FROM ties GROUP BY ALL),
centres AS (SELECT person FROM degrees ORDER BY hash(person), person LIMIT {_CENTRES}),
near AS (SELECT person, friend FROM ties SEMI JOIN centres USING (person)),
closed AS (
    SELECT one.person, count(*) AS n FROM near one JOIN near other ON one.person = other.person AND one.friend < other.friend
    JOIN edges ON a = one.friend AND b = other.friend GROUP BY ALL)
SELECT person AS cluster, degree, degree * (degree - 1) / 2 AS pairs, coalesce(n, 0) AS triangles
FROM degrees SEMI JOIN centres USING (person) LEFT JOIN closed USING (person)
"""
_FAVOURITES = f"""
WITH visits AS (
    SELECT payer_customer_id AS cluster, merchant_id, count(*) AS n FROM {_PAID} AND kind = 'P2M' GROUP BY ALL),
ranked AS (
    SELECT cluster, n, row_number() OVER (PARTITION BY cluster ORDER BY n DESC, merchant_id) AS place,
           n / sum(n) OVER (PARTITION BY cluster) AS share, sum(n) OVER (PARTITION BY cluster) AS visits FROM visits)
SELECT *, ln(place) - avg(ln(place)) OVER (PARTITION BY cluster) AS log_place FROM ranked
WHERE visits >= {_FEWEST} AND place <= 10
"""

POPULATIONS: dict[Population, str] = {
    "payments": "SELECT * FROM honest WHERE status = 'success'",
    "attempts": "FROM honest",
    "customers": _CUSTOMERS,
    "links": f"""WITH links AS ({_LINKS}) SELECT one.*, back.payer IS NOT NULL AS is_returned, one.payer AS cluster
                 FROM links one LEFT JOIN links back ON back.payer = one.payee AND back.payee = one.payer""",
    "people": _PEOPLE,
    "favourites": _FAVOURITES,
    "merchants": f"""SELECT merchant_id AS cluster, count(*) AS n, count(*) / sum(count(*)) OVER () AS share,
                            percent_rank() OVER (ORDER BY count(*) DESC) AS place
                     FROM {_PAID} AND kind = 'P2M' GROUP BY merchant_id""",
    "cases": """SELECT c.*, lost_by.rail, lost_by.channel, c.fraud_case_id AS cluster FROM fraud_cases c LEFT JOIN (
                    SELECT fraud_case_id, arg_max(rail, inr) AS rail, arg_max(channel, inr) AS channel FROM (
                        SELECT fraud_case_id, rail, channel, sum(amount_inr) AS inr FROM transactions
                        WHERE is_fraud GROUP BY ALL)
                    GROUP BY ALL) lost_by USING (fraud_case_id)""",
}
