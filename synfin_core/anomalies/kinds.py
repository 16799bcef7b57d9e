"""Pairs every typology with the kinds of twin that look like it; a typology that none looks like stops with its name."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib import import_module
from pkgutil import iter_modules

import numpy as np

from synfin_core.anomalies import twins
from synfin_core.errors import CalibrationError
from synfin_core.fraud.loader import MOST_STORIES, Story, file_names
from synfin_core.fraud.story import Cases, Legs, drawn
from synfin_core.payments.running import Ints
from synfin_core.randomness import U64


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of twin: its id, its sentence, the typologies it looks like, and how their payments become innocent."""

    id: str
    sentence: str
    looks_like: tuple[str, ...]
    legs: Callable[[Legs], Legs]


@lru_cache(maxsize=1)
def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order of their ids."""
    names = sorted(module.name for module in iter_modules(twins.__path__))
    modules = [(name, import_module(f"{twins.__name__}.{name}")) for name in names]
    return tuple(Kind(name, module.__doc__ or "", module.LOOKS_LIKE, module.legs) for name, module in modules)


@lru_cache
def kinds_of(typology: str) -> Ints:
    """Codes of the kinds that look like a typology."""
    found = [code for code, kind in enumerate(kinds()) if typology in kind.looks_like]
    if not found:
        raise CalibrationError(f"synfin_core/anomalies/twins: no kind has '{typology}' in LOOKS_LIKE; every typology needs one.")
    return np.array(found)


def twin_stories(told: tuple[Story, ...]) -> tuple[Story, ...]:
    """One story for each of those told that acts as it does, with keys of its own, and ends innocently."""
    return tuple(map(_twin_story, told))


@lru_cache(maxsize=4 * MOST_STORIES)
def _twin_story(story: Story) -> Story:
    named = replace(story.typology, id=f"{story.typology.id} twin")
    return replace(story, typology=named, legs=partial(_legs, story), aftermath="")


def kind_of(typology: str, keys: U64) -> Ints:
    """Code of the kind of each twin of a typology."""
    found = kinds_of(typology)
    return found[(drawn(keys, "kind") * len(found)).astype(np.int64)]


def kinds_by_story(code: Ints, keys: U64) -> Ints:
    """Code of the kind of each twin, by the code of its story and its key."""
    found = np.zeros(len(code), np.int64)
    for one in np.unique(code):
        mine = code == one
        found[mine] = kind_of(file_names()[one], keys[mine])
    return found


def _legs(story: Story, cases: Cases) -> Legs:
    """The payments that the typology would make, each twin's turned innocent by its kind."""
    mirrored, found = story.legs(cases), kinds_of(story.typology.id)
    if len(found) == 1:
        return kinds()[found[0]].legs(mirrored)
    kind = kind_of(story.typology.id, cases.key)[mirrored.case]
    return Legs.of_all([kinds()[code].legs(mirrored.take(kind == code)) for code in found], [0] * len(found))
