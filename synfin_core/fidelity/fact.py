"""What a fact is: a published figure, and how to measure the same thing in a dataset."""

from dataclasses import dataclass
from typing import Literal

Population = Literal["payments", "attempts", "customers", "links", "people", "favourites", "merchants", "cases"]
RELATIVE_TOLERANCE = 0.10


@dataclass(frozen=True)
class Fact:
    """A published ratio: the sum of `top` over the sum of `bottom`, SQL expressions over what it is `of`, `where` it holds.

    `is_input` marks a figure that the generator itself reads: agreement is then no evidence. Figures that are only
    recollected or assumed, and those that `shown_only` gives a reason for, are shown but not held to the tolerance.
    """

    name: str
    target: float
    source: str
    period: str
    confidence: str
    top: str
    bottom: str = "1"
    where: str = "TRUE"
    unit: str = ""
    is_input: bool = False
    shown_only: str = ""
    of: Population = "payments"
    tolerance: float = RELATIVE_TOLERANCE

    @property
    def is_held(self) -> bool:
        """Held to the tolerance: quoted or derived, and of this time and country."""
        return self.confidence in {"quoted", "derived"} and not self.shown_only
