"""The commands and what they say about themselves."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

import synfin_core
from synfin_core.cli import options
from synfin_core.cli.analytics import analytics
from synfin_core.cli.batch import run_batch
from synfin_core.cli.config import config
from synfin_core.cli.database import databases
from synfin_core.cli.dataset import datasets
from synfin_core.cli.features import generate_features
from synfin_core.cli.fraud import frauds
from synfin_core.cli.generate import Shown, generate, generate_dataset
from synfin_core.cli.groups import Commands, Group, explain_alone, group
from synfin_core.cli.model import models
from synfin_core.cli.quality import quality
from synfin_core.cli.serve import served
from synfin_core.cli.studio import start_studio
from synfin_core.cli.system import system
from synfin_core.store.library import Library
from synfin_core.store.one_bank import ECOSYSTEM

EXAMPLES = """
Examples:

  synfinance generate transactions --output data.parquet --count 1000000 --fraud-rate 0.01 --seed 7

  synfinance generate transactions --output south --format csv,parquet --states Kerala,TN --days 90

  synfinance generate transactions --output known.csv --as-of 2025-02-15 --blind

  synfinance generate transactions --output hdfc.csv --view bank:HDFC --blind

  synfinance generate customers --output people.csv --customers 5000

  synfinance generate merchants --output shops.csv --states Goa

  synfinance generate dataset --name first --count 1000000 --seed 7

  synfinance generate features --output features.parquet --count 200000

  synfinance dataset list

  synfinance model train 0123456789ab

  synfinance batch runs.yaml

  synfinance quality check data.csv

  synfinance analytics report 0123456789ab --output analytics.html

  synfinance config show

  synfinance serve

  synfinance system health

  synfinance studio

  synfinance --install-completion
"""
TABLES = {
    "transactions": "Payments, one row an attempt, in time order.",
    "customers": "The people and sole traders who pay.",
    "merchants": "The shops and companies that are paid.",
}

app = Commands(
    help="Synthetic Indian payments with fraud in them.",
    epilog=EXAMPLES,
    cls=Group,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
tables = group("Make a dataset and write one of its tables, or keep all of it in the library.", EXAMPLES)
app.add_typer(tables, name="generate")
app.add_typer(datasets, name="dataset")
app.add_typer(databases, name="database")
app.add_typer(frauds, name="fraud")
app.add_typer(models, name="model")
app.add_typer(config, name="config")
app.add_typer(quality, name="quality")
app.add_typer(analytics, name="analytics")
app.add_typer(served, name="serve")
app.add_typer(system, name="system")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"synfinance {synfin_core.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _about(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")] = False,
) -> None:
    explain_alone(context)


@app.command(epilog=EXAMPLES)
def studio(
    port: Annotated[int | None, typer.Option(help="Port to listen on; studio.port, else 8501 unless taken.")] = None,
) -> None:
    """Start the studio in the browser, for this machine alone unless studio.address is set."""
    start_studio(port)


@app.command(epilog=EXAMPLES)
def batch(
    file: Annotated[Path, typer.Argument(help="YAML file: a list of runs, each with its spec and its output.")],
    workers: options.Workers = None,
    shelf: options.Shelf = None,
    quiet: options.Quiet = False,
) -> None:
    """Make many datasets, one after the other; a failed one does not stop the rest."""
    run_batch(file, options.n_workers(workers), Library(shelf), quiet)


def _command(table: str) -> Callable[..., None]:
    """The command that writes `table`; its options are the same for every table."""

    @options.of_a_run
    def command(
        context: typer.Context,
        output: options.Output,
        format: options.Format = None,
        blind: options.Blind = False,
        as_of: options.AsOf = None,
        view: options.View = ECOSYSTEM,
        overwrite: options.Overwrite = False,
    ) -> None:
        shown = Shown(table, truth=not blind, as_of=as_of, view=view)
        generate(shown, options.read(context.params), output, options.words(format), overwrite)

    return command


@tables.command("dataset", epilog=EXAMPLES)
@options.of_a_run
def _dataset(
    context: typer.Context,
    name: options.Name = None,
    shelf: options.Shelf = None,
) -> None:
    """All tables, kept in the library."""
    generate_dataset(options.read(context.params), Library(shelf), name)


@tables.command("features", epilog=EXAMPLES)
@options.of_a_run
def _features(
    context: typer.Context,
    output: options.Output,
    format: options.FeatureFormat = None,
    blind: options.Blind = False,
    overwrite: options.Overwrite = False,
) -> None:
    """What was known at each payment, for learning: point-in-time features, and what is true beside them."""
    generate_features(options.read(context.params), output, options.words(format), not blind, overwrite)


for _table, _help in TABLES.items():
    tables.command(_table, help=_help, epilog=EXAMPLES)(_command(_table))
