"""A model that is kept scores as it did; one that was tampered with is not loaded."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
import skops.io as sio

from synfin_core.errors import StorageError, WrongUse
from synfin_core.learning.models import Type, scores_of
from synfin_core.learning.registry import CARD, MODEL, RECORD, TRUSTED, Kept, Registry
from synfin_core.learning.split import Sides
from synfin_core.learning.train import Trained, train
from synfin_core.store.dataset import Dataset


@pytest.fixture
def kept(trained: Trained, dataset: Dataset, tmp_path: Path) -> Kept:
    """The default model in a library of its own."""
    return Registry(tmp_path).keep(trained, dataset, "first", ("small",))


def test_it_scores_as_before(kept: Kept, trained: Trained, sides: Sides, tmp_path: Path) -> None:
    """To the same bits, found by name or by id."""
    loaded = Registry(tmp_path).load("first")
    matrix = trained.encoding.matrix(sides.test.features)
    np.testing.assert_array_equal(loaded.encoding.matrix(sides.test.features), matrix)
    np.testing.assert_array_equal(scores_of(loaded.model, matrix), scores_of(trained.model, matrix))
    assert Registry(tmp_path).get(kept.id).record["tags"] == ["small"]


@pytest.mark.parametrize("kind", ["random-forest", "logistic", "isolation-forest"])
def test_every_kind_is_made_of_trusted_types(sides: Sides, dataset: Dataset, kind: Type, tmp_path: Path) -> None:
    """The list of types is fixed and short."""
    model = train(sides, kind, names=("amount_inr", "hour", "rail"), honest_a_fraud=3)
    registry = Registry(tmp_path)
    assert registry.load(registry.keep(model, dataset).id).kept.record["type"] == kind


def test_a_changed_file_is_refused(kept: Kept, tmp_path: Path) -> None:
    """One byte is enough."""
    path = kept.folder / MODEL
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    with pytest.raises(StorageError, match="was changed since it was kept"):
        Registry(tmp_path).load("first")


def test_a_file_of_other_types_is_refused(kept: Kept, tmp_path: Path) -> None:
    """Also when its record was changed to fit."""
    path = kept.folder / MODEL
    sio.dump(Path.exists, path)
    record = kept.record | {"sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    (kept.folder / RECORD).write_text(json.dumps(record), "utf-8")
    with pytest.raises(StorageError, match="types that are not allowed"):
        Registry(tmp_path).load("first")


def test_a_model_of_other_features_is_refused(kept: Kept, tmp_path: Path) -> None:
    """Its numbers would mean something else."""
    (kept.folder / RECORD).write_text(json.dumps(kept.record | {"features_hash": "of old"}), "utf-8")
    with pytest.raises(StorageError, match="features of another version"):
        Registry(tmp_path).load("first")


def test_the_card_says_what_it_is_worth(kept: Kept) -> None:
    """Figures with intervals, baselines, every typology, and whom it must not decide about."""
    text = (kept.folder / CARD).read_text("utf-8")
    assert "average precision" in text and "always honest" in text and "must not decide about real people" in text
    assert all(f"| {name} |" in text for name in kept.record["metrics"]["by_typology"])


def test_the_promoted_model_is_the_one_that_scores(kept: Kept, tmp_path: Path) -> None:
    """The last one promoted, until it is deleted."""
    registry = Registry(tmp_path)
    assert registry.promoted() is None
    registry.promote("first")
    assert registry.promoted() == registry.get(kept.id)
    registry.delete("first")
    assert registry.promoted() is None


def test_a_deleted_model_is_gone(kept: Kept, tmp_path: Path) -> None:
    """And asking for it says so."""
    registry = Registry(tmp_path)
    registry.delete(kept.id)
    assert registry.list() == ()
    with pytest.raises(WrongUse, match="no models are called 'first'"):
        registry.get("first")


def test_nothing_that_runs_code_is_trusted() -> None:
    """No type that calls what it is given by name."""
    assert not {"builtins.eval", "builtins.exec", "os.system", "operator.methodcaller"} & set(TRUSTED)
