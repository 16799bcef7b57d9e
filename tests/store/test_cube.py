"""The aggregates of a dataset say what its payments say, and are kept beside it."""

from datetime import timedelta

import pytest

from synfin_core.store.cache import clear_cache
from synfin_core.store.cube import CUBES, Cube
from synfin_core.store.dataset import Dataset
from synfin_core.store.library import Library
from synfin_core.store.slice import Slice


def slices(dataset: Dataset) -> list[Slice]:
    """All of it, words, days, both."""
    first = dataset.spec.first_day + timedelta(days=3)
    last = first + timedelta(days=6)
    return [Slice(), Slice(states=("MH", "KA")), Slice(first, last), Slice(first=first, rails=("UPI", "Card"), states=("MH",))]


@pytest.mark.parametrize("name", ["days", "hours", "amounts"])
def test_aggregates_add_up_to_the_payments(dataset: Dataset, name: str) -> None:
    """Payments and fraud of every slice."""
    cube = Cube(dataset)
    for chosen in slices(dataset):
        found = cube.sql(f"SELECT sum(n)::BIGINT AS n, sum(n_fraud)::BIGINT AS f FROM {cube.rows(name, chosen)}").to_pylist()
        counted = f"SELECT count(*) AS n, count(*) FILTER (is_fraud) AS f FROM transactions WHERE {chosen.where()}"
        assert found == dataset.sql(counted).to_pylist() and found[0]["n"] > 0


def test_amounts_stand_in_the_step_that_starts_at_or_below_them(dataset: Dataset) -> None:
    """Steps of 1, 2, 5; exactly at a border as well."""
    cube = Cube(dataset)
    steps = cube.sql("SELECT DISTINCT from_inr FROM cube_amounts ORDER BY 1")["from_inr"].to_pylist()
    assert {f"{step:.0f}".rstrip("0") for step in steps} <= {"1", "2", "5"}
    at = cube.sql("SELECT sum(n)::BIGINT AS n FROM cube_amounts WHERE from_inr >= 500")["n"][0].as_py()
    assert at == dataset.sql("SELECT count(*) AS n FROM transactions WHERE amount_inr >= 500")["n"][0].as_py()


def test_each_case_counts_once(dataset: Dataset) -> None:
    """However many payments, days and places it has."""
    cube = Cube(dataset)
    rows = cube.rows("cases", Slice())
    found = cube.sql(f"SELECT count(DISTINCT fraud_case_id) AS n FROM {rows}")["n"][0].as_py()
    assert found == dataset.sql("SELECT count(*) AS n FROM fraud_cases")["n"][0].as_py() > 0


def test_it_is_made_once_and_kept_until_the_cache_is_cleared(small: Dataset, library: Library) -> None:
    """The next one reads the files; they are no download, and harm nothing."""
    id = library.add(small).id
    counted = "SELECT sum(n)::BIGINT AS n FROM cube_days"
    first = library.cube(id).sql(counted)
    place = library.folder / "datasets" / id / CUBES
    times = {path.name: path.stat().st_mtime_ns for path in place.iterdir()}
    assert {"days.parquet", "hours.parquet", "amounts.parquet", "cases.parquet"} < set(times)
    assert library.cube(id).sql(counted) == first
    assert {path.name: path.stat().st_mtime_ns for path in place.iterdir()} == times
    assert library.entry(id).state == "ok" and library.files(id) == ()
    assert any("aggregates" in one.what for one in clear_cache(library)) and not list(place.iterdir())


def test_one_bank_has_its_own(small: Dataset, library: Library) -> None:
    """Beside those of the whole."""
    id = library.add(small).id
    bank = max(small.banks, key=small.banks.__getitem__)
    seen = library.cube(id, f"bank:{bank}").sql("SELECT sum(n)::BIGINT AS n FROM cube_days")["n"][0].as_py()
    assert seen == small.banks[bank] < len(small.transactions)


def test_a_place_that_cannot_be_written_is_only_slower(small: Dataset, library: Library) -> None:
    """A file stands where the folder belongs."""
    id = library.add(small).id
    (library.folder / "datasets" / id / CUBES).write_text("taken")
    assert library.cube(id).sql("SELECT sum(n)::BIGINT AS n FROM cube_days")["n"][0].as_py() == len(small.transactions)
    assert (library.folder / "datasets" / id / CUBES).is_file()
