"""Models that were kept: `<library>/models/<id>/`, with the model as a skops file of a fixed list of types, never a pickle."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from tempfile import mkdtemp
from typing import Any

import numpy as np
import skops.io as sio
from skops.io.exceptions import UntrustedTypesFoundException

from synfin_core import __version__
from synfin_core.errors import StorageError, WrongUse
from synfin_core.features.glossary import FEATURES
from synfin_core.learning.card import card
from synfin_core.learning.encoding import Encoding, Matrix
from synfin_core.learning.train import Trained
from synfin_core.schema import SCHEMA_VERSION
from synfin_core.settings.in_force import current
from synfin_core.store.dataset import Dataset
from synfin_core.store.export import whole
from synfin_core.store.failures import told_as_storage_error

TRUSTED = (
    "functools.partial",
    "numpy.dtype",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.tree._tree.Tree",
    "sklearn.utils._bunch.Bunch",
    "sklearn.utils.validation.check_array",
    "synfin_core.learning.strangeness.Strangeness",
)
MODEL, RECORD, CARD, PROMOTED = "model.skops", "model.json", "card.md", "promoted"
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Kept:
    """What the registry knows of one model."""

    id: str
    folder: Path
    record: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Loaded:
    """A model ready to score, with the encoding that it was trained on."""

    kept: Kept
    model: Any
    encoding: Encoding
    typical: Matrix


class Registry:
    """Models of the library under `library`, else where the settings say."""

    def __init__(self, library: Path | None = None) -> None:
        self.folder = (Path(library) if library else current().library.folder) / "models"

    def list(self) -> "tuple[Kept, ...]":
        """Every model, newest first."""
        folders = self.folder.glob(f"*/{RECORD}") if self.folder.is_dir() else ()
        found = (kept_in(path.parent) for path in folders if not path.parent.name.startswith("."))
        return tuple(sorted(found, key=lambda kept: kept.record["created_at"], reverse=True))

    def get(self, id: str) -> Kept:
        """One model, by its id or by a name that only one model has."""
        found = [kept for kept in self.list() if id in (kept.id, kept.record["name"])]
        if len(found) != 1:
            raise WrongUse(f"{len(found) or 'no'} models are called {id[:40]!r}; 'synfinance model list' shows the ids there are.")
        return found[0]

    def keep(self, trained: Trained, dataset: Dataset, name: str | None = None, tags: tuple[str, ...] = ()) -> Kept:
        """Keep a model with its record and its card: whole, or not at all."""
        id = token_hex(6)
        told = {"id": id, "name": (name or "").strip()[:_LONGEST_NAME] or f"{trained.kind} {id}", "tags": list(tags)}
        write(trained, self.folder / id, told | {"features_hash": features_hash(), "data": _data(dataset)})
        return self.get(id)

    def load(self, id: str) -> Loaded:
        """The model itself; StorageError when its file was changed, holds other types, or is of other features."""
        kept = self.get(id)
        if kept.record["features_hash"] != features_hash():
            raise StorageError(f"model {kept.id} was trained on features of another version; train it again.")
        return read(kept)

    def promote(self, id: str) -> Kept:
        """Make it the model that scores: the one of `promoted`."""
        kept = self.get(id)
        with whole(self.folder / PROMOTED, overwrite=True) as unfinished:
            unfinished.write_text(kept.id, "utf-8")
        return kept

    def promoted(self) -> Kept | None:
        """The model that was promoted last; None when none was, or it was deleted."""
        path = self.folder / PROMOTED
        id = path.read_text("utf-8").strip() if path.is_file() else ""
        folder = self.folder / id
        return kept_in(folder) if id.isalnum() and (folder / RECORD).is_file() else None

    def tag(self, id: str, tags: tuple[str, ...]) -> Kept:
        """Give it other tags in place of those it has."""
        kept = self.get(id)
        with whole(kept.folder / RECORD, overwrite=True) as unfinished:
            unfinished.write_text(json.dumps(kept.record | {"tags": list(tags)}, indent=1), "utf-8")
        return self.get(id)

    def delete(self, id: str) -> None:
        """Take a model away; one that was promoted scores no more."""
        kept = self.get(id)
        gone = self.folder / f".{kept.id}-{token_hex(4)}.deleted"
        with told_as_storage_error(kept.folder):
            kept.folder.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def write(trained: Trained, folder: Path, told: dict[str, Any]) -> None:
    """Write a model with its record, `told` among it, and its card as a folder that is not there yet: whole, or not at all."""
    with told_as_storage_error(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        with told_as_storage_error(unfinished):
            sio.dump(trained.model, unfinished / MODEL)
            made = {"created_at": datetime.now(UTC).isoformat(timespec="seconds"), "sha256": _digest(unfinished / MODEL)}
            record = _record(trained) | told | made
            (unfinished / RECORD).write_text(json.dumps(record, indent=1), "utf-8")
            (unfinished / CARD).write_text(card(record), "utf-8")
            unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def kept_in(folder: Path) -> Kept:
    """The model of a folder, by its record."""
    try:
        return Kept(folder.name, folder, json.loads((folder / RECORD).read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise StorageError(f"{folder / RECORD} cannot be read: {error}.") from error


def read(kept: Kept) -> Loaded:
    """The model of a folder, ready to score; StorageError when its file was changed or holds other types."""
    path = kept.folder / MODEL
    with told_as_storage_error(path):
        if _digest(path) != kept.record["sha256"]:
            raise StorageError(f"model {kept.id} was changed since it was kept; train it again.")
    try:
        model = sio.load(path, trusted=list(TRUSTED))
    except UntrustedTypesFoundException as error:
        raise StorageError(f"model {kept.id} holds types that are not allowed in a model; it is not loaded.") from error
    told = kept.record["encoding"]
    encoding = Encoding(tuple(told["names"]), {name: tuple(words) for name, words in told["words"].items()})
    return Loaded(kept, model, encoding, np.array(kept.record["typical"], np.float32))


def features_hash() -> str:
    """Changes when a feature comes, goes, or means something else."""
    said = [(feature.name, feature.unit, feature.window, feature.meaning) for feature in FEATURES]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _record(trained: Trained) -> dict[str, Any]:
    return {
        "type": trained.kind,
        "engine_version": __version__,
        "schema_version": SCHEMA_VERSION,
        "parameters": trained.parameters,
        "metrics": trained.metrics,
        "baselines": trained.baselines,
        "warnings": list(trained.warnings),
        "encoding": trained.encoding.as_dict(),
        "importance": trained.importance,
        "typical": [None if np.isnan(value) else float(value) for value in trained.typical],
    }


def _data(dataset: Dataset) -> dict[str, Any]:
    """What a record says of a dataset."""
    told = dataset.manifest
    return {
        "id": told.get("id"),
        "name": told.get("name"),
        "spec": told["spec"],
        "fingerprint": told["fingerprints"]["transactions"],
    }


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
