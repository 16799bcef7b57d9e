"""Drift: how the frauds of a run change over its days, as the spec says it and as people read it."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

KEYS: dict[str, tuple[str, ...]] = {
    "sudden": ("typology", "date", "factor"),
    "gradual": ("typology", "date", "until", "factor"),
    "recurring": ("typology", "date", "days", "every_days", "factor"),
    "new_typology": ("typology", "date"),
}  # what each kind of change is told by


@dataclass(frozen=True)
class Change:
    """One change of how often cases of a typology begin; `factor` times as often as otherwise.

    sudden: from `date` on; gradual: more and more from `date` to `until`, and so from then on; recurring: from `date` on for
    `days` days in every `every_days`; new_typology: no case before `date`.
    """

    kind: Literal["sudden", "gradual", "recurring", "new_typology"]
    typology: str
    date: datetime.date
    until: datetime.date | None = None
    factor: float = 1.0
    days: int = 0
    every_days: int = 0

    def as_dict(self) -> dict[str, Any]:
        """What tells the change, in plain JSON types."""
        values = {"kind": self.kind} | {name: getattr(self, name) for name in KEYS[self.kind]}
        return {name: value.isoformat() if isinstance(value, datetime.date) else value for name, value in values.items()}

    @property
    def sentence(self) -> str:
        """The change in words."""
        times = f"{self.factor:g} times as many cases"
        match self.kind:
            case "sudden":
                told = f"{times} from {self.date} on"
            case "gradual":
                way = "more and more" if self.factor > 1 else "fewer and fewer"
                told = f"{way} cases from {self.date} on, {times} from {self.until} on"
            case "recurring":
                told = f"{times} for {self.days} days in every {self.every_days}, from {self.date} on"
            case "new_typology":
                told = f"new, no case before {self.date}"
        return f"{self.typology}: {told}"

    def spans(self, end: datetime.date) -> list[tuple[datetime.date, datetime.date]]:
        """First and last day of each time in which the change shows, in a period that ends on `end`."""
        if self.kind != "recurring":
            return [(self.date, end)]
        starts = range(0, (end - self.date).days + 1, self.every_days)
        days = [self.date + datetime.timedelta(days=since) for since in starts]
        return [(day, min(day + datetime.timedelta(days=self.days - 1), end)) for day in days]


def recorded(changes: Sequence[Change], end: datetime.date) -> list[dict[str, Any]]:
    """The changes as a manifest keeps them: what told each, its sentence, and its days."""
    return [
        one.as_dict() | {"told": one.sentence, "spans": [[str(first), str(last)] for first, last in one.spans(end)]}
        for one in changes
    ]
