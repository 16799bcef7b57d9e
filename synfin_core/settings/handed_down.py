"""Settings that a process hands to those it starts: they work with what is in force, whatever the files say by then."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import SecretStr

from synfin_core.errors import SettingsError
from synfin_core.settings.layers import Layer, Values
from synfin_core.settings.model import PREFIX, Settings
from synfin_core.settings.shape import leaves

VARIABLE = f"{PREFIX}HANDED_DOWN"


def variable(settings: Settings) -> dict[str, str]:
    """The variable for a process that is started, with secrets: only its owner can read it."""
    values: Values = {"environment": settings.environment}
    for leaf in leaves(settings):
        inside = values
        for key in leaf.place[:-1]:
            inside = inside.setdefault(key, {})
        inside[leaf.place[-1]] = leaf.value.get_secret_value() if isinstance(leaf.value, SecretStr) else leaf.shown
    return {VARIABLE: json.dumps(values)}


def received(said: Mapping[str, str]) -> tuple[str, Layer] | None:
    """The environment and the one layer that were handed down; None when nothing was."""
    if VARIABLE not in said:
        return None
    try:
        values: Any = json.loads(said[VARIABLE])
        environment = str(values.pop("environment"))
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        raise SettingsError(f"{VARIABLE} holds no settings; only a process of synfin-core sets it.") from None
    return environment, Layer("handed down", f"{VARIABLE} of the process that started this one", values)
