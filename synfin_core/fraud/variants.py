"""Ways in which one typology is done: each case has one of the variants of its block in fraud.yaml, by their shares."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration, Typology
from synfin_core.errors import CalibrationError
from synfin_core.fraud.loader import stories
from synfin_core.fraud.story import Cases, drawn
from synfin_core.payments.running import Ints
from synfin_core.randomness import U64

SUMS_WITHIN = 1e-9  # of 1


def variant_names(typology: Typology) -> tuple[str, ...]:
    """The variants of a typology in the order of its block; none where it is done in one way."""
    return tuple(typology.figures.get("variants", {}))


def variant_of(typology: Typology, key: U64) -> Ints:
    """Place of each case's variant among the typology's, by the case's key; CalibrationError where shares do not sum to 1."""
    edges = np.cumsum(list(typology.figures["variants"].values()))
    if abs(edges[-1] - 1) > SUMS_WITHIN:
        raise CalibrationError(
            f"fraud.yaml: variants of '{typology.id}' have shares that sum to {edges[-1]:.6g}; they must sum to 1."
        )
    return np.searchsorted(edges[:-1], drawn(key, "variant"), side="right").astype(np.int64)


def is_variant(cases: Cases, *names: str) -> NDArray[np.bool_]:
    """Whether each case is one of these variants."""
    return is_one_of(cases.typology, cases.key, names)


def is_one_of(typology: Typology, key: U64, names: tuple[str, ...]) -> NDArray[np.bool_]:
    """Whether the case of each key is one of these variants of the typology."""
    known = variant_names(typology)
    return np.isin(variant_of(typology, key), [known.index(name) for name in names])


@lru_cache(maxsize=2)
def all_variants(calibration: Calibration) -> tuple[str, ...]:
    """The variants of all typologies that have a file, each once."""
    return tuple(dict.fromkeys(name for story in stories(calibration) for name in variant_names(story.typology)))


def variant_codes(calibration: Calibration, code: Ints, key: U64) -> Ints:
    """Place in `all_variants` of the variant of each case, by the code of its story and its key; -1 where there is but one way."""
    words, found = all_variants(calibration), np.full(len(code), -1)
    for story in stories(calibration):
        names = variant_names(story.typology)
        mine = np.flatnonzero(code == story.code) if names else np.zeros(0, np.int64)
        if len(mine):
            places = np.array([words.index(name) for name in names])
            found[mine] = places[variant_of(story.typology, key[mine])]
    return found
