"""`synfinance serve`: the scoring API, and the keys that open it.

What the commands do lies in `service`, which is imported when one is called: a web server and scikit-learn take a second to start.
"""

from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from synfin_core.cli import options
from synfin_core.cli.groups import Commands, Group, group
from synfin_core.cli.report import as_json
from synfin_core.cli.stopping import stoppable
from synfin_core.cli.text_table import text_table

EXAMPLES = """
Examples:

  synfinance serve

  synfinance serve --port 9000 --history 0123456789ab

  synfinance serve key add "card team"

  synfinance serve key list

  synfinance serve key revoke 89ab0123
"""
Address = Annotated[
    str | None, typer.Option(help="Address to listen on; any but this machine's own needs keys.  [default: 127.0.0.1, or as set]")
]
Port = Annotated[
    int | None, typer.Option(help="Port to listen on; 0 is any that is free.  [default: 8000, or as set]", min=0, max=65535)
]
History = Annotated[
    str | None,
    typer.Option(
        help="Dataset of the library whose payments are known from the start.  [default: none, or as set]", metavar="DATASET"
    ),
]

served = Commands(
    help="Serve scores of payments by the promoted model, and keep the keys of those who ask.",
    epilog=EXAMPLES,
    cls=Group,
    rich_markup_mode=None,
)
keys = group("Keys that open the API; the library holds their hashes alone.", EXAMPLES)
served.add_typer(keys, name="key")


@served.callback(invoke_without_command=True)
def _serve(
    context: typer.Context, address: Address = None, port: Port = None, history: History = None, shelf: options.Shelf = None
) -> None:
    if context.invoked_subcommand is None:
        with stoppable():
            import_module("synfin_core.service.server").serve(shelf, address, port, history, _tell)


@keys.command(epilog=EXAMPLES)
def add(
    name: Annotated[str, typer.Argument(help="Whose key it is.")], shelf: options.Shelf = None, json: options.Json = False
) -> None:
    """Make a key and show it, this once."""
    key, secret = _keys(shelf).add(name)
    told = {"id": key.id, "name": key.name, "key": secret}
    typer.echo(
        as_json(told) if json else f"{secret}\nkey {key.id} of {key.name!r}; it is not shown again, and nobody can look it up"
    )


@keys.command("list", epilog=EXAMPLES)
def list_all(shelf: options.Shelf = None, json: options.Json = False) -> None:
    """Every key that was made, without what opens."""
    rows = [
        {"key_id": key.id, "name": key.name, "created_at": key.created_at, "revoked_at": key.revoked_at}
        for key in _keys(shelf).list()
    ]
    typer.echo(as_json(rows) if json else text_table(rows))


@keys.command(epilog=EXAMPLES)
def revoke(
    id: Annotated[str, typer.Argument(help="Id of a key, as 'synfinance serve key list' shows it.", metavar="KEY")],
    shelf: options.Shelf = None,
) -> None:
    """Let a key open nothing any more, from this moment on."""
    key = _keys(shelf).revoke(id)
    typer.echo(f"key {key.id} of {key.name!r} opens nothing any more")


def _keys(shelf: Path | None) -> Any:
    return import_module("synfin_core.service.keys").Keys(shelf)


def _tell(address: str) -> None:
    typer.echo(f"scores at {address}/predict, what it takes at {address}/openapi.json; Ctrl-C ends it")
