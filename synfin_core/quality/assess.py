"""Assess: run every check that can be judged, one pass over each relation; then score."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import isfinite
from typing import Any

from synfin_core.quality.check import FAMILIES, Check, Found
from synfin_core.quality.checks import CHECKS, PREPARED
from synfin_core.quality.subject import Subject, filled_in, read_by
from synfin_core.store.checks import prepared
from synfin_core.store.dataset import Connection

ROWS = Check("there are rows", "schema", "there is something to check", "rows", "count(*)", low=1, high=float("inf"))


@dataclass(frozen=True)
class Assessment:
    """What the checks found of `name`, with its number of rows."""

    name: str
    n_rows: int
    found: tuple[Found, ...]

    @property
    def families(self) -> dict[str, float]:
        """Share of the checks that hold among those judged, by family; a family that none could judge is left out."""
        judged = {family: [one for one in self.judged if one.check.family == family] for family in FAMILIES}
        return {family: sum(one.verdict == "holds" for one in ones) / len(ones) for family, ones in judged.items() if ones}

    @property
    def judged(self) -> tuple[Found, ...]:
        """Checks that were judged."""
        return tuple(one for one in self.found if one.verdict != "not judged")

    @property
    def broken(self) -> tuple[Found, ...]:
        """Checks that do not hold."""
        return tuple(one for one in self.found if one.verdict == "broken")

    @property
    def score(self) -> float:
        """0-100: the share of checks that hold in the weakest family, because sound rows do not make up for nonsense sums."""
        return 100 * min(self.families.values(), default=0.0)

    def as_dict(self) -> dict[str, Any]:
        """All of it in plain JSON types."""
        return {
            "name": self.name,
            "rows": self.n_rows,
            "score": round(self.score, 2),
            "families": {family: round(share, 4) for family, share in self.families.items()},
            "judged": len(self.judged),
            "broken": [one.check.id for one in self.broken],
            "checks": [_told(one) for one in self.found],
        }


def assess(subject: Subject, checks: Iterable[Check] = CHECKS) -> Assessment:
    """Run the checks; without a row in the main table all that is found is that there is nothing."""
    return subject.ask(lambda connection: _assess(connection, subject, tuple(checks)))


def _assess(connection: Connection, subject: Subject, checks: tuple[Check, ...]) -> Assessment:
    [(n_rows,)] = connection.execute(f"SELECT count(*) FROM {subject.main}").fetchall()
    lacking = {check: subject.lacks(check, PREPARED) or ("" if n_rows else "there are no rows") for check in checks}
    wanted = [check for check in checks if not lacking[check]]
    with prepared(connection, {name: query for check in wanted for name, query in read_by(check, PREPARED).items()}):
        measured = dict(_measured(connection, wanted, subject))
    skipped = {check: Found(check, None, 0, why) for check, why in lacking.items() if why}
    found = (*subject.found, Found(ROWS, n_rows, n_rows), *((measured | skipped)[check] for check in checks))
    return Assessment(subject.name, n_rows, found)


def _measured(connection: Connection, checks: list[Check], subject: Subject) -> Iterator[tuple[Check, Found]]:
    """Each check with what it found; those of one relation are measured in one pass."""
    for _, together in groupby(sorted(checks, key=_pass), _pass):
        yield from _in_one_pass(connection, list(together), subject)


def _pass(check: Check) -> str:
    """What the checks of one pass have in common; a check without a relation is a query of its own."""
    return check.relation or check.id


def _in_one_pass(connection: Connection, checks: list[Check], subject: Subject) -> Iterator[tuple[Check, Found]]:
    relation = checks[0].relation
    asked = ", ".join(f"{check.measure}, {check.sample}" for check in checks)
    query = filled_in(f"SELECT {asked}{f' FROM {relation}' if relation else ''}", subject.spec)
    [row] = connection.execute(query).fetchall()
    for at, check in enumerate(checks):
        yield check, _judged(check, row[2 * at], int(row[2 * at + 1] or 0))


def _judged(check: Check, value: Any, sample: int) -> Found:
    """What was found; a rule whose sum has nothing to add up broke nothing."""
    if sample < check.fewest:
        return Found(check, None, sample, f"{sample:,} of at least {check.fewest:,} that it needs")
    number = float(value) if value is not None else 0.0 if not check.relation else float("nan")
    return Found(check, number, sample) if isfinite(number) else Found(check, None, sample, "nothing to measure")


def _told(one: Found) -> Mapping[str, Any]:
    check = one.check
    limits = [limit if isfinite(limit) else None for limit in (check.low, check.high)]
    return {
        "id": check.id,
        "family": check.family,
        "goal": check.goal,
        "unit": check.unit,
        "limits": limits,
        "source": check.source,
        "found": one.value,
        "sample": one.sample,
        "verdict": one.verdict,
        "detail": one.detail,
    }
