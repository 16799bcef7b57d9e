"""Groups of commands; one that is called alone explains itself, and each command shows the examples of its own."""

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandFunctionType


class Command(TyperCommand):
    """A command whose help shows those examples of its group that are its own."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples, each on one line to copy."""
        _write(self.epilog or "", ctx.command_path, formatter)


class Group(TyperGroup):
    """A group whose help shows all its examples."""

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """The examples, each on one line to copy."""
        _write(self.epilog or "", ctx.command_path, formatter)


class Commands(typer.Typer):
    """A group under construction; its commands show their own examples."""

    def command(self, name: str | None = None, **said: Any) -> Callable[[CommandFunctionType], CommandFunctionType]:
        """As Typer's own, with help that shows examples."""
        return super().command(name, **{"cls": Command} | said)


def group(help: str, examples: str) -> Commands:
    """An empty group with its help and its examples."""
    return Commands(
        help=help, epilog=examples, cls=Group, rich_markup_mode=None, invoke_without_command=True, callback=explain_alone
    )


def explain_alone(context: typer.Context) -> None:
    """Print the help when no command came."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _write(epilog: str, path: str, formatter: Any) -> None:
    """The heading, and every line that calls what `path` names or something below it."""
    lines = [line.strip() for line in epilog.splitlines()]
    if examples := [line for line in lines if f"{line} ".startswith(f"{path} ")]:
        formatter.write("\nExamples:\n" + "".join(f"  {example}\n" for example in examples))
