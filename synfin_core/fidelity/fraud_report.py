"""What fraud a dataset holds: each typology beside its target, laundering, twins, what became known, and what belongs together.

Everything is SQL over the tables; `targets` holds what the spec and fraud.yaml ask for.
"""

from dataclasses import dataclass
from typing import Any

from synfin_core.calibration import Calibration, load_calibration
from synfin_core.fraud.loader import Story, stories
from synfin_core.fraud.mixes import case_shares
from synfin_core.fraud.variants import variant_names
from synfin_core.store.dataset import Dataset

TOTALS = """
SELECT count(*) AS cases, count(DISTINCT victim_customer_id) AS victims, sum(n_fraud_payments)::BIGINT AS fraud_payments,
       sum(n_fraud_payments) / any_value(n) AS fraud_share, count(*) * 1e6 / any_value(n) AS cases_per_million,
       sum(attempted_inr) / any_value(inr) * 1e4 AS value_basis_points, sum(loss_inr) AS loss_inr,
       avg((reported_at IS NOT NULL)::INT) AS reported_share, sum(held_inr) AS held_inr, sum(restored_inr) AS restored_inr
FROM fraud_cases, (SELECT count(*) AS n, sum(amount_inr) AS inr FROM transactions)
"""

TYPOLOGIES = """
WITH targets(fraud_type, target_share, target_mean_inr) AS (VALUES {targets}),
legs AS (SELECT fraud_case_id, any_value(fraud_type) AS fraud_type, mode(rail) AS rail, count(DISTINCT payer_customer_id) AS payers,
                epoch(max(transacted_at) - min(transacted_at)) / 86400 AS days
         FROM transactions WHERE is_fraud GROUP BY fraud_case_id),
rails AS (SELECT fraud_type,
                 string_agg(rail || ' ' || round(100 * n / of_all)::INT || '%', ', ' ORDER BY n DESC, rail) AS main_rails
          FROM (SELECT fraud_type, rail, count(*) AS n, sum(count(*)) OVER (PARTITION BY fraud_type) AS of_all
                FROM legs GROUP BY fraud_type, rail) GROUP BY fraud_type),
segments AS (SELECT fraud_type, string_agg(segment || ' ' || round(100 * n / of_all)::INT || '%', ', ' ORDER BY n DESC, segment)
                    FILTER (place <= 3) AS mostly
             FROM (SELECT fraud_type, segment, count(*) AS n, sum(count(*)) OVER one AS of_all,
                          row_number() OVER (PARTITION BY fraud_type ORDER BY count(*) DESC, segment) AS place
                   FROM fraud_cases JOIN customers ON customer_id = victim_customer_id GROUP BY fraud_type, segment
                   WINDOW one AS (PARTITION BY fraud_type)) GROUP BY fraud_type),
seen AS (SELECT c.fraud_type, count(*) AS cases, avg(attempted_inr) AS mean_attempted_inr, avg(loss_inr) AS mean_loss_inr,
                median(n_fraud_payments) AS payments, median(days) AS span_days, sum(payers)::BIGINT AS payers,
                count(DISTINCT victim_customer_id) AS victims
         FROM fraud_cases c LEFT JOIN legs USING (fraud_case_id) GROUP BY c.fraud_type),
alike AS (SELECT looks_like AS fraud_type, count(*) AS twins FROM twins GROUP BY looks_like)
SELECT fraud_type, target_share, coalesce(cases, 0) / sum(coalesce(cases, 0)) OVER () AS share, coalesce(cases, 0) AS cases,
       target_mean_inr, mean_attempted_inr, mean_loss_inr, payments, span_days, victims, payers, twins / cases AS twins_per_case,
       main_rails, mostly AS victims_mostly
FROM targets LEFT JOIN seen USING (fraud_type) LEFT JOIN rails USING (fraud_type) LEFT JOIN segments USING (fraud_type)
     LEFT JOIN alike USING (fraud_type)
ORDER BY share DESC, fraud_type
"""

VARIANTS = """
WITH targets(fraud_type, variant, target_share) AS (VALUES {variants}),
seen AS (SELECT fraud_type, variant, count(*) AS cases, sum(count(*)) OVER (PARTITION BY fraud_type) AS of_all
         FROM fraud_cases WHERE variant IS NOT NULL GROUP BY fraud_type, variant)
SELECT fraud_type, variant, target_share, cases / of_all AS share, coalesce(cases, 0) AS cases
FROM targets LEFT JOIN seen USING (fraud_type, variant) ORDER BY fraud_type, target_share DESC, variant
"""

SHAPES = """
SELECT coalesce(laundering_shape, CASE WHEN n_layers > 0 THEN 'one layer' ELSE 'no mule' END) AS shape, count(*) AS cases,
       avg(n_layers) AS mean_layers, avg(n_mules) AS mean_mules, median(loss_inr) AS median_loss_inr
FROM fraud_cases GROUP BY shape ORDER BY cases DESC, shape
"""

STAGES = """
SELECT fraud_role AS role, rail, count(*) AS payments, sum(amount_inr) AS inr
FROM transactions WHERE is_laundering GROUP BY fraud_role, rail ORDER BY role DESC, payments DESC, rail
"""

TWINS = """
SELECT kind, count(*) AS twins, count(DISTINCT looks_like) AS typologies, sum(n_payments)::BIGINT AS payments,
       median(amount_inr) AS median_inr
FROM twins GROUP BY kind ORDER BY twins DESC, kind
"""

LABELS = """
SELECT stage, label, source, count(*) AS labels, count(DISTINCT l.transaction_id) AS payments,
       count(DISTINCT l.fraud_case_id) AS cases, median(epoch(labelled_at - transacted_at)) / 3600 AS median_delay_hours,
       quantile_cont(epoch(labelled_at - transacted_at), 0.9) / 3600 AS p90_delay_hours
FROM labels l JOIN transactions USING (transaction_id) GROUP BY stage, label, source
ORDER BY min(CASE stage WHEN 'declined' THEN 0 WHEN 'reported' THEN 1 WHEN 'lien' THEN 2 WHEN 'confirmed' THEN 3
                        WHEN 'doubted' THEN 4 ELSE 5 END), labels DESC, label, source
"""

LINKS = """
SELECT kind, coalesce(shared_kind, 'victim alone') AS shared, count(DISTINCT link_id) AS links, count(*) AS cases,
       count(*) / count(DISTINCT link_id) AS cases_per_link,
       count(DISTINCT fraud_case_id) / (SELECT count(*) FROM fraud_cases) AS share_of_cases
FROM case_links GROUP BY kind, shared_kind ORDER BY kind, links DESC, shared
"""

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Part:
    """One table of the report: its name in JSON, its title, its query."""

    id: str
    title: str
    sql: str


PARTS = (
    Part("totals", "all cases", TOTALS),
    Part(
        "typologies", "typologies: share of cases and rupees beside their targets, rails of cases, days, victims, twins", TYPOLOGIES
    ),
    Part("variants", "variants: share of a typology's cases", VARIANTS),
    Part("shapes", "laundering shapes planted", SHAPES),
    Part("laundering", "how mules moved it: layers and exits", STAGES),
    Part("twins", "innocent twins", TWINS),
    Part("labels", "labels: what became known, and hours after the payment", LABELS),
    Part("links", "cases that belong together", LINKS),
)


def fraud_report(dataset: Dataset) -> dict[str, Rows]:
    """The rows of each of PARTS by its id; shares 0-1, spans in days, delays in hours."""
    values = _targets(dataset, load_calibration())
    return {part.id: dataset.sql(part.sql.format(**values)).to_pylist() for part in PARTS}


def _targets(dataset: Dataset, calibration: Calibration) -> dict[str, str]:
    """What the spec asks for, as rows of SQL values: typologies with share and mean rupees, variants with share."""
    spec = dataset.spec
    told = tuple(one for one in stories(calibration) if spec.typologies is None or one.typology.id in spec.typologies)
    shares = case_shares(calibration, told, dict(spec.fraud_mix) if isinstance(spec.fraud_mix, tuple) else spec.fraud_mix)
    rows = [
        f"('{one.typology.id}', {share / sum(shares):.6f}::DOUBLE, {one.typology.mean_case_inr}::DOUBLE)"
        for one, share in zip(told, shares, strict=True)
    ]
    return {"targets": ", ".join(rows), "variants": ", ".join(_variants(told)) or "(NULL, NULL, NULL)"}


def _variants(told: tuple[Story, ...]) -> list[str]:
    return [
        f"('{story.typology.id}', '{name}', {story.typology.figures['variants'][name]}::DOUBLE)"
        for story in told
        for name in variant_names(story.typology)
    ]
