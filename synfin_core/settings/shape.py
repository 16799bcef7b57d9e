"""The settings as a list: which keys there are, what each says about itself, and its value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from synfin_core.errors import SettingsError, closest
from synfin_core.settings.model import Settings

Place = tuple[str, ...]
HIDDEN = "(hidden)"


@dataclass(frozen=True)
class Leaf:
    """One setting: its place, its value, and what its field says about it; a secret is never part of its repr."""

    place: Place
    value: Any
    field: FieldInfo

    @property
    def key(self) -> str:
        """'jobs.at_once'."""
        return ".".join(self.place)

    @property
    def shown(self) -> Any:
        """The value in plain JSON types; of a secret only whether there is one."""
        if isinstance(self.value, SecretStr):
            return HIDDEN
        return self.value if isinstance(self.value, bool | int | float | str | None) else str(self.value)


def leaves(section: BaseModel, place: Place = ()) -> Iterator[Leaf]:
    """Every single setting, in the order of the sections; the environment is no setting but a choice of them."""
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if isinstance(value, BaseModel):
            yield from leaves(value, (*place, name))
        elif isinstance(value, Mapping):
            for chosen, inner in value.items():
                yield from leaves(inner, (*place, name, chosen))
        elif place:
            yield Leaf((*place, name), value, field)


def field_at(place: Place) -> FieldInfo | None:
    """The field that a place such as ('jobs', 'at_once') leads to, or that it lies in by a chosen name; else None."""
    inside: type[BaseModel] | None = Settings
    field: FieldInfo | None = None
    rest = list(place)
    while rest:
        field = inside.model_fields.get(rest.pop(0)) if inside else None
        if field is None:
            return None
        inside = section_of(field)
        if _is_by_name(field) and rest:
            rest.pop(0)
    return field


def keys_below(place: Place) -> tuple[str, ...]:
    """The keys that may stand below a place; () below one setting, and where the user chooses the names."""
    if not place:
        return tuple(name for name in Settings.model_fields if name != "environment")
    field = field_at(place)
    section = section_of(field) if field else None
    if field is None or section is None or (_is_by_name(field) and place[-1] in _keys_of(place[:-1])):
        return ()
    return tuple(section.model_fields)


def setting_at(key: str) -> tuple[Place, FieldInfo]:
    """The place and field of one setting; SettingsError names the closest key."""
    place = tuple(key.strip().split("."))
    for depth in range(len(place)):
        allowed = keys_below(place[:depth])
        if allowed and place[depth] not in allowed:
            raise SettingsError(unknown(place[: depth + 1]))
    field = field_at(place)
    if field is None or section_of(field) is not None:
        raise SettingsError(f"{key[:80]!r} is no single setting; 'synfinance config show' lists them.")
    return place, field


def unknown(place: Place) -> str:
    """What to say of a key that does not exist, with the closest one that does."""
    allowed = keys_below(place[:-1])
    above = ".".join(place[:-1]) or "the file"
    has = f"; {above} has {', '.join(allowed)}" if allowed else ""
    return f"unknown key {'.'.join(place)[:80]!r}{closest(place[-1][:60], allowed)}{has}."


def section_of(field: FieldInfo) -> type[BaseModel] | None:
    """The kind of section that a field holds, itself or by name; None for a single setting."""
    for kind in (field.annotation, *get_args(field.annotation)[-1:]):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def about(field: FieldInfo) -> Mapping[str, Any]:
    """What a field says of itself: unit, what is allowed, whether a change needs a restart, whether it is secret."""
    extra = field.json_schema_extra
    return extra if isinstance(extra, dict) else {}


def _is_by_name(field: FieldInfo) -> bool:
    return bool(get_args(field.annotation)) and section_of(field) is not None


def _keys_of(place: Place) -> tuple[str, ...]:
    field = field_at(place)
    section = section_of(field) if field else None
    return tuple(section.model_fields) if section else ()
