"""`synfinance config`: what the settings are, where each comes from, and how to change them."""

from pathlib import Path
from typing import Annotated, Any

import typer

from synfin_core.cli import options
from synfin_core.cli.groups import group
from synfin_core.cli.report import as_json
from synfin_core.cli.targets import refuse_early
from synfin_core.errors import SettingsError, SynfinError, WrongUse, closest
from synfin_core.settings import places, user_file
from synfin_core.settings.comparison import changes
from synfin_core.settings.layers import all_variables, from_file
from synfin_core.settings.loading import State, load, plain
from synfin_core.settings.model import ENVIRONMENTS, Environment
from synfin_core.settings.shape import Leaf, about, leaves, setting_at
from synfin_core.settings.texts import as_yaml, env_template, variable

EXAMPLES = """
Examples:

  synfinance config show jobs

  synfinance config set jobs.at_once 3

  synfinance config validate --all

  synfinance config diff staging production

  synfinance config export settings.yaml

  synfinance config import settings.yaml

  synfinance config wizard

  synfinance config env-template
"""
ASKED = ("library.folder", "library.duckdb_memory", "generation.workers", "jobs.at_once", "studio.port", "logging.level")
Key = Annotated[str, typer.Argument(help="Key of one setting, such as jobs.at_once.", metavar="KEY")]
Part = Annotated[str, typer.Argument(help="Only this section or key.", metavar="[KEY]")]
Value = Annotated[str | None, typer.Argument(help="The new value; null for none. Left out, it is asked for.", metavar="[VALUE]")]
Named = Annotated[str, typer.Argument(help="development, staging, production, test, a file, or 'current'.", metavar="NAME")]
Names = Annotated[list[str] | None, typer.Argument(help="Environments or files.  [default: current]", metavar="[NAME]...")]
Every = Annotated[bool, typer.Option("--all", help="Each of the four environments.")]
Source = Annotated[Path, typer.Argument(help="File of settings to take over.", metavar="FILE")]
Target = Annotated[Path | None, typer.Argument(help="File to write.  [default: print]", metavar="[FILE]")]
Chosen = Annotated[
    str, typer.Option("--environment", help="Environment or file, in place of the settings in force.", metavar="NAME")
]

config = group("The settings: default < environment file < your file < .env < SYNFINANCE_* variables.", EXAMPLES)


@config.command(epilog=EXAMPLES)
def validate(names: Names = None, every: Every = False, json: options.Json = False) -> None:
    """Say whether settings are valid, and everything that is wrong with those that are not."""
    asked = list(ENVIRONMENTS) if every else names or ["current"]
    found = {name: _problems(name) for name in asked}
    if json:
        print(as_json({name: {"valid": not problems, "problems": problems} for name, problems in found.items()}))
    else:
        for name, problems in found.items():
            print("\n".join(f"{name}: {problem}" for problem in problems or ("valid",)))
    if wrong := [name for name, problems in found.items() if problems]:
        raise SynfinError(f"{len(wrong)} of {len(found)} are not valid: {', '.join(wrong)}")


@config.command(epilog=EXAMPLES)
def show(part: Part = "", environment: Chosen = "current", json: options.Json = False) -> None:
    """Every setting in force with its origin; secrets are hidden."""
    state = _named(environment)
    chosen = [leaf for leaf in leaves(state.settings) if f"{leaf.key}.".startswith(f"{part}." if part else "")]
    if not chosen:
        setting_at(part)
        raise SettingsError(f"nothing is set at {part!r}; 'synfinance config show' lists what is.")
    if json:
        print(as_json({leaf.key: _described(state, leaf) for leaf in chosen}))
        return
    print(f"environment = {state.settings.environment}")
    width = max(len(f"{leaf.key} = {_in_words(leaf.shown)}") for leaf in chosen)
    for leaf in chosen:
        print(f"{f'{leaf.key} = {_in_words(leaf.shown)}':<{min(width, 70)}}  {_origin(state, leaf)}")


@config.command("set", epilog=EXAMPLES)
def set_value(key: Key, value: Value = None) -> None:
    """Write one value into your settings file, once it is known to be valid; comments stay."""
    place, field = setting_at(key)
    if value is None:
        value = typer.prompt(key, hide_input=bool(about(field)["secret"]))
    state = user_file.put({key: value})
    leaf = next(leaf for leaf in leaves(state.settings) if leaf.place == place)
    print(f"{user_file.path()}: {leaf.key} = {_in_words(leaf.shown)}")
    if (origin := state.origin(place)).kind != "user's file":
        print(f"note: {origin.where(place)} has the last word on {leaf.key}")


@config.command(epilog=EXAMPLES)
def diff(first: Named, second: Named, json: options.Json = False) -> None:
    """What differs between two environments or files, from the first to the second."""
    differing = changes(_named(first), _named(second))
    if json:
        print(as_json({change.key: [change.old, change.new] for change in differing}))
    elif differing:
        print("\n".join(f"{change.key}: {_in_words(change.old)} -> {_in_words(change.new)}" for change in differing))
    else:
        print(f"no setting differs between {first} and {second}")


@config.command(epilog=EXAMPLES)
def export(target: Target = None, environment: Chosen = "current", overwrite: options.Overwrite = False) -> None:
    """All settings as one YAML file with the meaning of each; secrets are left out."""
    state = _named(environment)
    if target is None:
        print(as_yaml(state), end="")
        return
    refuse_early(target, overwrite)
    user_file.write(target, as_yaml(state))
    print(f"{target}: settings of {state.settings.environment}, without secrets")


@config.command("import", epilog=EXAMPLES)
def import_file(source: Source, overwrite: options.Overwrite = False) -> None:
    """Take a whole file over as your settings file, once it is known to be valid."""
    target = user_file.path()
    if target.exists():
        refuse_early(target, overwrite)
    user_file.replace(source)
    print(f"{target}: as {source}")


@config.command("env-template", epilog=EXAMPLES)
def show_env_template() -> None:
    """Every variable with its meaning, its bounds and its default, as a .env file to start from."""
    print(env_template(plain(places.environment(all_variables()))), end="")


@config.command(epilog=EXAMPLES)
def wizard() -> None:
    """Ask for the few settings that most people change, and write them into your settings file."""
    state = load()
    answers: dict[str, str] = {}
    for leaf in leaves(state.settings):
        if leaf.key in ASKED:
            answers |= _asked(leaf)
    if answers:
        user_file.put(answers)
    print(f"{user_file.path()}: {len(answers)} settings written" if answers else "nothing changed")


def _asked(leaf: Leaf) -> dict[str, str]:
    """The answer to one question, asked until it is valid; {} when it stays as it is."""
    while True:
        answer: Any = typer.prompt(f"{leaf.field.description} ({leaf.key})", default=str(leaf.shown))
        if answer == str(leaf.shown):
            return {}
        try:
            user_file.check({leaf.key: answer})
        except SettingsError as error:
            print(f"  {error}")
        else:
            return {leaf.key: answer}


def _problems(name: str) -> list[str]:
    try:
        if environment := _environment(name):
            load(environment)
        else:
            _named(name)
    except SettingsError as error:
        return list(error.problems)
    return []


def _named(name: str) -> State:
    """The settings in force, those of an environment as it was shipped, or those of a file on top of the environment in force."""
    if name == "current":
        return load()
    if environment := _environment(name):
        return plain(environment)
    if not Path(name).exists():
        words = ("current", *ENVIRONMENTS)
        raise WrongUse(f"{name!r} is no environment and no file{closest(name, words)}; allowed are {', '.join(words)}, or a file")
    return plain(places.environment(all_variables()), from_file("user's file", Path(name)))


def _environment(name: str) -> Environment | None:
    return next((known for known in ENVIRONMENTS if known == name), None)


def _described(state: State, leaf: Leaf) -> dict[str, Any]:
    extra = about(leaf.field)
    return {
        "value": leaf.shown,
        "origin": state.origin(leaf.place).kind,
        "source": state.origin(leaf.place).where(leaf.place),
        "unit": extra["unit"],
        "allowed": extra["allowed"],
        "meaning": leaf.field.description,
        "variable": variable(leaf.place),
        "needs_restart": extra["restart"],
    }


def _origin(state: State, leaf: Leaf) -> str:
    layer = state.origin(leaf.place)
    return layer.kind if layer.kind == "default" else f"{layer.kind}: {layer.where(leaf.place)}"


def _in_words(value: Any) -> str:
    return "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
