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
    """The field of one setting, such as that of ('jobs', 'at_once'); None for a section and for what does not exist."""
    found = _found(place)
    return found if isinstance(found, FieldInfo) and not _is_by_name(found) else None


def keys_below(place: Place) -> tuple[str, ...]:
    """The keys that may stand in a section; () in one setting, and where the user chooses the names."""
    found = _found(place)
    return tuple(name for name in found.model_fields if name != "environment") if isinstance(found, type) else ()


def setting_at(key: str) -> tuple[Place, FieldInfo]:
    """The place and field of one setting; SettingsError names the closest key."""
    place = tuple(key.strip().split("."))
    for depth in range(len(place)):
        allowed = keys_below(place[:depth])
        if allowed and place[depth] not in allowed:
            raise SettingsError(unknown(place[: depth + 1]))
    field = field_at(place)
    if field is None:
        raise SettingsError(f"{key[:80]!r} is no single setting; 'synfinance config show' lists them.")
    return place, field


def unknown(place: Place) -> str:
    """What to say of a key that does not exist, with the closest one that does."""
    allowed = keys_below(place[:-1])
    above = ".".join(place[:-1]) or "the file"
    has = f"; {above} has {', '.join(allowed)}" if allowed else ""
    return f"unknown key {'.'.join(place)[:80]!r}{closest(place[-1][:60], allowed)}{has}."


def about(field: FieldInfo) -> Mapping[str, Any]:
    """What a field says of itself: unit, what is allowed, whether a change needs a restart, whether it is secret."""
    extra = field.json_schema_extra
    return extra if isinstance(extra, dict) else {}


def _found(place: Place) -> type[BaseModel] | FieldInfo | None:
    """What stands at a place: a section, the field of one setting or of sections by name, or nothing."""
    found: type[BaseModel] | FieldInfo | None = Settings
    for key in place:
        if isinstance(found, type):
            field = found.model_fields.get(key)
            found = field if field is None or _is_by_name(field) else _section_of(field) or field
        elif found is not None:
            found = _section_of(found)
    return found


def _is_by_name(field: FieldInfo) -> bool:
    """Whether the field holds sections by names that the user chooses."""
    return bool(get_args(field.annotation)) and _section_of(field) is not None


def _section_of(field: FieldInfo) -> type[BaseModel] | None:
    """The kind of section that a field holds, itself or by name; None for one setting."""
    for kind in (field.annotation, *get_args(field.annotation)[-1:]):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None
