"""The commands and what they say about themselves."""

from collections.abc import Callable
from typing import Annotated

import typer

import synfin_core
from synfin_core.cli import options
from synfin_core.cli.generate import generate
from synfin_core.cli.studio import start_studio

EXAMPLES = """
Examples:

  synfinance generate transactions --output data.parquet --count 1000000 --fraud-rate 0.01 --seed 7

  synfinance generate transactions --output south --format csv,parquet --states Kerala,TN --days 90

  synfinance generate customers --output people.csv --customers 5000

  synfinance studio
"""
TABLES = {
    "transactions": "Payments, one row an attempt, in time order.",
    "customers": "The people and sole traders who pay.",
    "merchants": "The shops and companies that are paid.",
}

app = typer.Typer(
    help="Synthetic Indian payments with fraud in them.",
    epilog=EXAMPLES,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
tables = typer.Typer(help="Make a dataset and write one of its tables.", rich_markup_mode=None)
app.add_typer(tables, name="generate", epilog=EXAMPLES)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"synfinance {synfin_core.__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _about(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")] = False,
) -> None:
    _help_alone(context)


@tables.callback(invoke_without_command=True)
def _about_tables(context: typer.Context) -> None:
    _help_alone(context)


def _help_alone(context: typer.Context) -> None:
    """A group that is called alone explains itself."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def studio(port: Annotated[int | None, typer.Option(help="Port to listen on; 8501 unless taken.")] = None) -> None:
    """Start the studio in the browser, for this machine alone."""
    start_studio(port)


def _command(table: str) -> Callable[..., None]:
    """The command that writes `table`; its options are the same for every table."""

    def command(
        context: typer.Context,
        output: options.Output,
        count: options.Count = None,
        fraud_rate: options.FraudRate = None,
        seed: options.Seed = None,
        start: options.Start = None,
        end: options.End = None,
        days: options.Days = None,
        customers: options.Customers = None,
        states: options.States = None,
        segments: options.Segments = None,
        rails: options.Rails = None,
        typologies: options.Typologies = None,
        spec: options.SpecFile = None,
        format: options.Format = None,
        workers: options.Workers = None,
        overwrite: options.Overwrite = False,
        quiet: options.Quiet = False,
        json: options.Json = False,
    ) -> None:
        generate(table, options.read(context.params))

    return command


for _table, _help in TABLES.items():
    tables.command(_table, help=_help, epilog=EXAMPLES)(_command(_table))
