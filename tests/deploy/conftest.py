"""What the files of `deploy/` are held against: the settings, the commands and the addresses that the program really has."""

import re
from pathlib import Path
from typing import Any

import typer
import yaml

from synfin_core.cli.commands import app
from synfin_core.service import probes as api
from synfin_core.settings.layers import from_variables
from synfin_core.settings.loading import merged, shipped
from synfin_core.settings.model import Settings
from synfin_core.settings.places import ENVIRONMENT, environment
from synfin_core.studio import probes as studio

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PINNED = re.compile(r"[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z0-9.-]+)?")  # an image with a whole version, never `latest`


def documents(path: Path) -> list[Any]:
    """Every YAML document of a file."""
    return list(yaml.safe_load_all(path.read_text()))


def settings_of(variables: dict[str, str]) -> Settings:
    """The settings that a container with these variables has; an unknown name or a value out of bounds raises."""
    chosen = environment({ENVIRONMENT: variables[ENVIRONMENT]})
    return merged(chosen, [*shipped(chosen), from_variables("variable", "the container", variables)]).settings


def parse(words: list[str]) -> None:
    """Look up what `synfinance WORDS` calls and read its options, without calling it; an unknown word raises."""
    command, path = typer.main.get_command(app), "synfinance"
    while words and words[0] in getattr(command, "commands", {}):
        command, path, words = command.commands[words[0]], f"{path} {words[0]}", words[1:]
    command.make_context(path, list(words))


def addresses(service: str) -> set[str]:
    """What answers to a probe on the port of the studio or of the API."""
    return {route.path for route in (studio.routes() if service == "studio" else api.router.routes)}
