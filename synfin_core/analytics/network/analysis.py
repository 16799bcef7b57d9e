"""The whole network analysis: read the pairs of money in and out once, look for each kind of finding, strongest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from synfin_core.analytics.network.bursts import bursts
from synfin_core.analytics.network.data import Data, check_columns
from synfin_core.analytics.network.finding import KINDS, Finding, Kind
from synfin_core.analytics.network.flows import cycles, pass_through, paths
from synfin_core.analytics.network.passing import Passes
from synfin_core.analytics.network.sharing import shared_devices, shared_payees


@dataclass(frozen=True, eq=False)
class Network:
    """What was found, by kind in the order of KINDS, and within a kind the strongest first."""

    findings: tuple[Finding, ...]

    @cached_property
    def by_kind(self) -> dict[Kind, tuple[Finding, ...]]:
        """Findings of every kind, also of those of which there is none."""
        return {kind: tuple(one for one in self.findings if one.kind == kind) for kind in KINDS}


def analyse(data: Data) -> Network:
    """Look for every kind of finding in the columns that a bank can see; no label and no column of truth is read.

    WrongUse when the payments lack a column that is read.
    """
    check_columns(data)
    order = list(KINDS)
    found = sorted(_found(data), key=lambda one: (order.index(one.kind), -one.strength, -len(one.payments), one.centre))
    return Network(tuple(found))


def _found(data: Data) -> Iterator[Finding]:
    passes = Passes.read(data)
    yield from shared_devices(data)
    yield from shared_payees(passes)
    yield from pass_through(passes)
    yield from paths(passes)
    yield from cycles(passes)
    yield from bursts(data)
