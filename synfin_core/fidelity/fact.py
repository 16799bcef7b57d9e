"""What a fact is: a published figure, and how to measure the same thing in a dataset."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A published ratio: the sum of `top` over the sum of `bottom`, SQL expressions over the payments `where` it holds.

    `is_input` marks a figure that the generator itself reads: agreement is then no evidence. Figures that are only
    recollected or assumed, and those of another time (`is_shown_only`), are shown but not held to the tolerance.
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
    is_shown_only: bool = False
    of_attempts: bool = False

    @property
    def is_held(self) -> bool:
        """Held to the tolerance: quoted or derived, and of this time."""
        return self.confidence in {"quoted", "derived"} and not self.is_shown_only
