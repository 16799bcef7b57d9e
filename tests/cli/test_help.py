"""What the command line says about itself: help with examples everywhere, and completion for the shell."""

import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import typer

from synfin_core.cli import main
from synfin_core.cli.commands import app


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command and group with the words that call it."""
    yield path, command
    for name, inner in getattr(command, "commands", {}).items():
        yield from _commands(inner, (*path, name))


COMMANDS = dict(_commands(typer.main.get_command(app)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_help_shows_an_example_of_its_own(path: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """Each on one line, whole, to copy; every word that looks like an option is one of the command that it calls."""
    assert main([*path, "--help"]) == 0
    told = capsys.readouterr().out.splitlines()
    examples = [line.strip() for line in told[told.index("Examples:") + 1 :]]

    assert examples
    for example in examples:
        assert example.startswith(" ".join(("synfinance", *path)))
        assert _unknown(shlex.split(example.partition(" > ")[0])[1:]) == []


def _unknown(words: list[str]) -> list[str]:
    """The options among the words that the called command does not have."""
    called = max((path for path in COMMANDS if tuple(words[: len(path)]) == path), key=len)
    known = {option for parameter in COMMANDS[called].params for option in (*parameter.opts, *parameter.secondary_opts)}
    return [word for word in words if word.startswith("--") and word not in known]


@pytest.mark.parametrize(
    ("typed", "offered"), [("synfinance gen", "generate"), ("synfinance generate transactions --fraud-r", "--fraud-rate")]
)
def test_the_shell_completes(typed: str, offered: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What bash asks after Tab is answered, one word a line."""
    monkeypatch.setenv("_SYNFINANCE_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", typed)
    monkeypatch.setenv("COMP_CWORD", str(len(typed.split()) - 1))

    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 0
    assert offered in capsys.readouterr().out.split()
