"""Scores of all payments of a dataset as a file, batch by batch in time order."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from synfin_core.errors import WrongUse
from synfin_core.features.state import KEYS
from synfin_core.features.stream import stream_features
from synfin_core.learning.files import write_csv, write_parquet
from synfin_core.learning.models import scores_of
from synfin_core.learning.registry import Loaded
from synfin_core.store.dataset import Dataset
from synfin_core.store.export import whole

_WRITERS = {".csv": write_csv, ".parquet": write_parquet}


def write_scores(loaded: Loaded, dataset: Dataset, path: Path, overwrite: bool = False) -> int:
    """Write transaction_id, transacted_at and score of every payment; returns how many."""
    write = _WRITERS.get(path.suffix.casefold())
    if write is None:
        raise WrongUse(f"{path.name}: scores are written as {', '.join(_WRITERS)}; end the name so.")
    with whole(path, overwrite) as unfinished:
        return write(score(loaded, dataset), unfinished)


def score(loaded: Loaded, dataset: Dataset) -> Iterator[pa.Table]:
    """Keys and score of the payments of each batch."""
    for features in stream_features(dataset):
        scores = scores_of(loaded.model, loaded.encoding.matrix(features))
        yield features.select(list(KEYS)).append_column("score", pa.array(scores))
