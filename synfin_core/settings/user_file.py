"""Writes the user's settings file: comments stay, and nothing is written that would not be valid."""

import os
from collections.abc import Collection, Mapping
from io import StringIO
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from synfin_core.errors import SettingsError, StorageError
from synfin_core.settings import places
from synfin_core.settings.layers import all_variables, content_of, from_text
from synfin_core.settings.loading import State, load
from synfin_core.settings.shape import Leaf, Place, leaves, setting_at
from synfin_core.settings.strict_yaml import strict_yaml

_NOTHING = ("", "null", "~")


def path() -> Path:
    """The user's settings file, whether it is there or not."""
    return places.user_file(all_variables())


def put(said: Mapping[str, str]) -> State:
    """Write values, each as text by its key, into the user's file; the settings that a new process would then have."""
    text, state = check(said)
    write(path(), text)
    return state


def check(said: Mapping[str, str]) -> tuple[str, State]:
    """The text that the user's file would get, and the settings; SettingsError when they would not be valid."""
    target = path()
    before = (content_of(target) or b"").decode("utf-8-sig", "replace")
    from_text("user's file", target, before)
    wanted: dict[Place, Any] = {setting_at(key)[0]: None if text.strip() in _NOTHING else text for key, text in said.items()}
    tried = _load(target, _with(before, wanted), unheard=wanted)  # a variable would hide a value that is wrong
    typed = {leaf.place: leaf for leaf in leaves(tried.settings)}
    text = _with(before, {place: _as_written(typed[place], value) for place, value in wanted.items()})
    return text, _load(target, text)


def replace(source: Path) -> State:
    """Put a copy of another settings file in place of the user's; the settings that a new process would then have."""
    content = content_of(source)
    if content is None:
        raise SettingsError(f"{source}: there is no such file of settings.")
    from_text("user's file", source, content)
    text = content.decode("utf-8-sig")
    state = _load(source, text)
    write(path(), text)
    return state


def write(target: Path, text: str) -> None:
    """Write a file in one step, for its owner alone when it is new; StorageError when it cannot be."""
    target = target.resolve()
    fresh = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        number, fresh = mkstemp(prefix=f".{target.name}-", dir=target.parent)
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            Path(fresh).chmod(target.stat().st_mode & 0o777)
        Path(fresh).replace(target)
    except OSError as error:
        if fresh:
            Path(fresh).unlink(missing_ok=True)
        raise StorageError(f"{target} cannot be written ({error.strerror}).") from error


def _load(target: Path, text: str, unheard: Collection[Place] = ()) -> State:
    return load(user=from_text("user's file", target, text), unheard=unheard)


def _with(text: str, values: Mapping[Place, Any]) -> str:
    """The text of a settings file with values in place, and everything else as it was."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    loaded = yaml.load(text)
    content = CommentedMap() if loaded is None else loaded
    for place, value in values.items():
        inside = content
        for key in place[:-1]:
            if inside.get(key) is None:
                inside[key] = CommentedMap()
            inside = inside[key]
        inside[place[-1]] = value
    written = StringIO()
    yaml.dump(content, written)
    return (text if loaded is None else "") + written.getvalue()  # a file of comments alone keeps them


def _as_written(leaf: Leaf, said: Any) -> Any:
    """Numbers and flags as such; text in quotes where it would be read as something else."""
    if said is None or isinstance(leaf.value, bool | int | float):
        return leaf.value if said is not None else None
    return said if strict_yaml(said) == said else DoubleQuotedScalarString(said)
