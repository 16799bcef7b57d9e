"""The analytics of a dataset: each figure against another way to it; tests that find what is there and nothing else."""

import json

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from synfin_core.analytics.report.contrasts import contrasts
from synfin_core.analytics.report.course import course, days
from synfin_core.analytics.report.page import headline, page
from synfin_core.analytics.report.relations import correlations, importance
from synfin_core.analytics.report.report import Analytics, analytics
from synfin_core.analytics.report.sample import independent
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset


@pytest.fixture(scope="module")
def found(dataset: Dataset) -> Analytics:
    """All of it."""
    return analytics(dataset, "sixty <thousand>")


@pytest.fixture(scope="module")
def sample(dataset: Dataset) -> pd.DataFrame:
    """Payments that do not depend on each other."""
    return independent(dataset)


def shuffled(rows: pd.DataFrame) -> pd.DataFrame:
    """The same rows, fraud marked at random."""
    return rows.assign(is_fraud=np.random.default_rng(5).permutation(rows["is_fraud"].to_numpy()))


def test_one_payment_of_a_case_and_of_a_customer(dataset: Dataset, sample: pd.DataFrame) -> None:
    """As many fraud rows as cases with a paying customer have, and as many honest ones as customers pay."""
    counts = dataset.sql(
        "SELECT count(DISTINCT fraud_case_id) FILTER (is_fraud) AS cases, count(DISTINCT payer_customer_id) "
        "FILTER (fraud_case_id IS NULL) AS customers FROM transactions WHERE payer_segment IS NOT NULL"
    ).to_pylist()[0]
    assert sample["is_fraud"].sum() == counts["cases"] and (~sample["is_fraud"]).sum() == counts["customers"]


def test_tests_find_what_is_there_and_nothing_by_chance(sample: pd.DataFrame) -> None:
    """Amounts differ beyond doubt; with fraud marked at random no column does, after Holm."""
    real = {row["column"]: row for row in contrasts(sample)}
    assert real["amount_inr"]["p_holm"] < 0.001 and real["amount_inr"]["effect"] > 0.1
    assert all(row["p"] <= row["p_holm"] <= 1 for row in real.values())
    assert min(row["p_holm"] for row in contrasts(shuffled(sample))) > 0.05


def test_p_values_are_even_where_nothing_is_to_be_found(sample: pd.DataFrame) -> None:
    """Over 60 random markings p of an amount is even from 0 to 1: Kolmogorov-Smirnov p above 0.01."""
    chance, values = np.random.default_rng(11), sample.iloc[:400]
    tested = [contrasts(values.assign(is_fraud=chance.random(len(values)) < 0.3)) for _ in range(60)]
    amounts = [row["p"] for rows in tested for row in rows if row["column"] == "amount_inr"]
    assert stats.kstest(amounts, "uniform").pvalue > 0.01


def test_importance_is_information(sample: pd.DataFrame) -> None:
    """A column that says fraud has all bits; by chance there are next to none."""
    told = importance(sample.assign(rail=sample["is_fraud"].map({True: "X", False: "Y"})))
    assert told[0]["column"] == "rail" and told[0]["share"] == pytest.approx(1, abs=0.01)
    assert max(row["share"] for row in importance(shuffled(sample))) < 0.05


def test_correlations_are_those_of_scipy(sample: pd.DataFrame) -> None:
    """Each kind, for amount and amount of the day."""
    few = sample.head(5_000)[["amount_inr", "amount_today_inr"]].dropna()
    pair = next(row for row in correlations(sample) if (row["one"], row["other"]) == tuple(few.columns))
    for name, way in {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}.items():
        assert pair[name] == pytest.approx(way(*few.to_numpy().T).statistic)


def test_course_counts_every_day(dataset: Dataset) -> None:
    """Payments of all days are all payments; a week's rhythm or a trend is a figure, not a fault."""
    by_day = days(dataset)
    assert by_day["payments"].sum() == len(dataset.transactions)
    assert by_day["day"].diff().dropna().dt.days.eq(1).all()
    assert [row["series"] for row in course(by_day)] == ["payments", "fraud", "moved_inr"]


def test_counted_parts_add_up(found: Analytics) -> None:
    """Oddity covers every payment, severity every case, routes are sorted and cross towns."""
    assert sum(row["payments"] for row in found.parts["oddity"]) == found.n
    assert [row["severity"] for row in found.parts["severity"]] == ["low", "medium", "high", "critical"][
        : len(found.parts["severity"])
    ]
    assert sum(row["fraud"] for row in found.parts["severity"]) == found.n_fraud
    assert {row["side"] for row in found.parts["bursts"]} == {"honest", "fraud"}
    routes = found.parts["routes"]
    assert routes and all(row["from_city"] != row["to_city"] for row in routes)
    assert [row["payments"] for row in routes] == sorted((row["payments"] for row in routes), reverse=True)


def test_the_page_needs_nothing_else_and_escapes(found: Analytics) -> None:
    """No script, nothing fetched; the name is text; every part has its title; JSON holds the same."""
    text = page(found)
    assert "<script" not in text and "src=" not in text and "href=" not in text
    assert "sixty &lt;thousand&gt;" in text and "<thousand>" not in text
    assert text.count("<h2>") == len(found.parts) and "columns differ" in headline(found)
    assert json.loads(json.dumps(found.as_dict(), default=str))["payments"] == found.n


@pytest.mark.parametrize("case", ["nothing", "one row", "no fraud"])
def test_little_is_told_as_little(dataset: Dataset, case: str) -> None:
    """A page all the same; no test is claimed."""
    match case:
        case "nothing":
            little = Dataset(dataset.spec, {}, tables={})
        case "one row":
            little = Dataset(dataset.spec, {}, tables={"transactions": dataset.sql("FROM transactions LIMIT 1")})
        case _:
            little = generate(Spec(count=1_000, fraud_rate=0, seed=1))
    told = analytics(little, case)
    assert told.parts["contrasts"] == [] and "too little fraud" in headline(told)
    assert page(told).endswith("</html>\n")
