"""A user's own file is learned from as it is, or refused in one sentence that says what is wrong with it."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq
import pytest

from synfin_core.cli import main
from synfin_core.errors import SynfinError
from synfin_core.learning.own_file import names_of, read_own
from synfin_core.schema import TRANSACTIONS
from synfin_core.store.dataset import Dataset

TRUTH = {column.name for column in TRANSACTIONS if column.truth}


@pytest.fixture(scope="module")
def flat(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flat view with the truth, as CSV."""
    return dataset.export(tmp_path_factory.mktemp("own") / "train.csv")


def test_a_flat_file_is_learned_from_and_another_scored(
    flat: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command as users know it; the model scores a file, also one without labels, and beats the base rate three times over."""
    monkeypatch.chdir(tmp_path)
    blind = read_own(flat).drop_columns(["is_fraud"])
    pq.write_table(blind, "later.parquet")

    assert main(["model", "train", "--data", str(flat), "--output", "model", "--type", "random-forest"]) == 0
    assert "average precision" in capsys.readouterr().out
    assert main(["model", "evaluate", "model", str(flat), "--json"]) == 0
    assert main(["model", "predict", "model", "later.parquet", "--output", "scores.csv"]) == 0
    scores = pc_csv.read_csv("scores.csv")
    assert scores["transaction_id"].equals(blind["transaction_id"])
    fraud = read_own(flat)["is_fraud"]
    means = [pc.mean(pc.filter(scores["score"], mask)).as_py() for mask in (fraud, pc.invert(fraud))]
    assert means[0] > 3 * means[1]


def test_no_column_of_truth_and_no_id_is_learned_from(flat: Path) -> None:
    """Whatever the file holds."""
    names = names_of(read_own(flat))

    assert "amount_inr" in names and "category" in names
    assert not TRUTH & set(names) and not [name for name in names if name.endswith("_id")]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda table: table.drop_columns(["is_fraud"]), "has no column 'is_fraud'"),
        (lambda table: table.drop_columns(["amount_inr"]), "has no column 'amount_inr'"),
        (lambda table: _with(table, "amount_inr", "much"), "column 'amount_inr' holds string; double is needed"),
        (lambda table: _with(table, "amount_inr", float("inf")), "amount_inr is no finite number"),
        (lambda table: _with(table, "amount_inr", float("nan")), "amount_inr is no finite number"),
        (lambda table: _with(table, "is_fraud", None), "column 'is_fraud' is empty"),
        (lambda table: table.slice(0, 0), "has no rows"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(flat: Path, tmp_path: Path, spoil: object, said: str) -> None:
    """Missing, of another type, without end, empty."""
    path = tmp_path / "own.parquet"
    pq.write_table(spoil(read_own(flat)), path)  # type: ignore[operator]
    with pytest.raises(SynfinError, match=said):
        read_own(path)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--data", "nothing.csv", "--output", "m"], "there is no such file"),
        (["--data", "train.txt", "--output", "m"], "are allowed"),
        (["--data", "train.csv"], "--data needs --output as well"),
        ([], "needs a dataset of the library or --data FILE"),
        (["0123456789ab", "--data", "train.csv", "--output", "m"], "one of the two"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On stderr, with an exit code that means it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "train.txt").write_text("a\n")

    assert main(["model", "train", *words]) in (1, 2)
    assert said in capsys.readouterr().err


def _with(table: pa.Table, name: str, value: object) -> pa.Table:
    """The table with one value in all cells of a column."""
    return table.set_column(table.column_names.index(name), name, pa.array([value] * table.num_rows))
