"""Groups of commands; one that is called alone explains itself."""

import typer


def group(help: str, examples: str) -> typer.Typer:
    """An empty group with its help and its examples."""
    return typer.Typer(help=help, epilog=examples, rich_markup_mode=None, invoke_without_command=True, callback=explain_alone)


def explain_alone(context: typer.Context) -> None:
    """Print the help when no command came."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
