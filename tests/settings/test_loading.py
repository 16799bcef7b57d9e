"""Each layer has its say in order; every value knows where it came from; what is wrong is told in one sentence each."""

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from synfin_core.errors import SettingsError
from synfin_core.settings import places
from synfin_core.settings.loading import load, plain
from synfin_core.settings.model import ENVIRONMENTS, Environment
from synfin_core.settings.shape import Leaf, about, leaves
from synfin_core.settings.texts import variable
from tests.settings.conftest import Home

SHIPPED = {environment: plain(environment) for environment in ENVIRONMENTS}
BOUNDED = [
    (leaf, bound.le + 1 if hasattr(bound, "le") else bound.ge - 1)
    for leaf in leaves(SHIPPED["development"].settings)
    for bound in leaf.field.metadata
    if hasattr(bound, "ge") or hasattr(bound, "le")
]
AT_ONCE = ("jobs", "at_once")
HOSTILE = [
    ("jobs: [", "broken YAML on line 1"),
    ("jobs:\n  kept: 5\n  kept: 6", "key 'kept' is repeated on line 3"),
    ("jobs: {kept: 1}\njobs: {kept: 2}", "key 'jobs' is repeated on line 2"),
    ("jobs: &a {kept: 5}\nstudio: *a", "reference on line 2"),
    ("jobs: !!python/object/apply:os.getcwd []", "broken YAML on line 1"),
    ("[" * 60_000, "not YAML that can be read"),
    ("jobs: {}\n" + "#" * 70_000, "longer than 65,536 bytes"),
    ("jobs:\n\tkept: 5", "broken YAML on line 2"),
    ("- jobs", "it holds a list; sections with 'key: value' lines are allowed"),
    ("just words", "it holds text; sections"),
    ("jobs: 5", "jobs is a number; a section with at_once, waiting, kept"),
    ("jobs: {at_once: {a: 1}}", "jobs.at_once is a mapping; a whole number from 1 to 64 (jobs) is allowed"),
    ("jobs: {at_once: yes}", "jobs.at_once is True; a whole number"),
    ("jobs: {at_once: 1.5}", "jobs.at_once is 1.5; a whole number"),
    ("jobs: {poll_seconds: .nan}", "jobs.poll_seconds is nan; a number from 0.05 to 10 (seconds)"),
    ("jobs: {poll_seconds: .inf}", "jobs.poll_seconds is inf; a number"),
    ("jobs: {at_once: null}", "jobs.at_once is None; a whole number"),
    ("jobs: {at_onse: 1}", "unknown key 'jobs.at_onse' (closest: at_once); jobs has at_once, waiting"),
    ("jbos: {at_once: 1}", "unknown key 'jbos' (closest: jobs)"),
    ("environment: test", "unknown key 'environment'"),
    ("_env_file: /etc/passwd", "unknown key '_env_file'"),
    ("1: 2", "unknown key '1'"),
    ('library: {duckdb_memory: "1GB\'; DROP"}', "a size such as 500MB or 2GB is allowed"),
    ('library: {folder: "a\\0b"}', "library.folder is"),
    ("logging: {level: LOUD}", "logging.level is 'LOUD'; one of DEBUG, INFO, WARNING, ERROR is allowed"),
    ("resilience: {breakers: {mine: {failure_threshold: 1}}}", "resilience.breakers.mine.success_threshold is missing"),
    ("resilience: {breakers: {library: {timeout_secs: 1}}}", "(closest: timeout_seconds)"),
    ("resilience: {breakers: {'A b': {failure_threshold: 1, success_threshold: 1, timeout_seconds: 1}}}", "lower-case names"),
]
CONTRADICTIONS: list[tuple[dict[str, str], str]] = [
    ({"PARTS_ABOVE": "1000"}, "at most library.parts_above (1,000) is allowed"),
    ({"STUDIO__DEMO_ROWS": "5000", "STUDIO__MAX_ROWS": "1000"}, "SYNFINANCE_STUDIO__DEMO_ROWS is 5,000; at most studio.max_rows"),
    ({"HEALTH__DISK_FREE_MB": "5"}, "at least library.free_disk_mb (20)"),
    ({"RESILIENCE__RETRIES__NETWORK__BASE_DELAY_SECONDS": "99"}, "at most its max_delay_seconds (60)"),
    ({"ENV": "production", "LOGGING__LEVEL": "DEBUG"}, "SYNFINANCE_LOGGING__LEVEL is DEBUG; in production INFO"),
]


def test_each_layer_wins_over_those_below(home: Home) -> None:
    """Default, environment file, user's file, .env, variable: one after the other has the last word, and is named."""
    default = home.state()
    assert (default.settings.environment, default.settings.jobs.at_once) == ("development", 2)
    assert default.origin(AT_ONCE).source == str(places.environment_file("default"))

    home.sets(ENV="test")
    assert home.state().settings.jobs.at_once == 1
    assert home.state().origin(AT_ONCE).source == str(places.environment_file("test"))

    home.says("jobs: {at_once: 3}")
    assert home.state().settings.jobs.at_once == 3
    assert home.state().origin(AT_ONCE).source == str(home.user)

    home.dotenv.write_text("SYNFINANCE_JOBS__AT_ONCE=4\nOTHER=x\n")
    assert home.state().settings.jobs.at_once == 4
    assert home.state().origin(AT_ONCE).kind == ".env"

    home.sets(JOBS__AT_ONCE="5")
    assert home.state().settings.jobs.at_once == 5
    assert home.state().origin(AT_ONCE).where(AT_ONCE) == "SYNFINANCE_JOBS__AT_ONCE"
    assert home.state().settings.jobs.kept == default.settings.jobs.kept


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_every_environment_is_valid_as_it_is_shipped(environment: Environment) -> None:
    """The file is there, changes something, and agrees with the defaults."""
    assert SHIPPED[environment].settings.environment == environment
    assert any(SHIPPED[environment].origin(leaf.place).kind == "environment file" for leaf in leaves(SHIPPED[environment].settings))


def test_every_setting_says_what_it_means() -> None:
    """A sentence of meaning, what is allowed, and a unit for each number."""
    for leaf in leaves(SHIPPED["development"].settings):
        assert str(leaf.field.description).endswith(".")
        assert about(leaf.field)["allowed"]
        assert about(leaf.field)["unit"] or type(leaf.value) not in (int, float), leaf.key


@pytest.mark.parametrize(("leaf", "beyond"), BOUNDED, ids=lambda value: getattr(value, "key", str(value)))
def test_a_number_beyond_its_bound_is_refused(home: Home, leaf: Leaf, beyond: float) -> None:
    """The sentence names the variable, what came, and both bounds."""
    home.monkeypatch.setenv(variable(leaf.place), f"{beyond}")
    with pytest.raises(SettingsError) as refusal:
        load()

    assert str(refusal.value) == f"{variable(leaf.place)} is '{beyond}'; {about(leaf.field)['allowed']} is allowed."


@pytest.mark.parametrize(("text", "sentence"), HOSTILE)
def test_a_bad_file_is_one_sentence_that_opens_with_its_name(home: Home, text: str, sentence: str) -> None:
    """Broken, partial, repeated, unknown, huge and hostile YAML: no traceback, no line break, no value as a whole."""
    home.says(text)
    with pytest.raises(SettingsError) as refusal:
        load()

    assert str(refusal.value).startswith(f"{home.user}: ")
    assert sentence in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1
    assert len(str(refusal.value)) < 600


@pytest.mark.parametrize(("variables", "sentence"), CONTRADICTIONS)
def test_settings_that_do_not_go_together_are_refused(home: Home, variables: dict[str, str], sentence: str) -> None:
    """What no single bound can say."""
    home.sets(**variables)
    with pytest.raises(SettingsError) as refusal:
        load()

    assert sentence in str(refusal.value)


def test_a_production_takes_keys_from_a_variable(home: Home) -> None:
    """They are a secret, and may be several."""
    home.sets(ENV="production", API__KEYS="0123456789abcdef,fedcba9876543210")

    assert home.state().settings.api.keys is not None


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("JBOS__AT_ONCE", "SYNFINANCE_JBOS__AT_ONCE: unknown key 'jbos' (closest: jobs)"),
        ("JOBS__AT_ONSE", "SYNFINANCE_JOBS__AT_ONSE: unknown key 'jobs.at_onse' (closest: at_once)"),
        ("ENV", "SYNFINANCE_ENV is '1'; allowed are development, staging, production, test"),
    ],
)
def test_a_misspelt_variable_is_named(home: Home, name: str, sentence: str) -> None:
    """With the closest key."""
    home.sets(**{name: "1"})
    with pytest.raises(SettingsError) as refusal:
        load()

    assert str(refusal.value).startswith(sentence)


def test_variables_that_others_make_do_no_harm(home: Home) -> None:
    """Kubernetes sets variables after the name of a service."""
    home.sets(SERVICE_HOST="10.0.0.1", PORT="tcp://10.0.0.1:8501", STUDIO_PORT_8501_TCP="tcp://10.0.0.1:8501", JOBS="x")

    assert home.state().settings.studio.port is None


def test_short_names_still_work(home: Home, tmp_path: Path) -> None:
    """SYNFINANCE_LIBRARY and its like; the long name wins; an empty one says nothing."""
    assert home.state().settings.library.folder == tmp_path / "data" / "synfinance" / "library"
    home.sets(LIBRARY=str(tmp_path), DUCKDB_MEMORY="500MB", DUCKDB_THREADS="1", PARTS_ABOVE="400000")
    library = home.state().settings.library
    assert (library.folder, library.duckdb_memory, library.duckdb_threads, library.parts_above) == (tmp_path, "500MB", 1, 400_000)

    home.sets(LIBRARY__FOLDER=str(tmp_path / "long"), DUCKDB_MEMORY=" ")
    assert home.state().settings.library.folder == tmp_path / "long"
    assert home.state().settings.library.duckdb_memory == "1GB"


def test_everything_that_is_wrong_is_told_at_once(home: Home) -> None:
    """One sentence each, from whatever layer."""
    home.says("jobs: {at_once: 0, waiting: 0}")
    home.sets(DUCKDB_MEMORY="lots")
    with pytest.raises(SettingsError, match="2 more: 'synfinance config validate' lists them") as refusal:
        load()

    assert [problem.split(" is ")[0] for problem in refusal.value.problems] == [
        "SYNFINANCE_DUCKDB_MEMORY",
        f"{home.user}: jobs.at_once",
        f"{home.user}: jobs.waiting",
    ]


@pytest.mark.parametrize("text", ["", "# nothing\n", "jobs:\n", "jobs: {}\nresilience:\n  breakers:\n"])
def test_what_is_left_empty_changes_nothing(home: Home, text: str) -> None:
    """An empty file, a comment, a section without keys."""
    home.says(text)

    assert home.state().settings == SHIPPED["development"].settings.model_copy(update={"library": home.state().settings.library})


def test_one_figure_of_a_breaker_can_be_changed_alone(home: Home) -> None:
    """By a file or by a variable; the other figures stay, and a breaker of a new name can be added."""
    new = "{failure_threshold: 1, success_threshold: 1, timeout_seconds: 1}"
    home.says(f"resilience: {{breakers: {{library: {{failure_threshold: 7}}, mine: {new}}}}}")
    home.sets(RESILIENCE__BREAKERS__LIBRARY__TIMEOUT_SECONDS="3")
    breakers = home.state().settings.resilience.breakers

    assert (breakers["library"].failure_threshold, breakers["library"].timeout_seconds) == (7, 3.0)
    assert breakers["library"].success_threshold == 2
    assert breakers["mine"].failure_threshold == 1


def test_what_is_no_file_is_refused(home: Home, tmp_path: Path) -> None:
    """A folder, a pipe that would never end, a file that a variable names and that is not there."""
    os.mkfifo(tmp_path / "pipe")
    for path, sentence in ((tmp_path, "it is no file"), (tmp_path / "pipe", "it is no file"), (tmp_path / "x", "no such file")):
        home.sets(SETTINGS=str(path))
        with pytest.raises(SettingsError, match=sentence) as refusal:
            load()
        assert str(refusal.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"SYNFINANCE_JOBS__AT_ONCE=4\nno sense at all = = '\n", "broken on line 2"),
        (b"SYNFINANCE_ENV=test\n\xff\xfe\x00", "it is no UTF-8 text"),
        (b"#SYNFINANCE_" + b"#" * 70_000, "longer than 65,536 bytes"),
        (b"SYNFINANCE_JOBS__AT_ONCE=99", "SYNFINANCE_JOBS__AT_ONCE is '99'; a whole number from 1 to 64"),
    ],
)
def test_a_bad_dotenv_is_told_like_any_other_file(home: Home, content: bytes, sentence: str) -> None:
    """It opens with the file."""
    home.dotenv.write_bytes(content)
    with pytest.raises(SettingsError, match=sentence) as refusal:
        load()

    assert str(refusal.value).startswith(f"{home.dotenv}: ")


@pytest.mark.parametrize("content", [b"no sense at all = = '\n", b"\xff\xfe\x00", b"#" * 70_000])
def test_a_dotenv_of_another_program_does_no_harm(home: Home, content: bytes) -> None:
    """Whatever it holds, as long as it does not speak of us; nor does a folder of that name."""
    home.dotenv.write_bytes(content)
    assert home.state().settings.environment == "development"
    home.dotenv.unlink()
    home.dotenv.mkdir()
    assert home.state().settings.environment == "development"


def test_the_working_folder_may_be_gone(home: Home) -> None:
    """A server outlives the folder that it was started in."""
    home.dotenv.parent.rmdir()

    assert home.state().settings.environment == "development"


def test_a_dotenv_may_choose_the_environment(home: Home) -> None:
    """And the user's file; a variable of the process wins over it."""
    home.dotenv.write_text("SYNFINANCE_ENV=staging\n")
    assert home.state().settings.environment == "staging"
    home.sets(ENV="test")
    assert home.state().settings.environment == "test"


def test_settings_never_change_once_read(home: Home) -> None:
    """Neither a section, nor a value, nor a breaker."""
    settings: Any = home.state().settings
    for change in (
        lambda: setattr(settings, "jobs", None),
        lambda: setattr(settings.jobs, "at_once", 9),
        lambda: settings.resilience.breakers.pop("library"),
    ):
        with pytest.raises((ValidationError, AttributeError)):
            change()
