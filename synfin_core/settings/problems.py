"""What is wrong with settings, a sentence each: where, which key, what came, what is allowed. Never a secret."""

import reprlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from synfin_core.settings.contradictions import contradictions
from synfin_core.settings.layers import Layer, kind_of
from synfin_core.settings.model import Settings
from synfin_core.settings.shape import HIDDEN, Place, about, field_at, keys_below, unknown


def refused(error: ValidationError, layers: Sequence[Layer]) -> Iterator[str]:
    """A sentence for each value that the model refused; `layers` from the lowest to the highest."""
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        place = tuple(str(key) for key in one["loc"])
        match one["type"]:
            case "extra_forbidden":
                yield f"{speaker(layers, place).where(place)}: {unknown(place)}"
            case "missing":
                yield f"{speaker(layers, place[:-1]).where(place[:-1])}: {'.'.join(place)} is missing; {_allowed(place)}."
            case _:
                layer = speaker(layers, place)
                yield f"{_subject(layer, place)} is {_came(layer, place)}; {_allowed(place)}."


def contradicted(settings: Settings, layers: Sequence[Layer]) -> Iterator[str]:
    """A sentence for each pair of settings that do not go together."""
    for place, sentence in contradictions(settings):
        layer = speaker(layers, place)
        yield f"{'.'.join(place) if layer.get(place) is None else _subject(layer, place)} {sentence}."


def speaker(layers: Sequence[Layer], place: Place) -> Layer:
    """The highest layer that says something at a place, or as near above it as any layer does."""
    for depth in range(len(place), 0, -1):
        for layer in reversed(layers):
            if _says(layer, place[:depth]):
                return layer
    return layers[0]


def _says(layer: Layer, place: Place) -> bool:
    try:
        said = layer.get(place)
    except KeyError:
        return False
    return said is not None or layer.kind == "default" or bool(_about(place))  # a section left empty says nothing


def _about(place: Place) -> Mapping[str, Any]:
    """What the setting at a place says of itself, {} for a section or an unknown key."""
    field = field_at(place)
    return about(field) if field else {}


def _subject(layer: Layer, place: Place) -> str:
    where = layer.where(place)
    return where if place in layer.names else f"{where}: {'.'.join(place)}"


def _came(layer: Layer, place: Place) -> str:
    try:
        value = layer.get(place)
    except KeyError:
        return "not what it should be"
    if _about(place).get("secret"):
        return HIDDEN
    return kind_of(value) if isinstance(value, dict | list) or not _about(place) else reprlib.repr(value)


def _allowed(place: Place) -> str:
    allowed = _about(place).get("allowed")
    if allowed:
        return f"{allowed} is allowed"
    keys = keys_below(place)
    return f"a section with {', '.join(keys)} is allowed" if keys else "lower-case names with a section each are allowed"
