"""`synfinance database`: datasets in PostgreSQL, or in a local DuckDB file when no address is set."""

from importlib import import_module
from typing import Annotated, Any

import typer

from synfin_core.cli import options
from synfin_core.cli.groups import group
from synfin_core.cli.report import as_json
from synfin_core.errors import WrongUse
from synfin_core.observability.sources import handed_back
from synfin_core.observability.tally import Tally
from synfin_core.resilience import figures
from synfin_core.store.library import Library
from synfin_core.store.warehouse.questions import MOST_ROWS, QUESTIONS

EXAMPLES = """
Examples:

  synfinance database init --create-tables

  synfinance database load 0123456789ab

  synfinance database status

  synfinance database query "SELECT rail, count(*) AS payments FROM transactions GROUP BY rail"

  synfinance database query totals --dataset 0123456789ab

  synfinance database migrate --to head

  synfinance database drop --confirm
"""
_MOST = 1_000_000  # rows of an answer on a screen, assumed
Id = Annotated[str, typer.Argument(help="Id of the dataset, as 'synfinance dataset list' shows it.", metavar="ID")]
Query = Annotated[str, typer.Argument(help=f"One SELECT, or one of {', '.join(QUESTIONS)}.", metavar="SQL")]
OneDataset = Annotated[str | None, typer.Option("--dataset", help="The dataset that is meant.", metavar="ID")]
One = Annotated[str | None, typer.Option("--id", help="The payment, customer or case that is meant.", metavar="ID")]
Day = Annotated[str | None, typer.Option("--as-of", help="The day of the question labels.", metavar="DAY")]
Limit = Annotated[int, typer.Option("--limit", min=1, max=_MOST, help="Most rows of the answer.")]
To = Annotated[str, typer.Option("--to", help="Version to go to: head, base, or a name as r0001.", metavar="REV")]
Tables = Annotated[bool, typer.Option("--create-tables", help="Make the tables; those that are there stay.")]
Confirm = Annotated[bool, typer.Option("--confirm", help="Yes, delete it.")]

databases = group("Datasets in PostgreSQL (database.url), else in a DuckDB file in the library's folder.", EXAMPLES)


@databases.command(epilog=EXAMPLES)
def init(create_tables: Tables = False, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Make the tables; what is there already stays as it is."""
    if not create_tables:
        raise WrongUse("--create-tables is missing; it says that tables may be made in the database")
    warehouse = _warehouse(Library(shelf))
    made = warehouse.create()
    told = {"where": warehouse.engine.where, "version": warehouse.engine.version(), "changed": made}
    _print(told, f"{told['where']}: tables {'made' if made else 'were there already'}, version {told['version']}", json)


@databases.command(epilog=EXAMPLES)
def status(shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Where the database is, the version of its tables, and what is loaded."""
    told = _warehouse(Library(shelf)).status()
    lines = [f"{told['where']}: {'version ' + told['version'] if told['version'] else 'no tables yet'}"]
    lines += [
        f"{one['dataset_id']}  {one['rows']:,} rows{'' if one['is_whole'] else ', not whole yet'}  {one['name']}"
        for one in told["datasets"]
    ]
    _print(told, "\n".join(lines), json)


@databases.command(epilog=EXAMPLES)
def load(id: Id, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Load a dataset of the library; what is loaded already is not loaded twice, and a broken load goes on."""
    library = Library(shelf)
    try:
        rows = _warehouse(library).load(library, id)
    finally:
        Tally(library.folder).add(handed_back(figures()))  # 'system metrics' tells it
    told = {"dataset": id, "rows": rows, "resilience": _database_figures()}
    _print(told, f"{id}: {rows:,} rows loaded" if rows else f"{id}: was loaded already; nothing to do", json)


@databases.command(epilog=EXAMPLES)
def query(
    query: Query,
    dataset: OneDataset = None,
    id: One = None,
    as_of: Day = None,
    limit: Limit = MOST_ROWS,
    shelf: options.Shelf = None,
    json: options.Json = False,
) -> None:
    """Ask it something; nothing can be changed."""
    values = {name: value for name, value in {"id": id, "as_of": as_of}.items() if value is not None}
    rows = _warehouse(Library(shelf)).ask(query, dataset, limit, **values)
    lines = ["\t".join(rows[0]), *("\t".join("" if cell is None else str(cell) for cell in row.values()) for row in rows)]
    _print(rows, "\n".join(lines), json) if rows else _print([], "no row", json)


@databases.command(epilog=EXAMPLES)
def drop(dataset: OneDataset = None, confirm: Confirm = False, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Delete one dataset from the database, or every table; the library keeps what it has."""
    warehouse = _warehouse(Library(shelf))
    what = f"dataset {dataset}" if dataset else "every table"
    if not confirm:
        raise WrongUse(f"drop came without --confirm; it would delete {what} from {warehouse.engine.where}")
    warehouse.drop(dataset)
    _print({"dropped": what}, f"{warehouse.engine.where}: {what} deleted", json)


@databases.command(epilog=EXAMPLES)
def migrate(to: To = "head", confirm: Confirm = False, shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Bring the tables to a version, up or down; rows stay, but base deletes all."""
    warehouse = _warehouse(Library(shelf))
    if to == "base" and not confirm:
        raise WrongUse(f"--to base came without --confirm; it would delete every table from {warehouse.engine.where}")
    version = warehouse.migrate(to)
    _print({"version": version}, f"{warehouse.engine.where}: {'version ' + version if version else 'no tables'}", json)


def _warehouse(library: Library) -> Any:
    """The one that settings name; imported when it is asked for, as SQLAlchemy takes a third of a second to start."""
    return import_module("synfin_core.store.warehouse.warehouse").in_force(library)


def _database_figures() -> dict[str, Any]:
    """What breaker and retry of the database have counted."""
    return {kind: named["database"] for kind, named in figures().items() if "database" in named}


def _print(told: Any, words: str, json: bool) -> None:
    print(as_json(told) if json else words)
