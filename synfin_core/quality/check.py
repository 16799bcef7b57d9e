"""What a check is, and what it finds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from synfin_core.store.rules import Rule

Family = Literal["schema", "statistics", "business rules", "time", "references", "ledger", "labels", "leakage"]
FAMILIES: tuple[Family, ...] = get_args(Family)
Verdict = Literal["holds", "broken", "not judged"]


@dataclass(frozen=True)
class Check:
    """One thing that must be so: `measure`, an SQL aggregate over `relation`, lies within `low` and `high`, both allowed.

    Without a relation the measure is a query of its own. It is judged only where `sample` comes to `fewest` at least, and,
    when it `is_of_all`, where the spec leaves out no rail, segment or state. Limits are of this `source`.
    """

    id: str
    family: Family
    goal: str
    unit: str
    measure: str
    relation: str = "transactions"
    low: float = 0.0
    high: float = 0.0
    sample: str = "count(*)"
    fewest: int = 1
    is_of_all: bool = False
    source: str = "by construction"

    @property
    def sql(self) -> str:
        """All SQL that it reads."""
        return f"{self.measure} {self.relation} {self.sample}"


@dataclass(frozen=True)
class Found:
    """A check with what it measured among `sample` members; `detail` names the place, or says why it was not judged."""

    check: Check
    value: float | None
    sample: int
    detail: str = ""

    @property
    def verdict(self) -> Verdict:
        """Whether the measure lies within the limits."""
        if self.value is None:
            return "not judged"
        return "holds" if self.check.low <= self.value <= self.check.high else "broken"


def checks_of(rules: Iterable[Rule], family: Family) -> tuple[Check, ...]:
    """Rules of the store, each of which counts what breaks it."""
    return tuple(Check(rule.name, family, rule.name, rule.meaning, f"({rule.sql})", relation="", sample="1") for rule in rules)


def breaks(id: str, family: Family, goal: str, test: str, relation: str = "transactions", unit: str = "rows") -> Check:
    """A check that counts the rows of `relation` for which `test` holds."""
    return Check(id, family, goal, unit, f"count_if({test})", relation)
