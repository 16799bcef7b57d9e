"""The merged settings, with the origin of every value; or a sentence for each thing that is wrong with them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from synfin_core.errors import SettingsError
from synfin_core.settings import handed_down, places
from synfin_core.settings.layers import Layer, Values, content_of, dotenv_variables, from_file, from_variables
from synfin_core.settings.model import Environment, Settings
from synfin_core.settings.problems import contradicted, refused, speaker
from synfin_core.settings.shape import Place


@dataclass(frozen=True)
class State:
    """Valid settings, the layers that made them, lowest first, and the files that would change them."""

    settings: Settings
    layers: tuple[Layer, ...]
    files: tuple[Path, ...] = field(default=(), repr=False)

    def origin(self, place: Place) -> Layer:
        """The layer that had the last word on a setting."""
        return speaker(self.layers, place)


def load(environment: Environment | None = None, user: Layer | None = None, unheard: Collection[Place] = ()) -> State:
    """The settings of this process; or of another environment, with another user's file, or deaf to some variables."""
    variables = places.variables()
    if (given := handed_down.received(variables)) and not (environment or user):
        return merged(places.environment({places.ENVIRONMENT: given[0]}), [given[1]])
    dotenv = places.dotenv_file()
    from_dotenv = dotenv_variables(dotenv)
    said = from_dotenv | variables
    chosen = environment or places.environment(said)
    path = places.user_file(said)
    layers = [
        *shipped(chosen),
        *([user] if user else _user_layer(path, places.USER_FILE in said)),
        from_variables(".env", str(dotenv), from_dotenv, unheard),
        from_variables("variable", "the environment", variables, unheard),
    ]
    return merged(chosen, layers, (*map(Path, (layer.source for layer in layers[:2])), path, dotenv))


def plain(environment: Environment, user: Layer | None = None) -> State:
    """The settings of an environment as they were shipped, with a file on top; no variable of this process counts."""
    return merged(environment, [*shipped(environment), *([user] if user else [])])


def shipped(environment: Environment) -> tuple[Layer, Layer]:
    """The defaults, and the file of an environment."""
    return (
        from_file("default", places.environment_file("default")),
        from_file("environment file", places.environment_file(environment)),
    )


def merged(environment: Environment, layers: Iterable[Layer], files: tuple[Path, ...] = ()) -> State:
    """The layers on top of each other, validated as a whole."""
    stack = tuple(layers)
    values: Values = {}
    for layer in stack:
        values = _laid_over(values, layer.values)
    try:
        settings = Settings(environment=environment, **values)
    except ValidationError as error:
        raise SettingsError(*refused(error, stack)) from None  # its own words would repeat secrets
    if problems := list(contradicted(settings, stack)):
        raise SettingsError(*problems)
    return State(settings, stack, files)


def _user_layer(path: Path, is_named: bool) -> list[Layer]:
    """The user's file; it may be missing unless a variable names it."""
    return [from_file("user's file", path)] if is_named or content_of(path) is not None else []


def _laid_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> Values:
    """Two mappings as one; a section left empty changes nothing."""
    result = dict(below)
    for key, value in above.items():
        under = result.get(key)
        if isinstance(under, dict):
            result[key] = under if value is None else _laid_over(under, value) if isinstance(value, dict) else value
        else:
            result[key] = value
    return result
