"""The whole network analysis: read the pairs of money in and out once, look for each kind of finding, strongest first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from synfin_core.analytics.network.bursts import bursts
from synfin_core.analytics.network.complaints import complained_merchants, complained_payees, complained_payments
from synfin_core.analytics.network.data import EVENT_COLUMNS, Data, check_columns, columns_of
from synfin_core.analytics.network.finding import KINDS, Finding, Kind
from synfin_core.analytics.network.flows import cycles, flows_of, pass_through, paths
from synfin_core.analytics.network.gathering import gathered
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


def analyse(data: Data, complaints: bool = True) -> Network:
    """Look for every kind of finding in the columns that a bank can see; no label and no column of truth is read.

    `complaints` of customers are events, and are used where there are events. WrongUse when payments lack a column.
    """
    check_columns(data)
    order = list(KINDS)
    found = sorted(
        _found(data, complaints), key=lambda one: (order.index(one.kind), -one.strength, -len(one.payments), one.payments)
    )
    return Network(tuple(found))


def _found(data: Data, complaints: bool) -> Iterator[Finding]:
    passes = Passes.read(data)
    hear = complaints and columns_of(data, "events") >= EVENT_COLUMNS
    passing = tuple(pass_through(passes))
    payees = _once([*shared_payees(passes), *(complained_payees(data) if hear else ()), *gathered(data)])
    suspected = {one.centre.id for one in (*passing, *payees)}
    yield from shared_devices(data, suspected, complained_payments(data) if hear else ())
    yield from complained_merchants(data) if hear else ()
    yield from payees
    yield from passing
    flows = tuple(flows_of(passes))
    yield from paths(flows, passes.by_chance)
    yield from cycles(flows, passes.by_chance)
    yield from bursts(data)


def _once(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The first finding of each centre."""
    return tuple({one.centre: one for one in reversed([*findings])}.values())
