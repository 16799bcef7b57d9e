"""How a model is made besides its kind: weights, chances, which features, settings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from synfin_core.errors import WrongUse, closest

ClassWeight = Literal["own", "none", "balanced"]
Calibration = Literal["none", "sigmoid", "isotonic"]
Selection = Literal["none", "rfe", "l1", "correlation"]


@dataclass(frozen=True)
class Recipe:
    """`class_weight`: the kind's own, none, or both classes alike; `calibration` of scores to chances on a later slice of
    training; `selection` of at most `most_features`; `strangeness`: one more column, how odd an isolation forest finds a
    payment; `settings` of the model in place of its own.
    """

    class_weight: ClassWeight = "own"
    calibration: Calibration = "none"
    selection: Selection = "none"
    most_features: int = 40
    strangeness: bool = False
    settings: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        one_of("class_weight", self.class_weight, get_args(ClassWeight))
        one_of("calibration", self.calibration, get_args(Calibration))
        one_of("selection", self.selection, get_args(Selection))
        if not isinstance(self.strangeness, bool):
            raise WrongUse(f"strangeness is {self.strangeness!r:.60}; true or false is allowed")
        if not isinstance(self.most_features, int) or self.most_features < 1:
            raise WrongUse(f"most_features is {self.most_features!r:.60}; a whole number from 1 on is allowed")

    def as_dict(self) -> dict[str, Any]:
        """As a registry keeps it."""
        return vars(self) | {"settings": dict(self.settings)}


def one_of(name: str, word: Any, allowed: Iterable[str]) -> None:
    """WrongUse unless `word` is one of `allowed`."""
    words = tuple(allowed)
    if word not in words:
        raise WrongUse(f"{name} is {word!r:.60}; {', '.join(words)} are allowed{closest(str(word), words)}")
