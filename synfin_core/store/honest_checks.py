"""Twins and anomalies, held against the payments that they speak of; what anomalies measure is measured again."""

from synfin_core.store.reference_checks import found_in
from synfin_core.store.rules import Rule

ODD = """SELECT transaction_id, family, measure, payer_customer_id, transacted_at, mcc, amount_inr
         FROM anomalies JOIN transactions USING (transaction_id)"""
OTHERS = """SELECT payer_customer_id, count(*) AS n, min(transacted_at::TIME) AS first, max(transacted_at::TIME) AS last,
                    list_sort(list(amount_inr)) AS amounts, list(DISTINCT mcc) AS mccs
             FROM transactions SEMI JOIN odd USING (payer_customer_id)
             WHERE kind = 'P2M' AND anomaly_type IS NULL AND status <> 'failed' GROUP BY payer_customer_id"""
_KM = """2 * 6371 * asin(sqrt(sin(radians(there.latitude - here.latitude) / 2) ** 2 + cos(radians(there.latitude))
         * cos(radians(here.latitude)) * sin(radians(there.longitude - here.longitude) / 2) ** 2))"""


def _measured(family: str, meaning: str, true: str) -> Rule:
    """Anomalies of a family are `true` beside the customer's ordinary purchases."""
    return Rule(
        f"{family} anomalies are as measured",
        f"{family} anomalies {meaning}",
        f"""SELECT count(*) FROM odd LEFT JOIN others USING (payer_customer_id)
            WHERE family = '{family}' AND NOT coalesce({true}, n IS NULL)""",
    )


HONEST_RULES = (
    found_in("transactions", "twin_id", "twins", "twin_id"),
    found_in("events", "twin_id", "twins", "twin_id"),
    found_in("twins", "customer_id", "customers", "customer_id"),
    found_in("anomalies", "transaction_id", "transactions", "transaction_id"),
    Rule(
        "twins and anomalies are honest",
        "payments of twins or anomalies that belong to a case, are labelled as of one, or are both",
        """SELECT count(*) FROM transactions t LEFT JOIN labels l USING (transaction_id)
           WHERE (twin_id IS NOT NULL OR anomaly_type IS NOT NULL)
             AND (is_fraud OR is_laundering OR t.fraud_case_id IS NOT NULL OR l.fraud_case_id IS NOT NULL
                  OR (twin_id IS NOT NULL AND anomaly_type IS NOT NULL))""",
    ),
    Rule(
        "twins count their rows",
        "twins whose number of payments, rupees or times differ from their rows",
        """SELECT count(*) FROM twins LEFT JOIN (
               SELECT twin_id, count(*) AS n, sum(amount_inr) AS paid, min(transacted_at) AS first, max(transacted_at) AS last
               FROM transactions WHERE twin_id IS NOT NULL GROUP BY twin_id) t USING (twin_id)
           WHERE n IS DISTINCT FROM n_payments OR abs(paid - amount_inr) > 0.01
              OR first IS DISTINCT FROM started_at OR last IS DISTINCT FROM ended_at""",
    ),
    Rule(
        "anomalies are marked",
        "anomalies whose payment does not say so, and payments that are marked without one",
        """SELECT count(*) FROM anomalies FULL JOIN (
               SELECT transaction_id, anomaly_type FROM transactions WHERE anomaly_type IS NOT NULL) t USING (transaction_id)
           WHERE family IS DISTINCT FROM anomaly_type""",
    ),
    Rule(
        "geographic anomalies are as measured",
        "geographic anomalies whose speed from the last payment in person is not what coordinates and minutes give",
        f"""WITH far AS (SELECT transaction_id, measure, payer_customer_id FROM odd WHERE family = 'geographic'),
                 seen AS (SELECT transaction_id, city, state, transacted_at, lag(city) OVER w AS city_before,
                                 lag(state) OVER w AS state_before, lag(transacted_at) OVER w AS before
                          FROM transactions SEMI JOIN far USING (payer_customer_id) WHERE NOT is_online AND status <> 'failed'
                          WINDOW w AS (PARTITION BY payer_customer_id ORDER BY transacted_at))
            SELECT count(*) FROM far LEFT JOIN seen USING (transaction_id)
            LEFT JOIN places here ON here.city = seen.city AND here.state = seen.state
            LEFT JOIN places there ON there.city = city_before AND there.state = state_before
            WHERE NOT coalesce(measure > 900 AND
                abs({_KM} / (epoch_us(transacted_at - before) / 3.6e9) / measure - 1) < 0.01, false)""",
    ),
    _measured("behavioural", "whose category the customer buys otherwise", "NOT list_contains(mccs, mcc) AND n = measure"),
    _measured(
        "temporal",
        "that are not at night, or whose customer buys at night otherwise, or is nearer to the usual times",
        """transacted_at::TIME < TIME '05:00' AND first >= TIME '05:00' AND abs(measure - least(12,
           date_diff('microsecond', transacted_at::TIME, first) / 3.6e9,
           24 - date_diff('microsecond', transacted_at::TIME, last) / 3.6e9)) < 0.01""",
    ),
    _measured(
        "amount",
        "that are not three times the customer's median other purchase, or not as many times as measured",
        "measure >= 3 AND abs(amount_inr / amounts[n // 2 + 1] / measure - 1) < 0.01",
    ),
)
