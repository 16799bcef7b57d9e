"""What differs between two states of the settings; secrets differ without being shown."""

from dataclasses import dataclass
from typing import Any

from synfin_core.settings.loading import State
from synfin_core.settings.shape import about, leaves


@dataclass(frozen=True)
class Change:
    """One setting, before and after, in plain JSON types; None also where a named section is not there."""

    key: str
    old: Any
    new: Any
    source: str  # where the new value comes from
    needs_restart: bool

    def __str__(self) -> str:
        later = " (after a restart)" if self.needs_restart else ""
        return f"{self.key}: {self.old} -> {self.new}{later}"


def changes(old: State, new: State) -> tuple[Change, ...]:
    """Every setting that differs, in the order of the sections."""
    before = {leaf.place: leaf for leaf in leaves(old.settings)}
    after = {leaf.place: leaf for leaf in leaves(new.settings)}
    differing = [
        place for place in before | after if place not in before or place not in after or before[place].value != after[place].value
    ]
    return tuple(
        Change(
            ".".join(place),
            before[place].shown if place in before else None,
            after[place].shown if place in after else None,
            new.origin(place).where(place),
            bool(about((after if place in after else before)[place].field)["restart"]),
        )
        for place in differing
    )
