"""The settings as text: a YAML file with all of them, and a template of the variables. Secrets are left out."""

import json
from collections.abc import Iterator

from synfin_core.settings import places
from synfin_core.settings.loading import State
from synfin_core.settings.model import DELIMITER, ENVIRONMENTS, PREFIX
from synfin_core.settings.shape import Leaf, Place, about, leaves

_SHORT = {full: short for short, full in places.ALIASES.items()}


def as_yaml(state: State) -> str:
    """Every setting but the secrets, each with its meaning, as a file that can be imported."""
    lines = [f"# Settings of the environment {state.settings.environment}; secrets are left out."]
    before: Place = ()
    for leaf in leaves(state.settings):
        if not about(leaf.field)["secret"]:
            lines += _headings(before, leaf.place)
            lines.append(f"{'  ' * (len(leaf.place) - 1)}{leaf.place[-1]}: {json.dumps(_said(state, leaf))} # {_meaning(leaf)}")
            before = leaf.place
    return "\n".join(lines) + "\n"


def env_template(state: State) -> str:
    """Every variable with its meaning, what is allowed, and the value in force; all commented out."""
    lines = [
        "# Variables that SynFinance reads, from the environment or from a file .env in the working folder.",
        f"# {PREFIX}SECTION{DELIMITER}KEY sets one setting. Take away the # in front of what you want to change.",
        "",
        f"# Which file of config/settings lies over the defaults: one of {', '.join(ENVIRONMENTS)}.",
        f"#{places.ENVIRONMENT}={state.settings.environment}",
        "",
        "# The user's settings file, a path.",
        f"#{places.USER_FILE}=",
    ]
    for leaf in leaves(state.settings):
        name = variable(leaf.place)
        short = f" Short name: {_SHORT[name]}." if name in _SHORT else ""
        value = "" if about(leaf.field)["secret"] else _value(state, leaf)
        lines += ["", f"# {_meaning(leaf)}{short}", f"#{name}={value}"]
    return "\n".join(lines) + "\n"


def variable(place: Place) -> str:
    """The variable that sets the setting at a place."""
    return PREFIX + DELIMITER.join(place).upper()


def _headings(before: Place, place: Place) -> Iterator[str]:
    """The section names that stand above a setting and not above the one before it."""
    for depth in range(1, len(place)):
        if before[:depth] != place[:depth]:
            yield f"{'  ' * (depth - 1)}{place[depth - 1]}:"


def _said(state: State, leaf: Leaf) -> object:
    """The value, or nothing where a default that depends on the machine is in force."""
    raw = state.origin(leaf.place).get(leaf.place)
    return None if raw is None else leaf.shown


def _value(state: State, leaf: Leaf) -> str:
    said = _said(state, leaf)
    return "" if said is None else str(said).lower() if isinstance(said, bool) else str(said)


def _meaning(leaf: Leaf) -> str:
    extra = about(leaf.field)
    later = " Felt after a restart." if extra["restart"] else ""
    return f"{leaf.field.description} Allowed: {extra['allowed']}.{later}"
