"""Where stolen money goes: every case can be followed to its exits, to the paisa and in the order of time."""

import pytest

from synfin_core.mules.layering import SHAPES
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset

PAISE = "CAST(round(amount_inr * 100) AS BIGINT)"
TRAIL = f"""
WITH moved AS (FROM transactions WHERE fraud_case_id IS NOT NULL AND status <> 'failed'
               AND fraud_role NOT IN ('bait', 'pay-back', 'loan', 'funding')),
steps AS (
    SELECT fraud_case_id, payee_account_id AS mule, transacted_at, {PAISE} AS paise, 'in' AS way FROM moved
    WHERE payee_account_id IS NOT NULL AND payer_account_id IS NOT NULL AND (is_fraud OR fraud_role IN ('layer', 'purchase'))
    UNION ALL
    SELECT fraud_case_id, payer_account_id, transacted_at, -{PAISE}, fraud_role FROM moved WHERE is_laundering)
"""


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    """All typologies, in five shards."""
    return generate(Spec(count=100_000, fraud_rate=0.05, seed=21))


def test_no_mule_passes_on_what_has_not_come_in(dataset: Dataset) -> None:
    """At every moment, what a mule has paid out for a case is at most what the case has paid in."""
    short = dataset.sql(f"""{TRAIL} SELECT count(*) AS n FROM (SELECT sum(paise) OVER (
        PARTITION BY fraud_case_id, mule ORDER BY transacted_at, paise DESC) AS held FROM steps) WHERE held < 0""")

    assert short.to_pylist() == [{"n": 0}]


def test_exits_and_what_is_left_are_what_reached_mules(dataset: Dataset) -> None:
    """For each case: what came in from victims is what went out, plus what rests on accounts of mules, to the paisa."""
    cases = dataset.sql(f"""{TRAIL}, by_mule AS (
            SELECT fraud_case_id, mule, sum(paise) AS rest FROM steps GROUP BY ALL),
        left_over AS (SELECT fraud_case_id, sum(rest) AS rest, min(rest) AS least FROM by_mule GROUP BY ALL)
        SELECT fraud_case_id, rest, least, sum({PAISE}) FILTER (NOT is_laundering AND payer_account_id IS NOT NULL
                   AND payee_account_id IS NOT NULL) AS stolen,
               coalesce(sum({PAISE}) FILTER (fraud_role = 'exit'), 0) AS out
        FROM moved JOIN left_over USING (fraud_case_id) GROUP BY ALL""").to_pandas()

    assert len(cases) > 200 and (cases["least"] >= 0).all()
    assert (cases["stolen"] == cases["out"] + cases["rest"]).all()
    assert 0.2 < cases["out"].sum() / cases["stolen"].sum() < 0.7  # the rest goes to mules outside, rests or is frozen


def test_every_shape_is_made_and_recorded(dataset: Dataset) -> None:
    """Each of the eight shapes appears, and only where one mule paid another."""
    cases = dataset.sql("""SELECT laundering_shape, n_layers, count(*) AS n, sum(n_paid) AS n_paid FROM fraud_cases JOIN (
            SELECT fraud_case_id, count(*) FILTER (fraud_role = 'layer') AS n_paid FROM transactions GROUP BY ALL)
        USING (fraud_case_id) GROUP BY ALL""").to_pandas()
    layered = cases["n_layers"] >= 2

    assert set(cases["laundering_shape"].dropna()) == set(SHAPES[1:])
    assert (cases["laundering_shape"].notna() == layered).all() and ((cases["n_paid"] > 0) == layered).all()
    assert cases["n_layers"].max() <= 5


def test_exits_come_in_the_published_mix(dataset: Dataset) -> None:
    """Of sums that leave, as many each way as fraud.yaml says, within a third; large ones do not fit a machine."""
    rows = dataset.sql("""SELECT CASE WHEN rail = 'AePS' THEN 'agent' WHEN kind = 'P2M' THEN 'goods'
            WHEN channel = 'branch' AND rail = 'ATM' THEN 'counter' WHEN rail = 'ATM' THEN 'machine' ELSE 'person' END AS way,
            count(DISTINCT (fraud_case_id, payer_account_id, CAST(transacted_at AS DATE))) AS n
        FROM transactions WHERE fraud_role = 'exit' GROUP BY ALL""").to_pandas()
    shares = rows.set_index("way")["n"] / rows["n"].sum()

    assert abs(shares["machine"] - 0.40 / 0.90) < 0.15 and shares["machine"] == shares.max()
    assert abs(shares["person"] - 0.22 / 0.90) < 0.10 and abs(shares["goods"] - 0.12 / 0.90) < 0.05
    assert shares["agent"] < 0.12 and 0.03 < shares["counter"] < 0.15


def test_laundering_stays_in_proportion(dataset: Dataset) -> None:
    """Over the cases that reached mules, laundering rows are at most three times the fraud rows."""
    told = dataset.sql("""SELECT sum(n_out) AS laundering, sum(n_fraud_payments) AS fraud FROM fraud_cases JOIN (
            SELECT fraud_case_id, count(*) FILTER (is_laundering) AS n_out FROM transactions GROUP BY ALL)
        USING (fraud_case_id) WHERE n_layers > 0""").to_pylist()[0]

    assert 0.5 < told["laundering"] / told["fraud"] < 3
