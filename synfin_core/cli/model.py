"""`synfinance model`: train on a dataset of the library, keep, compare, score.

What the commands do lies in `learned`, which is imported when one is called: scikit-learn takes a second to start.
"""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from synfin_core.cli import options
from synfin_core.cli.completion import dataset_ids
from synfin_core.cli.groups import group
from synfin_core.errors import WrongUse

EXAMPLES = """
Examples:

  synfinance model train 0123456789ab --type hist-gradient-boosting --name first

  synfinance model train --data train.csv --output model --type random-forest

  synfinance model optimize 0123456789ab --type random-forest --search bayesian --trials 20

  synfinance model list

  synfinance model show first

  synfinance model compare first second

  synfinance model evaluate first 89ab01234567

  synfinance model predict first 89ab01234567 --output scores.parquet

  synfinance model predict model later.csv --output scores.csv

  synfinance model explain first 89ab01234567 4503599627370496

  synfinance model promote first

  synfinance model delete second
"""
DatasetId = Annotated[str, typer.Argument(help="Id of a dataset of the library.", metavar="DATASET", autocompletion=dataset_ids)]
OptionalId = Annotated[
    str | None, typer.Argument(help="Id of a dataset of the library.", metavar="[DATASET]", autocompletion=dataset_ids)
]
OwnData = Annotated[
    Path | None, typer.Option(help="CSV or Parquet with transaction_id, transacted_at, amount_inr, is_fraud.", metavar="FILE")
]
OwnModel = Annotated[Path | None, typer.Option(help="Folder for a model of --data.", metavar="FOLDER")]
ModelId = Annotated[str, typer.Argument(help="Id or name of a model, as 'synfinance model list' shows it.", metavar="MODEL")]
ModelIds = Annotated[list[str], typer.Argument(help="Ids or names of models.", metavar="MODEL...")]
TypeWord = Annotated[
    Literal["hist-gradient-boosting", "random-forest", "logistic", "isolation-forest", "voting", "stacking"],
    typer.Option("--type", help="What kind of model."),
]
SplitWord = Annotated[
    Literal["time", "random", "customer", "case"],
    typer.Option("--split", help="What is kept for the test: the end of the period, or a part of payments, customers or cases."),
]
TestShare = Annotated[float, typer.Option(help="Share that is kept for the test.", metavar="SHARE")]
GapDays = Annotated[float, typer.Option(help="Days left out before the test, for labels to come in.", metavar="DAYS")]
Seed = Annotated[int, typer.Option(help="Same seed, same model.", metavar="N")]
Weight = Annotated[
    Literal["own", "none", "balanced"], typer.Option("--class-weight", help="The type's own weights, none, or both classes alike.")
]
CalibrationWord = Annotated[
    Literal["none", "sigmoid", "isotonic"],
    typer.Option("--calibration", help="Make scores into chances, on a later slice of training."),
]
SelectionWord = Annotated[
    Literal["none", "rfe", "l1", "correlation"], typer.Option("--selection", help="Take fewer features, chosen by this.")
]
MostFeatures = Annotated[int, typer.Option(help="Features that --selection leaves at most.", metavar="N")]
Strangeness = Annotated[bool, typer.Option("--strangeness", help="One more column: how odd an isolation forest finds a payment.")]
TunedType = Annotated[
    Literal["hist-gradient-boosting", "random-forest", "logistic", "isolation-forest"],
    typer.Option("--type", help="What kind of model."),
]
SearchWord = Annotated[Literal["grid", "random", "bayesian"], typer.Option("--search", help="How settings are looked for.")]
Trials = Annotated[int, typer.Option(help="Settings that are tried.", metavar="N")]
Folds = Annotated[int, typer.Option(help="Later parts of training on which each is held, in the order of time.", metavar="N")]
Tags = Annotated[str | None, typer.Option(help="Words to find it by.", metavar="A,B")]

models = group("Models that learn who is a thief, and what they are worth; they are kept in the library.", EXAMPLES)


@models.command(epilog=EXAMPLES)
def train(
    dataset: OptionalId = None,
    data: OwnData = None,
    output: OwnModel = None,
    type: TypeWord = "hist-gradient-boosting",
    split: SplitWord = "time",
    test_share: TestShare = 0.3,
    gap_days: GapDays = 7.0,
    seed: Seed = 0,
    class_weight: Weight = "own",
    calibration: CalibrationWord = "none",
    selection: SelectionWord = "none",
    most_features: MostFeatures = 40,
    strangeness: Strangeness = False,
    name: options.Name = None,
    tags: Tags = None,
    quiet: options.Quiet = False,
    shelf: options.Shelf = None,
    json: options.Json = False,
) -> None:
    """Train one model on a dataset, or on a CSV or Parquet file of your own; hold it against later payments, and keep it."""
    if (dataset is None) == (data is None):
        raise WrongUse("'synfinance model train' needs a dataset of the library or --data FILE, one of the two.")
    asked = {"dataset": dataset, "type": type, "split": split, "test_share": test_share, "gap_days": gap_days, "seed": seed}
    asked |= {"class_weight": class_weight, "calibration": calibration, "selection": selection}
    asked |= {"most_features": most_features, "strangeness": strangeness}
    if data is not None:
        import_module("synfin_core.cli.learned_file").train_on_file(data, output, asked, json, quiet)
        return
    _learned().train_model(shelf, asked, name, options.words(tags), json, quiet)


@models.command(epilog=EXAMPLES)
def optimize(
    dataset: DatasetId,
    type: TunedType = "hist-gradient-boosting",
    search: SearchWord = "bayesian",
    trials: Trials = 20,
    folds: Folds = 3,
    test_share: TestShare = 0.3,
    gap_days: GapDays = 7.0,
    seed: Seed = 0,
    name: options.Name = None,
    tags: Tags = None,
    quiet: options.Quiet = False,
    shelf: options.Shelf = None,
    json: options.Json = False,
) -> None:
    """Look for the settings that do best on later parts of training, train with them, and keep the model."""
    asked = {"dataset": dataset, "type": type, "test_share": test_share, "gap_days": gap_days, "seed": seed}
    hunt = {"search": search, "trials": trials, "folds": folds}
    _learned().train_model(shelf, asked, name, options.words(tags), json, quiet, hunt)


@models.command("list", epilog=EXAMPLES)
def list_all(shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Every model, newest first."""
    _learned().list_models(shelf, json)


@models.command(epilog=EXAMPLES)
def show(model: ModelId, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """The card of one model."""
    _learned().show_model(shelf, model, json)


@models.command(epilog=EXAMPLES)
def compare(models: ModelIds, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """The figures of several models side by side."""
    _learned().compare_models(shelf, models, json)


@models.command(epilog=EXAMPLES)
def evaluate(model: ModelId, dataset: DatasetId, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Hold a model against all payments of a dataset."""
    _learned().evaluate_model(shelf, model, dataset, json)


@models.command(epilog=EXAMPLES)
def predict(
    model: ModelId,
    dataset: DatasetId,
    output: options.Output,
    overwrite: options.Overwrite = False,
    shelf: options.Shelf = None,
    json: options.Json = False,
) -> None:
    """Write the score of every payment of a dataset, as CSV or Parquet."""
    _learned().predict(shelf, model, dataset, output, overwrite, json)


@models.command(epilog=EXAMPLES)
def explain(
    model: ModelId,
    dataset: DatasetId,
    payment: Annotated[int, typer.Argument(help="Its transaction_id.", metavar="PAYMENT")],
    shelf: options.Shelf = None,
    json: options.Json = False,
) -> None:
    """Why one payment has its score."""
    _learned().explain_payment(shelf, model, dataset, payment, json)


@models.command(epilog=EXAMPLES)
def promote(model: ModelId, shelf: options.Shelf = None) -> None:
    """Make a model the one that scores."""
    _learned().promote_model(shelf, model)


@models.command(epilog=EXAMPLES)
def delete(models: ModelIds, shelf: options.Shelf = None) -> None:
    """Take models away."""
    _learned().delete_models(shelf, models)


def _learned() -> Any:
    return import_module("synfin_core.cli.learned")
