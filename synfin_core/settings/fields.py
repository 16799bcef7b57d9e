"""Kinds of settings: each says its bounds, its unit and its meaning once; errors, screens and templates read them here."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from platformdirs import user_data_path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, SecretStr

MIN_KEY = 16  # characters of a key that cannot be guessed, assumed
_LONGEST = 4_096  # characters of any text

_Named = TypeVar("_Named", bound="Section")


class Section(BaseModel):
    """Some settings that belong together; never changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True)


def _no_flag(value: object) -> object:
    """Refuse true and false where a number is wanted: Python takes them for 1 and 0."""
    if isinstance(value, bool):
        raise ValueError("a flag is no number")
    return value


def _data_folder(value: object) -> object:
    """Nothing means the user's data folder; '~' and a relative path are made whole."""
    if value is None:
        return user_data_path("synfinance", appauthor=False) / "library"
    return _whole_path(value)


def _whole_path(value: object) -> object:
    if not isinstance(value, str):
        return value
    if not value.strip() or "\0" in value or len(value) > _LONGEST:
        raise ValueError("no path")
    return Path(value.strip()).expanduser().absolute()


def _url_of(schemes: tuple[str, ...], value: SecretStr | None) -> SecretStr | None:
    """Refuse what is no address of such a service, without repeating it."""
    if value is not None and not re.fullmatch(rf"(?:{'|'.join(map(re.escape, schemes))})://\S+", value.get_secret_value()):
        raise ValueError("no such address")
    return value


def _keys(value: SecretStr | None) -> SecretStr | None:
    """Refuse an empty list of keys, and keys that are short enough to be guessed."""
    if value is not None and any(len(key.strip()) < MIN_KEY for key in value.get_secret_value().split(",")):
        raise ValueError("a key is too short")
    return value


Whole = Annotated[int, BeforeValidator(_no_flag)]
Number = Annotated[float, BeforeValidator(_no_flag)]
DataFolder = Annotated[Path, BeforeValidator(_data_folder)]
OptionalFile = Annotated[Path | None, BeforeValidator(_whole_path)]
RedisUrl = Annotated[SecretStr | None, AfterValidator(lambda value: _url_of(("redis", "rediss", "unix"), value))]
DatabaseUrl = Annotated[SecretStr | None, AfterValidator(lambda value: _url_of(("postgresql", "postgresql+psycopg"), value))]
Keys = Annotated[SecretStr | None, AfterValidator(_keys)]


def _frozen(named: Mapping[str, _Named]) -> Mapping[str, _Named]:
    """The mapping, to be read only; ValueError for a name that no variable could spell."""
    for name in named:
        if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name) or len(name) > 40:
            raise ValueError("a name is not of lower-case words")
    return MappingProxyType(dict(named))


ByName = Annotated[Mapping[str, _Named], AfterValidator(_frozen), PlainSerializer(dict)]


def whole(low: int, high: int, unit: str, meaning: str, *, restart: bool = False) -> Any:
    """A whole number with both bounds allowed."""
    words = f"a whole number from {low:,} to {high:,} ({unit})"
    return _field(meaning, unit, words, restart, ge=low, le=high)


def number(low: float, high: float, unit: str, meaning: str, *, restart: bool = False) -> Any:
    """A number with both bounds allowed."""
    return _field(meaning, unit, f"a number from {low:,} to {high:,} ({unit})", restart, ge=low, le=high)


def flag(meaning: str, *, restart: bool = False) -> Any:
    """Yes or no."""
    return _field(meaning, "", "true or false", restart)


def word(allowed: Iterable[str], meaning: str, *, restart: bool = False) -> Any:
    """One of a few words; the type of the field refuses others."""
    return _field(meaning, "", f"one of {', '.join(allowed)}", restart)


def text(pattern: str, form: str, meaning: str, *, restart: bool = False) -> Any:
    """Text of a form that `form` describes."""
    return _field(meaning, "", form, restart, pattern=rf"^(?:{pattern})$", max_length=255)


def path(form: str, meaning: str, *, restart: bool = False) -> Any:
    """A place on the disk."""
    return _field(meaning, "", form, restart)


def secret(form: str, meaning: str, *, restart: bool = False) -> Any:
    """Something that is never shown: not in logs, errors, exports or on a screen."""
    return _field(meaning, "", form, restart, secret=True)


def named(meaning: str) -> Any:
    """Sections by a name that the user may choose."""
    return _field(meaning, "", "lower-case names, each with its own settings", False)


def _field(meaning: str, unit: str, allowed: str, restart: bool, secret: bool = False, **bounds: Any) -> Any:
    return Field(
        description=meaning,
        json_schema_extra={"unit": unit, "allowed": allowed, "restart": restart, "secret": secret},
        **bounds,
    )
