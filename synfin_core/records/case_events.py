"""Events that a story names: those before its first payment, which twins have too, and the complaint and blocked card after."""

import numpy as np
from numpy.typing import NDArray

from synfin_core.fraud.loader import stories
from synfin_core.fraud.story import IS_FRAUD
from synfin_core.records.devices import Ints, before, item_hashes, log_between, ready_at, thief_rows, uniform
from synfin_core.records.event_rates import COMPLAINT_GAP, KIND, KINDS, STORY_GAP
from synfin_core.records.event_rows import EventRows
from synfin_core.records.payment_events import complaints
from synfin_core.simulate import Shard
from synfin_core.world.population import WALLET

AFTER = ("complaint", "card blocked")
ELSEWHERE = ("login", "payee added", "mandate made", "mandate revoked")  # these follow payments, a thief's like anybody's
WITH_DEVICE = ("SIM changed", "device bound", "PIN set")  # these come with a thief's device


def case_events(shard: Shard) -> list[EventRows]:
    """What each story with a victim here shows besides payments, and what comes before its twins as it comes before it.

    All stories at once, kind by kind.
    """
    first, last, of_case = _bounds(shard)
    alike = _first_of_twins(shard)
    told = {story.typology.id: story for story in stories(shard.people.calibration)}
    names = np.array([[kind in told[name].events for kind in KINDS] for name in shard.stories])
    new_device = np.array([told[name].new_device for name in shard.stories])
    code = shard.cases.story[of_case]
    both = np.concatenate([code, shard.twins.story[shard.books.rows.twin[alike]]])
    shown = _before(shard, names[both], new_device[both], np.concatenate([first, alike]))
    return [*shown, *_after(shard, names[code], last)]


def _first_of_twins(shard: Shard) -> Ints:
    """The first row that the customer of each twin pays; nobody complains about a twin."""
    rows = shard.books.rows
    at = np.flatnonzero((rows.twin >= 0) & (rows.payer >= 0))
    at = at[shard.twins.customer[rows.twin[at]] == shard.people.index[rows.payer[at]]]
    return at[np.unique(rows.twin[at], return_index=True)[1]]


def _bounds(shard: Shard) -> tuple[Ints, Ints, Ints]:
    """(first fraud row, last fraud row, case) of each case whose one victim lives here."""
    rows = shard.books.rows
    at = np.flatnonzero((rows.case >= 0) & IS_FRAUD[rows.role])
    at = at[rows.payer[_paid(shard, at)] >= 0]
    case = rows.case[at]
    own = shard.cases.is_own[case] & (shard.cases.victim[case] == shard.people.index[rows.payer[_paid(shard, at)]])
    at, case = at[own], case[own]
    cases, first = np.unique(case, return_index=True)
    last = len(case) - 1 - np.unique(case[::-1], return_index=True)[1]
    return at[first], at[last], cases.astype(np.int64)


def _paid(shard: Shard, at: Ints) -> Ints:
    """The payment that each fraud row is about: itself, or what a claim wants back."""
    rows = shard.books.rows
    return np.where((rows.payer[at] < 0) & (rows.related[at] >= 0), rows.related[at], at)


def _before(shard: Shard, names: NDArray[np.bool_], new_device: NDArray[np.bool_], at: Ints) -> list[EventRows]:
    """Up to a day before the first payment, once the device that makes it can act; `names` by [payment, kind]."""
    at = _paid(shard, at)
    thief, ready, time = thief_rows(shard, at), ready_at(shard, at), shard.books.rows.time[at]
    hashes = item_hashes(shard, at)
    found = []
    for kind in KINDS:
        named = names[:, KIND[kind]] & ~(new_device & (kind in WITH_DEVICE))
        if kind not in AFTER and kind not in ELSEWHERE and named.any():
            draws = hashes[named]
            gap = log_between(uniform(draws, 32 + KIND[kind]), *STORY_GAP)
            happened = before(time[named], gap, ready[named], uniform(draws, 64 + KIND[kind]))
            found.append(EventRows.of_payments(shard, kind, at[named], happened, thief=thief[named]))
    return found


def _after(shard: Shard, names: NDArray[np.bool_], at: Ints) -> list[EventRows]:
    """The complaint and the blocked card after the last payment; a claim is complained about before it is paid."""
    rows, claims = shard.books.rows, shard.books.rows.payer[at] < 0
    complains, blocks = names[:, KIND["complaint"]], names[:, KIND["card blocked"]]
    lost, claimed = at[~claims], at[claims & complains]
    has_card = rows.payer_slot[lost] != WALLET
    complaint, blocked = complaints(shard, lost, has_card & blocks[~claims])
    bought, hashes = _paid(shard, claimed), item_hashes(shard, claimed)
    gap = log_between(uniform(hashes, 16), *COMPLAINT_GAP)
    asked = before(rows.time[claimed], gap, rows.time[bought], uniform(hashes, 17))
    return [complaint.take(complains[~claims]), EventRows.of_payments(shard, "complaint", bought, asked), blocked]
