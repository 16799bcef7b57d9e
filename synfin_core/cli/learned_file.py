"""What `synfinance model` does with files of the user's own: learn from one, keep the model in a folder, score another."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from synfin_core.cli.report import as_json
from synfin_core.cli.targets import refuse_early
from synfin_core.errors import WrongUse
from synfin_core.learning.card import figure_lines
from synfin_core.learning.files import writer_of
from synfin_core.learning.metrics import evaluate
from synfin_core.learning.models import scores_of
from synfin_core.learning.own_file import examples_of_own, names_of, read_own, sides_of_own, told_of
from synfin_core.learning.recipe import Recipe
from synfin_core.learning.registry import RECORD, kept_in, read, write
from synfin_core.learning.train import train
from synfin_core.store.export import whole

_RECIPE = ("class_weight", "calibration", "selection", "most_features", "strangeness")


def train_on_file(data: Path, output: Path | None, asked: Mapping[str, Any], json: bool, quiet: bool) -> None:
    """Learn from the file's columns, hold the model against its later payments, and write it as a folder."""
    if output is None:
        raise WrongUse("--data needs --output as well: the folder in which the model is kept.")
    if output.exists():
        raise WrongUse(f"{output} exists already; --output names a folder that is not there yet.")
    if asked["split"] != "time":
        raise WrongUse(f"--split is {asked['split']}; a file is split by time.")
    table = read_own(data)
    sides = sides_of_own(examples_of_own(table), asked["test_share"], asked["gap_days"])
    recipe = Recipe(**{name: asked[name] for name in _RECIPE})
    trained = train(sides, asked["type"], names=names_of(table), seed=asked["seed"], recipe=recipe)
    write(trained, output, {"id": output.name, "name": output.name, "tags": [], "data": told_of(data, table)})
    record = kept_in(output).record
    if json:
        print(as_json(record))
    elif not quiet:
        print(
            "\n".join([f"{output}: {record['type']}", *figure_lines(record), *(f"beware: {said}" for said in record["warnings"])])
        )


def is_folder(model: str) -> bool:
    """Whether a model is named by the folder that it was written to."""
    return (Path(model) / RECORD).is_file()


def predict_file(model: str, data: str, output: Path, overwrite: bool, json: bool) -> None:
    """Write the score of every payment of a file."""
    refuse_early(output, overwrite)
    loaded, table = read(kept_in(Path(model))), read_own(Path(data), labelled=False)
    scores = pa.array(scores_of(loaded.model, loaded.encoding.matrix(table)))
    scored = table.select(["transaction_id", "transacted_at"]).append_column("score", scores)
    with whole(output, overwrite) as unfinished:
        rows = writer_of(output)(iter([scored]), unfinished)
    print(as_json({"file": str(output), "rows": rows}) if json else f"{output}: {rows:,} scores")


def evaluate_on_file(model: str, data: str, json: bool) -> None:
    """Figures on all payments of a file."""
    loaded, examples = read(kept_in(Path(model))), examples_of_own(read_own(Path(data)))
    found = evaluate(examples, scores_of(loaded.model, loaded.encoding.matrix(examples.features)))
    print(as_json(found) if json else "\n".join([model, *figure_lines({"metrics": found, "baselines": {}})]))
