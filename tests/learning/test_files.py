"""Features as files say the same in every format, and explain themselves."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from synfin_core.errors import WrongUse
from synfin_core.features.glossary import FEATURES
from synfin_core.learning.examples import Examples
from synfin_core.learning.files import write_features
from synfin_core.schema import TRANSACTIONS
from synfin_core.store.dataset import Dataset

READERS = {
    "csv": pd.read_csv,
    "parquet": pd.read_parquet,
    "jsonl": lambda path: pd.read_json(path, lines=True),
    "npz": lambda path: pd.DataFrame(dict(np.load(path, allow_pickle=False))),
}


@pytest.mark.parametrize("format", READERS)
def test_a_file_holds_what_was_made(dataset: Dataset, examples: Examples, tmp_path: Path, format: str) -> None:
    """Row for row, with the truth beside; NumPy files need no pickle."""
    path, _ = write_features(dataset, tmp_path / f"features.{format}")
    table = READERS[format](path)
    assert len(table) == len(examples)
    np.testing.assert_array_equal(table["transaction_id"], examples.features["transaction_id"].to_numpy())
    np.testing.assert_array_equal(table["is_fraud"].astype(bool), examples.is_fraud)
    np.testing.assert_allclose(table["paid_inr_30d"], examples.features["paid_inr_30d"].to_numpy(), rtol=1e-5)
    assert table["rail"].tolist() == examples.features["rail"].to_pylist()


def test_the_metadata_explains_every_feature(dataset: Dataset, tmp_path: Path) -> None:
    """Unit, window, meaning and sources of each, and the data that they are of."""
    _, beside = write_features(dataset, tmp_path / "features.parquet")
    told = json.loads(beside.read_text("utf-8"))
    assert [one["name"] for one in told["features"]] == [feature.name for feature in FEATURES]
    assert told["rows"] == 30_000
    assert told["fingerprint"] == dataset.manifest["fingerprints"]["transactions"]


def test_a_blind_file_has_no_truth(dataset: Dataset, tmp_path: Path) -> None:
    """No column of the glossary that is marked as truth."""
    path, _ = write_features(dataset, tmp_path / "features.parquet", truth=False)
    truth = {column.name for column in TRANSACTIONS if column.truth}
    assert not truth & set(pd.read_parquet(path).columns)


def test_a_format_that_is_none_is_refused(dataset: Dataset, tmp_path: Path) -> None:
    """Before anything is made."""
    with pytest.raises(WrongUse, match="features are written as csv, jsonl, parquet, npz"):
        write_features(dataset, tmp_path / "features.xls")
