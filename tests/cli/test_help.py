"""What the command line says about itself: help with examples everywhere, and completion for the shell."""

import json
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
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


@pytest.fixture
def tab(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[[str], list[str]]:
    """What bash is offered when Tab follows what was typed."""

    def pressed(typed: str) -> list[str]:
        monkeypatch.setenv("_SYNFINANCE_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", typed)
        monkeypatch.setenv("COMP_CWORD", str(len(typed.split()) - 1))
        with pytest.raises(SystemExit) as ended:
            main([])
        assert ended.value.code == 0
        monkeypatch.delenv("_SYNFINANCE_COMPLETE")
        return capsys.readouterr().out.split()

    return pressed


def test_the_shell_completes_commands_options_and_words(tab: Callable[[str], list[str]]) -> None:
    """Each from what was typed of it."""
    assert tab("synfinance gen") == ["generate"]
    assert "--fraud-rate" in tab("synfinance generate transactions --fraud-r")
    assert tab("synfinance fraud show sim_") == ["sim_swap"]


def test_the_shell_completes_ids_of_the_library(
    tab: Callable[[str], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From its first letter; nothing, and no error, where there is no library."""
    monkeypatch.setenv("SYNFINANCE_LIBRARY", str(tmp_path / "library"))
    assert tab("synfinance dataset show 0") == []
    assert main(["generate", "dataset", "--count", "500", "--json"]) == 0
    id = json.loads(capsys.readouterr().out)["id"]

    assert tab(f"synfinance dataset show {id[:3]}") == [id]
    assert tab(f"synfinance model train {id[:3]}") == [id]
