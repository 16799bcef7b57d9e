"""What the commands of `synfinance model` do: call, print."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from synfin_core.cli.learned_file import evaluate_on_file, is_folder, predict_file
from synfin_core.cli.progress import progress_bar
from synfin_core.cli.report import as_json
from synfin_core.cli.stopping import stoppable
from synfin_core.cli.targets import refuse_early
from synfin_core.features.stream import features_of_payment
from synfin_core.learning.card import figure_lines
from synfin_core.learning.course import Course, Hunt, take
from synfin_core.learning.examples import examples_of
from synfin_core.learning.explain import reasons
from synfin_core.learning.metrics import evaluate
from synfin_core.learning.models import scores_of
from synfin_core.learning.registry import CARD, Kept, Registry
from synfin_core.learning.scores import write_scores
from synfin_core.store.library import Library


def train_model(
    shelf: Path | None,
    asked: Mapping[str, Any],
    name: str | None,
    tags: tuple[str, ...],
    json: bool,
    quiet: bool,
    hunt: Mapping[str, Any] | None = None,
) -> None:
    """Train, after a search when there is a `hunt`; keep, tell."""
    with stoppable() as stopped, progress_bar(hidden=json or quiet) as progress:
        kept = take(Course(**asked), shelf, name, tags, progress, stopped, Hunt(**hunt) if hunt else None)
    if json:
        print(as_json(kept.record))
    elif not quiet:
        print("\n".join([_line(kept), *figure_lines(kept.record), *_warned(kept)]))


def list_models(shelf: Path | None, json: bool) -> None:
    """A line each."""
    registry = Registry(shelf)
    kept = registry.list()
    if json:
        print(as_json([one.record for one in kept]))
    else:
        print("\n".join(map(_line, kept)) or f"no model in {registry.folder} yet; make one with 'synfinance model train'")


def show_model(shelf: Path | None, model: str, json: bool) -> None:
    """The card, or the record."""
    kept = Registry(shelf).get(model)
    print(as_json(kept.record) if json else (kept.folder / CARD).read_text("utf-8"), end="\n" if json else "")


def compare_models(shelf: Path | None, models: list[str], json: bool) -> None:
    """Figures of each."""
    kept = [Registry(shelf).get(model) for model in models]
    if json:
        print(as_json({one.id: one.record["metrics"] for one in kept}))
    else:
        print("\n\n".join("\n".join([_line(one), *figure_lines(one.record)]) for one in kept))


def evaluate_model(shelf: Path | None, model: str, dataset: str, json: bool) -> None:
    """Figures on all payments of a dataset, or of a file where the model lies in a folder."""
    if is_folder(model):
        evaluate_on_file(model, dataset, json)
        return
    loaded, examples = Registry(shelf).load(model), examples_of(Library(shelf).open(dataset))
    found = evaluate(examples, scores_of(loaded.model, loaded.encoding.matrix(examples.features)))
    print(as_json(found) if json else "\n".join([_line(loaded.kept), *figure_lines({"metrics": found, "baselines": {}})]))


def predict(shelf: Path | None, model: str, dataset: str, output: Path, overwrite: bool, json: bool) -> None:
    """Scores of all payments of a dataset, or of a file where the model lies in a folder."""
    if is_folder(model):
        predict_file(model, dataset, output, overwrite, json)
        return
    refuse_early(output, overwrite)
    rows = write_scores(Registry(shelf).load(model), Library(shelf).open(dataset), output, overwrite)
    print(as_json({"file": str(output), "rows": rows}) if json else f"{output}: {rows:,} scores")


def explain_payment(shelf: Path | None, model: str, dataset: str, payment: int, json: bool) -> None:
    """The score, and the features that raise it most."""
    loaded = Registry(shelf).load(model)
    row = features_of_payment(Library(shelf).open(dataset), payment)
    [score] = scores_of(loaded.model, loaded.encoding.matrix(row)).tolist()
    found = reasons(loaded.model, loaded.encoding, loaded.typical, row)
    if json:
        print(as_json({"transaction_id": payment, "score": score, "reasons": [vars(reason) for reason in found]}))
    else:
        print("\n".join([f"score {score:.4f}", *(f"+{one.effect:.4f}  {one.name} = {one.value}: {one.meaning}" for one in found)]))


def promote_model(shelf: Path | None, model: str) -> None:
    """From now on it scores."""
    print(f"{Registry(shelf).promote(model).id}: promoted")


def delete_models(shelf: Path | None, models: list[str]) -> None:
    """Take each away."""
    for model in models:
        Registry(shelf).delete(model)
        print(f"{model}: deleted")


def _line(kept: Kept) -> str:
    record = kept.record
    day = record["created_at"][:16].replace("T", " ")
    precision = record["metrics"]["average_precision"]["value"]
    return f"{kept.id}  {day}  {record['type']}  average precision {precision:.4f}  {record['name']}"


def _warned(kept: Kept) -> list[str]:
    return [f"beware: {said}" for said in kept.record["warnings"]]
