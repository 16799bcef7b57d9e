"""`synfinance config`: what is in force and why, and a way to change it that cannot break it."""

import json
from io import StringIO
from pathlib import Path

import pytest

from synfin_core.cli import main
from synfin_core.settings import places
from synfin_core.settings.loading import load
from synfin_core.settings.shape import leaves
from synfin_core.settings.texts import variable


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file of a user who has set nothing yet, in the environment `development`."""
    for name in places.variables():
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    file = places.user_file({})
    file.parent.mkdir(parents=True)
    return file


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `synfinance config`."""
    code = main(["config", *words])
    printed = capsys.readouterr()
    assert len(printed.err.splitlines()) <= 1
    assert "Traceback" not in printed.err
    return code, printed.out, printed.err


def test_show_tells_where_each_value_comes_from(
    user: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Default, environment file, user's file and variable, in words and as JSON."""
    user.write_text("jobs: {at_once: 3}")
    monkeypatch.setenv("SYNFINANCE_DUCKDB_MEMORY", "2GB")
    code, words, _ = run(capsys, "show")
    _, said, _ = run(capsys, "show", "--json")
    told = json.loads(said)

    assert code == 0
    lines = {line.split(" = ")[0]: " ".join(line.split(" = ")[1].split()) for line in words.splitlines()}
    assert lines["environment"] == "development"
    assert lines["jobs.at_once"] == f"3 user's file: {user}"
    assert lines["library.duckdb_memory"] == "2GB variable: SYNFINANCE_DUCKDB_MEMORY"
    assert lines["logging.format"] == f"text environment file: {places.environment_file('development')}"
    assert lines["jobs.kept"] == "200 default"
    assert list(told) == [leaf.key for leaf in leaves(load().settings)]
    assert told["jobs.at_once"]["origin"] == "user's file"
    assert told["studio.port"]["needs_restart"]
    assert not told["jobs.at_once"]["needs_restart"]


def test_show_of_a_part(capsys: pytest.CaptureFixture[str]) -> None:
    """A section, one key, another environment; an unknown one names the closest."""
    assert len(run(capsys, "show", "jobs")[1].splitlines()) == 7
    assert "jobs.at_once = 1" in run(capsys, "show", "jobs.at_once", "--environment", "test")[1]
    assert "(closest: library)" in run(capsys, "show", "libary")[2]
    code, _, error = run(capsys, "show", "resilience.breakers.none.timeout_seconds")
    assert (code, "nothing is set at" in error) == (2, True)


def test_validate_tells_everything_that_is_wrong(user: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 0 when all is well, 1 when something is not, 2 when there is nothing to look at."""
    assert run(capsys, "validate", "--all")[:2] == (0, "development: valid\nstaging: valid\nproduction: valid\ntest: valid\n")
    user.write_text("jobs: {at_once: 0, kept: -1}\nlogging: {level: DEBUG}")
    code, words, error = run(capsys, "validate", "development", "production")
    assert code == 1
    assert [line.split(" is ")[0] for line in words.splitlines()] == [
        f"{name}: {user}: {key}" for name in ("development", "production") for key in ("jobs.at_once", "jobs.kept")
    ]
    assert error == "synfinance: 2 of 2 are not valid: development, production\n"

    (tmp_path / "own.yaml").write_text("jobs: [")
    code, words, _ = run(capsys, "validate", "own.yaml", "--json")
    assert code == 1
    assert json.loads(words)["own.yaml"]["problems"] == [
        "own.yaml: broken YAML on line 1: expected the node content, but found '<stream end>'."
    ]
    assert run(capsys, "validate", "nowhere.yaml")[0] == 2


def test_set_writes_what_is_valid_and_nothing_else(
    user: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Comments stay; a variable that wins is told; a bad value leaves the file as it was."""
    user.write_text("jobs:\n  at_once: 3 # mine\n")
    monkeypatch.setenv("SYNFINANCE_JOBS__AT_ONCE", "7")
    code, words, _ = run(capsys, "set", "jobs.at_once", "4")
    assert code == 0
    assert "note: SYNFINANCE_JOBS__AT_ONCE has the last word on jobs.at_once" in words
    assert user.read_text() == "jobs:\n  at_once: 4 # mine\n"

    code, _, error = run(capsys, "set", "jobs.kept", "many")
    assert code == 2
    assert "jobs.kept is 'many'; a whole number from 0 to 100,000 (jobs) is allowed" in error
    code, _, error = run(capsys, "set", "jobs.at_onse", "4")
    assert (code, "(closest: at_once)" in error) == (2, True)
    assert user.read_text() == "jobs:\n  at_once: 4 # mine\n"


def test_a_secret_can_be_said_where_no_history_keeps_it(
    user: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a value `set` asks for it."""
    monkeypatch.setattr("getpass.getpass", lambda prompt="", stream=None: "a key of many letters")
    code, words, _ = run(capsys, "set", "api.keys")

    assert (code, words.endswith(f"{user}: api.keys = (hidden)\n")) == (0, True)
    assert user.read_text() == "api:\n  keys: a key of many letters\n"


def test_diff_of_environments_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What differs, from the first to the second."""
    assert "jobs.kept: 200 -> 1000" in run(capsys, "diff", "staging", "production")[1]
    (tmp_path / "own.yaml").write_text("jobs: {kept: 5}")
    assert run(capsys, "diff", "development", "own.yaml", "--json")[1] == '{\n  "jobs.kept": [\n    200,\n    5\n  ]\n}\n'
    assert "no setting differs" in run(capsys, "diff", "test", "test")[1]
    code, _, error = run(capsys, "diff", "stagin", "test")
    assert (code, "(closest: staging)" in error) == (2, True)


def test_what_is_exported_can_be_imported(user: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The settings are the same afterwards; nothing is replaced unasked; a bad file is not taken over."""
    user.write_text("jobs: {at_once: 3}\nstudio: {port: 9000}")
    before = load().settings
    assert run(capsys, "export", "own.yaml")[0] == 0
    assert run(capsys, "export", "own.yaml")[0] == 1
    assert run(capsys, "import", "own.yaml")[0] == 1
    user.unlink()
    user.parent.rmdir()
    assert run(capsys, "import", "own.yaml")[0] == 0
    assert load().settings == before
    assert user.read_text() == (tmp_path / "own.yaml").read_text() == run(capsys, "export")[1]

    (tmp_path / "bad.yaml").write_text("jobs: {at_once: 99}")
    code, _, error = run(capsys, "import", "bad.yaml", "--overwrite")
    assert (code, error.startswith("synfinance: bad.yaml: jobs.at_once is 99;")) == (2, True)
    assert load().settings == before


def test_the_template_is_a_dotenv_that_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every variable stands in it; with the # taken away it says what holds anyway."""
    code, words, _ = run(capsys, "env-template")
    before = load().settings
    assert code == 0
    for leaf in leaves(before):
        assert f"\n#{variable(leaf.place)}=" in words
        assert str(leaf.field.description) in words
    (tmp_path / ".env").write_text("".join(f"{line[1:]}\n" for line in words.splitlines() if line.startswith("#SYNF")))
    assert load().settings == before


def test_the_wizard_asks_again_until_an_answer_is_valid(
    user: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Return keeps a value; only what is new is written."""
    monkeypatch.setattr("sys.stdin", StringIO("\nlots\n2GB\n\n99\n4\n\n\n"))
    code, words, _ = run(capsys, "wizard")

    assert code == 0
    assert "a size such as 500MB or 2GB is allowed" in words
    assert user.read_text() == "library:\n  duckdb_memory: 2GB\njobs:\n  at_once: 4\n"


def test_a_wizard_that_is_left_changes_nothing(
    user: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of the input is a way to leave, as Ctrl-C is."""
    monkeypatch.setattr("sys.stdin", StringIO())
    code, _, error = run(capsys, "wizard")
    assert (code, error) == (130, "synfinance: stopped; nothing was changed\n")
    assert not user.exists()


@pytest.mark.parametrize("command", ["validate", "show", "set", "diff", "export", "import", "env-template", "wizard"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With examples."""
    code, words, _ = run(capsys, command, "--help")
    assert code == 0
    assert "Examples:" in words


def test_settings_that_are_not_valid_stop_other_commands_with_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not a traceback, and code 2."""
    monkeypatch.setenv("SYNFINANCE_DUCKDB_MEMORY", "lots")
    assert main(["dataset", "list"]) == 2
    assert capsys.readouterr().err == ("synfinance: SYNFINANCE_DUCKDB_MEMORY is 'lots'; a size such as 500MB or 2GB is allowed.\n")
