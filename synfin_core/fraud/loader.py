"""Pairs each typology file with its block of fraud.yaml by name; one without the other stops with both names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from importlib import import_module
from pkgutil import iter_modules

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration, Typology
from synfin_core.errors import CalibrationError, closest
from synfin_core.fraud import typologies
from synfin_core.fraud.rhythms import not_before
from synfin_core.fraud.story import Cases, Legs

MOST_STORIES = 64


@dataclass(frozen=True, eq=False)
class Story:
    """A typology ready to act: its figures, its sentence, its legs, and how it shows besides payments.

    `code` counts all typologies that have a file, so that it never depends on which of them act. `styles` names one a rail.
    `first_party`: the customer is the actor, and bank or merchant loses. `aftermath`: what happens to the victim's honest
    payments once the case is noticed ("frozen", "card blocked" or nothing). `keeps_number`: variants in which
    no SIM changes, though it does in the others. `difficulty`: the preset that it is told by.
    """

    code: int
    typology: Typology
    sentence: str
    styles: Mapping[str, str]
    legs: Callable[[Cases], Legs]
    events: tuple[str, ...]
    new_device: bool
    many_victims: bool
    first_party: bool
    aftermath: str
    keeps_number: tuple[str, ...]
    difficulty: str = "realistic"


@lru_cache(maxsize=1)
def file_names() -> tuple[str, ...]:
    """Ids that have a file in fraud/typologies."""
    return tuple(sorted(module.name for module in iter_modules(typologies.__path__)))


@lru_cache(maxsize=2)
def stories(calibration: Calibration) -> tuple[Story, ...]:
    """All typologies that have a file, in the order of their ids."""
    blocks = {typology.id: typology for typology in calibration.typologies}
    found = []
    if len(file_names()) > MOST_STORIES:
        raise CalibrationError(f"synfin_core/fraud/typologies: {len(file_names())} files; ids have room for {MOST_STORIES}.")
    for code, name in enumerate(file_names()):
        if name not in blocks:
            raise CalibrationError(
                f"synfin_core/fraud/typologies/{name}.py: typology '{name}' has no block in "
                f"config/calibration/fraud.yaml{closest(name, blocks)}."
            )
        module = import_module(f"{typologies.__name__}.{name}")
        found.append(
            Story(
                code,
                blocks[name],
                module.__doc__ or "",
                module.STYLES,
                partial(_legs, module.legs),
                getattr(module, "EVENTS", ()),
                getattr(module, "NEW_DEVICE", False),
                getattr(module, "MANY_VICTIMS", False),
                getattr(module, "FIRST_PARTY", False),
                getattr(module, "AFTERMATH", ""),
                getattr(module, "KEEPS_NUMBER", ()),
            )
        )
    return tuple(found)


def _legs(act: Callable[[Cases], Legs], cases: Cases) -> Legs:
    """What a typology's file makes of the cases, none before cases of it may start."""
    return not_before(cases, act(cases))


def marked(calibration: Calibration, test: Callable[[Story], bool]) -> NDArray[np.bool_]:
    """Whether each typology, by its code, passes the test."""
    found = np.zeros(len(file_names()), bool)
    found[[story.code for story in stories(calibration) if test(story)]] = True
    return found
