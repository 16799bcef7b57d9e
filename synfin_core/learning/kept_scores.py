"""Scores of all payments of a dataset by a kept model: made once, kept beside the model, and read by payment."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import ArrayLike

from synfin_core.errors import Cancelled
from synfin_core.learning.files import write_parquet
from synfin_core.learning.registry import Kept, Loaded
from synfin_core.learning.scores import score
from synfin_core.store.dataset import Dataset
from synfin_core.store.export import whole

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Standing:
    """The highest score among some payments, 0-1, and the share of all payments of the dataset that score less."""

    score: float
    above: float


def path_of(kept: Kept, dataset: Dataset) -> Path:
    """Where the scores of a dataset lie; another fingerprint has another place."""
    return kept.folder / f"scores-{dataset.manifest['fingerprints']['transactions'][:16]}.parquet"


def keep_scores(loaded: Loaded, dataset: Dataset, progress: Progress, cancelled: Callable[[], bool]) -> int:
    """Score every payment and keep the scores; returns how many."""
    with whole(path_of(loaded.kept, dataset), overwrite=True) as unfinished:
        return write_parquet(_watched(score(loaded, dataset), len(dataset.transactions), progress, cancelled), unfinished)


def kept_scores(kept: Kept, dataset: Dataset) -> pa.Table | None:
    """transaction_id, transacted_at and score of every payment; None where the model has not scored this dataset."""
    path = path_of(kept, dataset)
    return pq.read_table(path) if path.is_file() else None


def scored_now(loaded: Loaded, dataset: Dataset) -> pa.Table:
    """The same of a small dataset, at once."""
    return pa.concat_tables(score(loaded, dataset))


def standing(scores: pa.Table, payments: ArrayLike) -> Standing | None:
    """How the highest of these payments stands among all; None where none of them has a score."""
    values = scores["score"].to_numpy()
    mine = values[np.isin(scores["transaction_id"].to_numpy(), np.asarray(payments))]
    return Standing(float(mine.max()), float((values < mine.max()).mean())) if len(mine) else None


def _watched(tables: Iterable[pa.Table], total: int, progress: Progress, cancelled: Callable[[], bool]) -> Iterator[pa.Table]:
    done = 0
    for table in tables:
        if cancelled():
            raise Cancelled(f"stopped after the scores of {done:,} of {total:,} payments; none were kept.")
        done += table.num_rows
        progress(done, total)
        yield table
