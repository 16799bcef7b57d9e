"""What is foretold is what is made."""

import pytest

from synfin_core.calibration import load_calibration
from synfin_core.errors import SpecError
from synfin_core.fraud.loader import stories
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.studio import demo
from synfin_core.studio.expectation import expect


@pytest.mark.parametrize(
    "spec",
    [
        Spec(count=20_000, fraud_rate=0.02),
        Spec.create(count=50_000, start="2025-03-01", end="2025-04-30"),
        Spec(count=50_000, fraud_rate=0.05, fraud_mix="bank_upi"),
    ],
)
def test_customers_days_and_fraud_come_as_foretold(spec: Spec) -> None:
    """Customers and days exactly; cases within a third, because a case is as long as its story."""
    expected, made = expect(spec), generate(spec)
    days = made.sql("SELECT CAST(min(transacted_at) AS DATE) AS first, CAST(max(transacted_at) AS DATE) AS last FROM transactions")

    assert expected.n_customers == made.manifest["rows"]["customers"]
    assert (expected.start, expected.end) == tuple(days.to_pylist()[0].values())
    assert expected.n_fraud == round(spec.count * spec.fraud_rate)
    assert expected.n_cases == pytest.approx(made.manifest["fraud"]["n_cases"], rel=1 / 3)


def test_what_cannot_be_met_is_refused_by_the_core() -> None:
    """The very sentence that the engine would say."""
    with pytest.raises(SpecError, match="UPI cannot be left out"):
        expect(Spec(rails=("IMPS",)))


def test_more_rows_take_longer_and_more_room() -> None:
    """Never the other way round, also where a run becomes a job."""
    told = [expect(Spec(count=count)) for count in (10_000, 200_000, 500_000, 50_000_000)]

    assert sorted(told, key=lambda one: one.seconds) == sorted(told, key=lambda one: one.n_bytes) == told


def test_the_demo_has_every_typology() -> None:
    """At least one whole case of each typology that has a story."""
    cases = generate(demo.SPEC).fraud_cases.to_pandas()
    whole = set(cases.loc[~cases["is_truncated"], "fraud_type"])

    assert whole == {story.typology.id for story in stories(load_calibration())}
