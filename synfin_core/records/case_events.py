"""Events that a story names: those before its first payment, which twins have too, and the complaint and blocked card after."""

import numpy as np

from synfin_core.fraud.loader import Story, stories
from synfin_core.fraud.story import IS_FRAUD
from synfin_core.records.devices import Ints, before, item_hashes, log_between, ready_at, thief_rows, uniform
from synfin_core.records.event_rates import COMPLAINT_GAP, KIND, STORY_GAP
from synfin_core.records.event_rows import EventRows
from synfin_core.records.payment_events import complaints
from synfin_core.simulate import Shard
from synfin_core.world.population import WALLET

AFTER = ("complaint", "card blocked")
ELSEWHERE = ("login", "payee added", "mandate made", "mandate revoked")  # these follow payments, a thief's like anybody's
WITH_DEVICE = ("SIM changed", "device bound", "PIN set")  # these come with a thief's device


def case_events(shard: Shard) -> list[EventRows]:
    """What each story with a victim here shows besides payments."""
    told = {story.typology.id: story for story in stories(shard.people.calibration)}
    first, last, of_case = _bounds(shard)
    found = []
    for code, name in enumerate(shard.stories):
        mine = shard.cases.story[of_case] == code
        if mine.any():
            found += [*_before(shard, told[name], first[mine]), *_after(shard, told[name], last[mine])]
    return found


def twin_events(shard: Shard) -> list[EventRows]:
    """What comes before a twin as it comes before what it looks like; nobody complains about it."""
    told = {story.typology.id: story for story in stories(shard.people.calibration)}
    rows = shard.books.rows
    at = np.flatnonzero((rows.twin >= 0) & (rows.payer >= 0))
    at = at[shard.twins.customer[rows.twin[at]] == shard.people.index[rows.payer[at]]]
    first = at[np.unique(rows.twin[at], return_index=True)[1]]
    code = shard.twins.story[rows.twin[first]]
    return [part for one in np.unique(code) for part in _before(shard, told[shard.stories[one]], first[code == one])]


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


def _before(shard: Shard, story: Story, at: Ints) -> list[EventRows]:
    """Up to a day before the first payment, once the device that makes it can act."""
    at = _paid(shard, at)
    thief, ready, time = thief_rows(shard, at), ready_at(shard, at), shard.books.rows.time[at]
    left_out = {*AFTER, *ELSEWHERE, *(WITH_DEVICE if story.new_device else ())}
    found = []
    for kind in dict.fromkeys(story.events):
        if kind not in left_out:
            hashes = item_hashes(shard, at)
            gap = log_between(uniform(hashes, 32 + KIND[kind]), *STORY_GAP)
            happened = before(time, gap, ready, uniform(hashes, 64 + KIND[kind]))
            found.append(EventRows.of_payments(shard, kind, at, happened, thief=thief))
    return found


def _after(shard: Shard, story: Story, at: Ints) -> list[EventRows]:
    """The complaint and the blocked card after the last payment; a claim is complained about before it is paid."""
    rows, claims = shard.books.rows, shard.books.rows.payer[at] < 0
    lost, claimed = at[~claims], at[claims]
    by_account = rows.payer_slot[lost] != WALLET  # a wallet has no card
    complaint, blocked = complaints(shard, lost, by_account & ("card blocked" in story.events))
    bought, hashes = _paid(shard, claimed), item_hashes(shard, claimed)
    gap = log_between(uniform(hashes, 16), *COMPLAINT_GAP)
    asked = before(rows.time[claimed], gap, rows.time[bought], uniform(hashes, 17))
    found = [complaint, EventRows.of_payments(shard, "complaint", bought, asked)] if "complaint" in story.events else []
    return [*found, blocked]
