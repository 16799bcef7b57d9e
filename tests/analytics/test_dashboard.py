"""The figures of a slice: what pandas counts, with honest intervals; nothing, one row and no fraud as well."""

import numpy as np
import pytest

from synfin_core.analytics.dashboard import LOOKED_AT, bounds, drill, figures, groups, view
from synfin_core.analytics.interval import wilson
from synfin_core.analytics.standing_out import standing_out
from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.cube import Cube
from synfin_core.store.dataset import Dataset
from synfin_core.store.slice import Slice


@pytest.fixture(scope="module")
def cube(dataset: Dataset) -> Cube:
    """Its aggregates."""
    return Cube(dataset)


def test_figures_are_those_of_the_payments_and_cases(dataset: Dataset, cube: Cube) -> None:
    """Of all, and of a state on a rail; each case whole."""
    rows, cases = dataset.transactions.to_pandas(), dataset.fraud_cases.to_pandas()
    for chosen, mask in (
        (Slice(), rows.index >= 0),
        (Slice(states=("MH",), rails=("UPI",)), (rows.state == "MH") & (rows.rail == "UPI")),
    ):
        part = rows[mask]
        done = part[part["status"] == "success"]
        mine = cases[cases["fraud_case_id"].isin(part["fraud_case_id"].dropna())]
        found = figures(cube, chosen)
        assert (found.n, found.n_fraud, found.n_cases) == (len(part), part["is_fraud"].sum(), len(mine))
        assert found.moved_inr == pytest.approx(done["amount_inr"].sum())
        assert found.taken_inr == pytest.approx(done.loc[done["is_fraud"], "amount_inr"].sum())
        assert (found.loss_inr, found.held_inr) == pytest.approx((mine["loss_inr"].sum(), mine["held_inr"].sum()))


def test_every_part_of_a_view_has_the_same_payments(cube: Cube) -> None:
    """Over time, by hour, by amount."""
    found = view(cube, Slice(rails=("UPI",)))
    assert found.over_time["n"].sum() == found.hours["n"].sum() == found.figures.n
    assert found.amounts[["honest", "fraud"]].sum().sum() == found.figures.n
    assert set(found.groups) == set(LOOKED_AT) and list(found.groups["rail"]["name"]) == ["UPI"]


def test_groups_hold_their_rate_within_its_interval(cube: Cube) -> None:
    """0 <= low <= rate <= high <= 1, widest where least is counted."""
    found = groups(cube, Slice(), "category")
    assert ((found["low"] >= 0) & (found["low"] <= found["rate"]) & (found["rate"] <= found["high"]) & (found["high"] <= 1)).all()


def test_the_interval_of_wilson_is_as_published() -> None:
    """Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29; and nothing counted says nothing."""
    low, high = wilson([81, 15, 0, 1, 0], [263, 148, 20, 29, 0])
    assert np.round(low, 4).tolist() == [0.2553, 0.0624, 0.0, 0.0061, 0.0]
    assert np.round(high, 4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718, 1.0]


def test_what_stands_out_is_above_all_by_more_than_chance(cube: Cube) -> None:
    """Its lower end lies above the rate of all."""
    found = view(cube, Slice())
    assert standing_out(found)
    assert all(one.low > found.figures.fraud_rate and one.times > 1 for one in standing_out(found))


def test_a_drill_shows_the_first_payments_by_time(cube: Cube) -> None:
    """At most 200, of the slice alone, fraud alone when asked."""
    found = drill(cube, Slice(rails=("Card",)), only_fraud=True)
    assert 0 < len(found) <= 200 and found["is_fraud"].all() and set(found["rail"]) == {"Card"}
    assert found["transacted_at"].is_monotonic_increasing
    assert len(drill(cube, Slice())) == 200


def test_nothing_one_row_and_no_fraud(dataset: Dataset, cube: Cube) -> None:
    """No division by nothing, no claim from nothing."""
    nothing = view(cube, Slice(states=("nowhere",)))
    assert (nothing.figures.n, nothing.figures.fraud_rate, standing_out(nothing)) == (0, 0, [])
    assert bounds(Cube(Dataset(dataset.spec, dataset.manifest, tables={}))) is None
    one = Dataset(dataset.spec, dataset.manifest, tables={"transactions": dataset.sql("FROM transactions WHERE is_fraud LIMIT 1")})
    assert view(Cube(one), Slice()).figures.n == 1 and standing_out(view(Cube(one), Slice())) == []
    honest = view(Cube(generate(Spec(count=2_000, fraud_rate=0, seed=1))), Slice())
    assert honest.figures.loss_inr == 0 and honest.groups["fraud_type"].empty and standing_out(honest) == []
