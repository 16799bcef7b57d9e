"""The layers of the settings, each read on its own: default < environment file < user's file < .env < variables."""

import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from dotenv.parser import parse_stream
from pydantic_settings import EnvSettingsSource
from pydantic_settings.exceptions import SettingsError as NotJson

from synfin_core.errors import SettingsError, YamlError
from synfin_core.settings.model import DELIMITER, PREFIX, Settings
from synfin_core.settings.places import ALIASES, dotenv_file, variables
from synfin_core.settings.shape import Place, keys_below, unknown
from synfin_core.settings.strict_yaml import MAX_BYTES, read_text, strict_yaml

Kind = Literal["default", "environment file", "user's file", ".env", "variable", "handed down"]
Values = dict[str, Any]


@dataclass(frozen=True)
class Layer:
    """What one source says; values are kept out of its repr because some are secret."""

    kind: Kind
    source: str  # path of a file, or 'the environment'
    values: Values = field(default_factory=dict, repr=False)
    names: Mapping[Place, str] = field(default_factory=dict)  # variables by the place that they set

    def get(self, place: Place) -> Any:
        """What it says at a place; KeyError when it says nothing."""
        inside: Any = self.values
        for key in place:
            if not isinstance(inside, dict) or key not in inside:
                raise KeyError(key)
            inside = inside[key]
        return inside

    def where(self, place: Place) -> str:
        """Where to mend what it says at a place: a file, a variable, or both."""
        name = next((name for set_at, name in self.names.items() if set_at[: len(place)] == place), "")
        return name if self.kind == "variable" else f"{self.source}: {name}" if name else self.source


def from_file(kind: Kind, path: Path) -> Layer:
    """What a YAML file says; SettingsError when it is not there, or no mapping of settings."""
    content = content_of(path)
    if content is None:
        raise SettingsError(f"{path}: there is no such file of settings.")
    return from_text(kind, path, content)


def from_text(kind: Kind, path: Path, content: str | bytes) -> Layer:
    """What the text of a YAML file says; an empty one says nothing."""
    try:
        loaded = strict_yaml(content)
    except YamlError as error:
        raise SettingsError(f"{path}: {error}.") from error
    if loaded is not None and not isinstance(loaded, dict):
        raise SettingsError(f"{path}: it holds {kind_of(loaded)}; sections with 'key: value' lines are allowed.")
    values = _with_text_keys(loaded or {})
    for key in values:
        if key not in keys_below(()):
            raise SettingsError(f"{path}: {unknown((key,))}")
    return Layer(kind, str(path), values)


def from_variables(kind: Kind, source: str, said: Mapping[str, str], unheard: Collection[Place] = ()) -> Layer:
    """What SYNFINANCE_SECTION__KEY variables and their short names say, but of `unheard` settings; others are not ours."""
    spelled = {ALIASES[name]: name for name in said if name in ALIASES} | {name: name for name in said if _is_setting(name)}
    spelled = {full: name for full, name in spelled.items() if _place(full) not in unheard}
    names = {_place(full): name for full, name in spelled.items()}
    for place, name in names.items():
        if place[0] not in keys_below(()):
            raise SettingsError(f"{Layer(kind, source, names={place: name}).where(place)}: {unknown(place[:1])}")
    reader = EnvSettingsSource(Settings)
    reader.env_vars = {full.lower(): said[name].strip() for full, name in spelled.items()}
    try:
        return Layer(kind, source, reader(), names)
    except NotJson:
        raise SettingsError(f"{source}: a variable holds no single value; name its settings one by one.") from None


def dotenv_variables(path: Path) -> dict[str, str]:
    """The variables that a .env file sets, {} when it is not about us; SettingsError when a line of it is broken."""
    content = None if path.is_dir() else content_of(path)
    if content is None or PREFIX.encode() not in content:
        return {}
    if len(content) > MAX_BYTES:
        raise SettingsError(f"{path}: the file is longer than {MAX_BYTES:,} bytes; a few lines of NAME=value are enough.")
    try:
        lines = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: it is no UTF-8 text; lines of NAME=value are allowed.") from error
    for line in parse_stream(StringIO(lines)):
        if line.error:
            raise SettingsError(f"{path}: broken on line {line.original.line}; lines of NAME=value are allowed.")
    return {name: value for name, value in dotenv_values(stream=StringIO(lines)).items() if value and value.strip()}


def all_variables() -> dict[str, str]:
    """The variables of this process, over those of the .env file."""
    return dotenv_variables(dotenv_file()) | variables()


def content_of(path: Path) -> bytes | None:
    """The bytes of a regular file, cut above what is allowed; None when it is not there."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise SettingsError(f"{path}: it is no file; name a file of settings.")
        return read_text(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"{path}: it cannot be read ({error.strerror}).") from error


def kind_of(value: object) -> str:
    """What sort of thing came, without repeating it: it may hold a secret."""
    kinds = {str: "text", bool: "a flag", int: "a number", float: "a number", list: "a list", dict: "a mapping"}
    return kinds.get(type(value), "nothing")


def _is_setting(name: str) -> bool:
    return name.startswith(PREFIX) and DELIMITER in name.removeprefix(PREFIX)


def _place(name: str) -> Place:
    return tuple(name.removeprefix(PREFIX).lower().split(DELIMITER))


def _with_text_keys(values: Mapping[Any, Any]) -> Values:
    return {str(key): _with_text_keys(value) if isinstance(value, dict) else value for key, value in values.items()}
