"""Cases that belong together, held against the cases and the payments that they speak of."""

from synfin_core.store.reference_checks import found_in
from synfin_core.store.rules import Rule

LINK_RULES = (
    found_in("case_links", "fraud_case_id", "fraud_cases", "fraud_case_id"),
    found_in("case_links", "from_case_id", "fraud_cases", "fraud_case_id"),
    Rule(
        "links hold together",
        "links of one case, of two kinds, or whose steps are not 1, 2, 3 ... by the instant of each case's first loss",
        """WITH lost AS (SELECT fraud_case_id, min(transacted_at) AS first FROM transactions WHERE is_fraud GROUP BY fraud_case_id)
           SELECT count(*) FROM (
               SELECT kind, step, count(*) OVER one AS n, min(kind) OVER one <> max(kind) OVER one AS differs, from_case_id,
                      lag(fraud_case_id) OVER steps AS before,
                      row_number() OVER (PARTITION BY link_id ORDER BY first, step) AS place
               FROM case_links LEFT JOIN lost USING (fraud_case_id)
               WINDOW one AS (PARTITION BY link_id), steps AS (PARTITION BY link_id ORDER BY step))
           WHERE n < 2 OR differs OR step <> place
              OR from_case_id IS DISTINCT FROM CASE WHEN kind <> 'coordinated' THEN before END""",
    ),
    Rule(
        "linked cases share what they say",
        "cases of a link without a payment that shows the device, merchant, payee or place which they share",
        """WITH lost AS (SELECT * FROM transactions WHERE is_fraud),
           shown AS (
               SELECT fraud_case_id, 'device' AS shared_kind, device_id::VARCHAR AS thing FROM lost
               UNION SELECT fraud_case_id, 'merchant', merchant_id::VARCHAR FROM lost
               UNION SELECT fraud_case_id, 'payee', payee_account_id::VARCHAR FROM lost
               UNION SELECT fraud_case_id, 'place', city || ', ' || state FROM lost),
           mules AS (SELECT l.link_id, l.fraud_case_id FROM case_links l JOIN fraud_cases c USING (fraud_case_id)
                     JOIN accounts a ON a.account_id = l.shared_id AND a.customer_id = c.victim_customer_id
                     WHERE l.kind = 'chained' AND l.step = 1 AND l.shared_kind = 'payee')
           SELECT count(*) FROM (
               SELECT *, coalesce(shared_place, shared_id::VARCHAR) AS thing FROM case_links WHERE shared_kind IS NOT NULL)
           ANTI JOIN shown USING (fraud_case_id, shared_kind, thing) ANTI JOIN mules USING (link_id, fraud_case_id)""",
    ),
)
