"""The same features in one batch, in odd ones, or one payment at a time; nothing of the future, nothing of the truth."""

import numpy as np
import pyarrow as pa
import pytest

from synfin_core.errors import WrongUse
from synfin_core.features.state import State
from tests.features.conftest import Given

TAIL = 300


def _assert_same(found: pa.Table, wanted: pa.Table) -> None:
    assert found.num_rows == wanted.num_rows
    for name in wanted.column_names:
        one, other = found[name], wanted[name]
        if pa.types.is_floating(one.type):
            np.testing.assert_array_equal(one.to_numpy(), other.to_numpy(), err_msg=name)
        else:
            assert one.to_pylist() == other.to_pylist(), name


def test_any_cut_into_batches_gives_the_same_bits(given: Given) -> None:
    """Forty-one odd batches on two threads against one batch."""
    cuts = np.unique(np.random.default_rng(3).integers(1, 100_000, 40)).tolist()
    state = State(threads=2)
    tables = [given.advance(state, first, end) for first, end in zip([0, *cuts], [*cuts, 100_000], strict=True)]
    _assert_same(pa.concat_tables(tables), given.features)


def test_one_payment_at_a_time_gives_the_same_bits(given: Given) -> None:
    """After a warm-up in bulk, as a scoring service would run."""
    state, first = State(), 100_000 - TAIL
    given.advance(state, 0, first)
    tables = [given.advance(state, row, row + 1) for row in range(first, 100_000)]
    _assert_same(pa.concat_tables(tables), given.features.slice(first))


def test_a_fork_knows_the_same_and_goes_its_own_way(given: Given) -> None:
    """What a fork is told, its origin never learns; both give the bits of one long run."""
    state, first, end = State(), 60_000, 61_000
    given.advance(state, 0, first)
    clock, n = state.clock, len(state)
    for _ in range(2):
        fork = state.fork()
        _assert_same(given.advance(fork, first, end), given.features.slice(first, end - first))
        assert (state.clock, len(state)) == (clock, n) and fork.clock > clock
    _assert_same(given.advance(state, first, end), given.features.slice(first, end - first))


def test_what_comes_later_changes_nothing(given: Given) -> None:
    """Leaving out the last 40,000 payments changes none of the first 60,000."""
    state = State()
    _assert_same(given.advance(state, 0, 60_000), given.features.slice(0, 60_000))


def test_the_outcome_of_a_payment_does_not_show_in_its_own_features(given: Given) -> None:
    """A score is asked for before anyone knows whether the payment succeeds."""
    first, state, other = 99_000, State(), State()
    given.advance(state, 0, first)
    given.advance(other, 0, first)
    one = given.payments.slice(first, 1)
    turned = "success" if one["status"][0].as_py() == "failed" else "failed"
    moved = one["amount_inr"][0].as_py() * (1 if turned == "success" else -1)
    after = pa.array([None if (was := one["balance_after_inr"][0].as_py()) is None else was - moved], pa.float64())
    changed = one.set_column(one.schema.get_field_index("status"), "status", pa.array([turned]))
    changed = changed.set_column(one.schema.get_field_index("balance_after_inr"), "balance_after_inr", after)
    _assert_same(other.advance(changed), state.advance(one))


def test_what_no_window_reaches_is_forgotten(given: Given) -> None:
    """Memory stays behind the longest window."""
    whole, cut = State(), State()
    given.advance(whole, 0, 100_000)
    for first in range(0, 100_000, 5_000):
        given.advance(cut, first, first + 5_000)
    assert len(cut) < len(whole) / 2


def test_payments_out_of_order_are_refused(given: Given) -> None:
    """A payment of the past could not be given what was known then."""
    state = State()
    given.advance(state, 10, 20)
    with pytest.raises(WrongUse, match="time order"):
        given.advance(state, 0, 10)


def test_columns_that_are_missing_or_of_another_type_are_named(given: Given) -> None:
    """One sentence that says which column."""
    with pytest.raises(WrongUse, match="no column 'amount_inr'"):
        State().advance(given.payments.drop_columns(["amount_inr"]))
    place = given.payments.schema.get_field_index("amount_inr")
    words = given.payments.slice(0, 1).set_column(place, "amount_inr", pa.array(["much"]))
    with pytest.raises(WrongUse, match="'amount_inr' is string"):
        State().advance(words)


@pytest.mark.parametrize("amount", [float("nan"), float("inf"), -1.0, None])
def test_an_amount_that_is_none_is_refused(given: Given, amount: float | None) -> None:
    """Empty, infinite and negative amounts."""
    place = given.payments.schema.get_field_index("amount_inr")
    with pytest.raises(WrongUse, match="amount_inr"):
        State().advance(given.payments.slice(0, 1).set_column(place, "amount_inr", pa.array([amount], pa.float64())))
