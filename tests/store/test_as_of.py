"""Exports as known on a day: nothing that happened later, each payment with what it was taken for then, truth only where asked."""

from datetime import datetime
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest

from synfin_core.errors import SpecError, WrongUse
from synfin_core.run import generate
from synfin_core.schema import TABLES, observable
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.store.formats import FORMATS
from synfin_core.store.library import Library
from synfin_core.store.selection import TIME

DAY, OVER = "2025-01-20", pd.Timestamp("2025-01-21")


@pytest.fixture(scope="module", params=["memory", "library"])
def made(request: pytest.FixtureRequest, dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The dataset as it was made, and as the library keeps it."""
    if request.param == "memory":
        return dataset
    library = Library(tmp_path_factory.mktemp("library"))
    return library.open(library.add(dataset).id)


@pytest.mark.parametrize("layout", ["table", "flat"])
def test_payments_carry_what_they_were_taken_for(made: Dataset, tmp_path: Path, layout: str) -> None:
    """The last label told by the end of the day, in time order; payments of later days are not there."""
    path = made.export(tmp_path / "known.parquet", layout=layout, as_of=DAY)  # type: ignore[arg-type]
    known = pd.read_parquet(path).set_index("transaction_id")
    labels = made.labels.to_pandas().sort_values("labelled_at")
    last = labels[labels.labelled_at < OVER].groupby("transaction_id").label.last().astype(str)
    every = made.transactions.to_pandas()

    assert set(known.index) == set(every.transaction_id[every.transacted_at < OVER])
    assert known.transacted_at.is_monotonic_increasing
    assert known.known_label.dropna().sort_index().to_dict() == last.sort_index().to_dict()
    assert {"fraud"} <= set(last)
    assert 0 < (known.known_label == "fraud").sum() < known.is_fraud.sum()


def test_a_blind_export_knows_labels_but_no_truth(made: Dataset, tmp_path: Path) -> None:
    """All tables that a bank has, as on that day; the card counts what is there."""
    path = made.export(tmp_path / "known.zip", "parquet", layout="linked", truth=False, as_of=DAY)
    with ZipFile(path) as zipped:
        zipped.extractall(tmp_path)
    for name in TABLES:
        if not observable(name):
            assert not (tmp_path / f"{name}.parquet").exists()
            continue
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert tuple(table.column_names) == observable(name) + (("known_label",) if name == "transactions" else ())
        if name in TIME:
            assert 0 < len(table) == sum(instant < OVER for instant in made.table(name).to_arrow()[TIME[name]].to_pylist())
    card = (tmp_path / "card.md").read_text()
    assert f"As known at the end of {DAY}" in card
    assert f"| labels | {len(made.labels(as_of=DAY)):,} |" in card


def test_a_blind_export_without_a_day_has_no_labels(small: Dataset, tmp_path: Path) -> None:
    """Labels would tell what comes later; the sentence says how to have them."""
    with pytest.raises(WrongUse, match=r"'labels' tells fraud from honest; .* as known on a day \(--as-of\)"):
        small.export(tmp_path / "labels.csv", table="labels", truth=False)
    path = small.export(tmp_path / "labels.parquet", table="labels", truth=False, as_of="2025-12-31")
    assert tuple(pq.read_schema(path).names) == observable("labels")


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_can_be_as_of_a_day(small: Dataset, tmp_path: Path, format: str) -> None:
    """One file in each format; a database has the same rows as a table of Parquet."""
    path = small.export(tmp_path / f"known.{format}", as_of=DAY, truth=False)
    assert path.stat().st_size > 0
    if format == "duckdb":
        with duckdb.connect() as connection:
            connection.execute(f"ATTACH '{path}' AS known (READ_ONLY)").fetchall()
            [(rows, last)] = connection.sql("SELECT count(*), max(transacted_at) FROM known.transactions").fetchall()
        assert 0 < rows < len(small.transactions)
        assert last < OVER


def test_a_later_day_knows_more(dataset: Dataset) -> None:
    """Every label that was known stays known, word for word."""
    days = ["2025-01-05", "2025-01-20", "2025-02-10", "2030-01-01"]
    known = [set(map(str, dataset.labels(as_of=day).to_arrow().to_pylist())) for day in days]

    assert all(earlier < later for earlier, later in pairwise(known))
    assert len(known[-1]) == len(dataset.labels)


@pytest.mark.parametrize("day", ["2024-12-31", "soon", 7, "3000-01-01", datetime(2025, 2, 1)])
def test_a_day_that_is_none_is_refused(small: Dataset, tmp_path: Path, day: object) -> None:
    """Before anything is written."""
    with pytest.raises(SpecError, match=r"as_of is .*; a day from 2025-01-01 on, written YYYY-MM-DD, is allowed"):
        small.export(tmp_path / "known.csv", as_of=day)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_the_first_day_follows_the_spec() -> None:
    """A period that was given by its end alone begins with that year."""
    made = generate(Spec(count=2_000, end="2024-03-31", seed=5))  # type: ignore[arg-type]

    made.labels(as_of="2024-01-01")
    with pytest.raises(SpecError, match="a day from 2024-01-01 on"):
        made.labels(as_of="2023-12-31")
