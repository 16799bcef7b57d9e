"""THE MAIN FLOW.

`plan` counts before anything is made:
1. the period and how many customers live in it;
2. the shards and the rows of each;
3. the fraud cases, and the twins that look like them.

`shard` makes the whole life of one shard's customers, in this order:
1. people: who lives here, and in the shards that links join with this one
2. live: their honest payments, with balances that hold
3. steal: what thieves take from them, and what mules here receive and pass on
4. twins_of: what honest customers do that looks like it
5. odd: honest rows that are odd in themselves
6. fund: money that all this calls for comes in just before
7. make_room: honest rows give way, so that the count is exact
8. control: today's limits decide by which way each payment may go
9. keep_books: time order, balances, declines, and what follows from time order
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Self

import numpy as np
from numpy.typing import NDArray

from synfin_core.anomalies.kinds import twin_stories
from synfin_core.anomalies.lookalikes import Twins, twins_of
from synfin_core.anomalies.oddities import make_odd
from synfin_core.anomalies.scene import Scene
from synfin_core.anomalies.twin_plan import plan_twins
from synfin_core.calibration import Calibration, load_calibration
from synfin_core.controls.limits import keep_to
from synfin_core.controls.policy import load_policy
from synfin_core.errors import SpecError
from synfin_core.fraud.acts import Acts, acts_of
from synfin_core.fraud.aftermath import Holds, decline, victims_held
from synfin_core.fraud.book import STREAM_FUNDING, number_rows, paid
from synfin_core.fraud.cases import CasePlan, plan_cases
from synfin_core.fraud.circle import Circle
from synfin_core.fraud.combinations import NO_TIES, Ties
from synfin_core.fraud.difficulty import stories_at
from synfin_core.fraud.funding import fund, touched_flow
from synfin_core.fraud.loader import Story, file_names
from synfin_core.fraud.mixes import case_shares
from synfin_core.fraud.story import ROLE
from synfin_core.fraud.tempo import drifted
from synfin_core.ledger import Books, keep_books
from synfin_core.mules.cashout import booked, received
from synfin_core.mules.layering import NO_PARCELS, Parcels, Trail, arrived, held_mules, layered
from synfin_core.mules.recruitment import FIRST_SLOTS, Crew
from synfin_core.payments import bills, income, prepaid
from synfin_core.payments.insufficient import LACKING, settle_reasons
from synfin_core.payments.life import LINK_SHARES, Life, Quota, giving_way, live
from synfin_core.payments.moments import separate
from synfin_core.payments.rates import drawn, rates_of
from synfin_core.payments.rows import Rows, among
from synfin_core.randomness import U64, mix64, share_out
from synfin_core.spec import LAST_DAY, Spec
from synfin_core.timeline import Period
from synfin_core.world.merchants import Market, market_of
from synfin_core.world.people import People, people_of
from synfin_core.world.population import N_LINKS, OUTSIDE, WALLET, Population

LEAST_CUSTOMERS, LEAST_WINDOW_DAYS, WINDOWED = 500, 20, 64  # DESIGN 4 and 5
ROWS_A_SHARD = (20_000, 250_000)
LEAST_SHARDS, LEAST_IN_SHARD = 8, 24
FUNDING_SHARE = 0.15  # of rows that may call for money from elsewhere, at most, assumed


@dataclass(frozen=True, eq=False)
class Plan:
    """How many rows each shard makes, how many of them are anomalies, and which fraud cases and twins happen."""

    spec: Spec
    population: Population
    rows: NDArray[np.int64]
    scale: float
    cases: CasePlan
    twins: CasePlan
    odd: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Seen:
    """What a shard knows of each case: the code of its story, its number and key, whether its victim lives here and who that
    is (index, -1 for none), the paise it plans to take and when for the last time, the shape and the layers of its
    laundering, how it is tied to others; and all that its mules received, in this shard and others."""

    story: NDArray[np.int64]
    number: NDArray[np.int64]
    is_own: NDArray[np.bool_]
    victim: NDArray[np.int64]
    planned: NDArray[np.float64]
    shape: NDArray[np.int64]
    layers: NDArray[np.int64]
    key: U64
    last: NDArray[np.int64]
    ties: Ties
    parcels: Parcels


@dataclass(frozen=True, eq=False)
class Stolen:
    """Rows of cases, credits of cases that are paid in other shards, the cases, and the holds that they lead to."""

    rows: Rows
    received: Rows
    cases: Seen
    holds: tuple[Holds, Holds]

    @classmethod
    def nothing(cls, life: Life) -> Self:
        """Where no case happens."""
        none, empty = life.rows.take(slice(0, 0)), np.zeros(0, np.int64)
        words, no_holds = np.zeros(0, np.uint64), Holds(empty, empty, empty)
        cases = Seen(empty, empty, empty > 0, empty, np.zeros(0), empty, empty, words, empty, NO_TIES, NO_PARCELS)
        return cls(none, none, cases, (no_holds, no_holds))


@dataclass(frozen=True, eq=False)
class Shard:
    """One shard's life: its people, market and books; `stories` are ids by code."""

    people: People
    market: Market
    books: Books
    stories: tuple[str, ...]
    cases: Seen
    twins: Twins
    raised: int


def plan(spec: Spec, known: tuple[CasePlan, CasePlan] | None = None) -> Plan:
    """Count everything first; see the module's list. `known` cases and twins spare the third step."""
    population = population_for(spec)
    sizes = np.array([np.subtract(*population.bounds(shard)[::-1]) for shard in range(population.n_shards)])
    rows = share_out(spec.count, sizes.astype(np.float64), population.keys.unit("rows", population.n_shards))
    expected = population.n_customers * rows_a_month(load_calibration(), spec) * _months(population)
    told = _stories(spec)
    cases = replace(known[0], stories=told) if known else cases_for(spec, population)
    twins = replace(known[1], stories=twin_stories(told)) if known else plan_twins(cases, population, spec.count)
    draws = population.keys.unit("anomalies", population.n_shards)
    odd = share_out(round(spec.count * spec.anomaly_rate), rows.astype(np.float64), draws)
    return Plan(spec, population, rows, spec.count / expected, cases, twins, odd)


def population_for(spec: Spec) -> Population:
    """Who lives in a run, and when; SpecError where nobody could pay."""
    if spec.rails is not None and "UPI" not in spec.rails:
        raise SpecError(f"rails is {', '.join(spec.rails)}: UPI cannot be left out, because people pay each other by it; add UPI.")
    calibration = load_calibration()
    per_month = rows_a_month(calibration, spec)
    return _population(spec, _period(spec, calibration, per_month), per_month)


def cases_for(spec: Spec, population: Population) -> CasePlan:
    """The fraud cases of a run, drawn and not yet acted; SpecError where none can hold so many payments."""
    told = _stories(spec)
    mix = case_shares(load_calibration(), told, dict(spec.fraud_mix) if isinstance(spec.fraud_mix, tuple) else spec.fraud_mix)
    shares = drifted(told, mix, population.period)
    return plan_cases(told, shares, population, round(spec.count * spec.fraud_rate), spec.min_cases)


def _stories(spec: Spec) -> tuple[Story, ...]:
    """The stories that may happen; SpecError when fraud is asked for and there is none."""
    known = stories_at(load_calibration(), spec.difficulty)
    told = tuple(story for story in known if spec.typologies is None or story.typology.id in spec.typologies)
    if spec.fraud_rate > 0 and not told:
        allowed = ", ".join(story.typology.id for story in known)
        raise SpecError(f"typologies: none of {', '.join(spec.typologies or ())} can be made yet; choose from {allowed}.")
    return told


def shard(plan: Plan, number: int) -> Shard:
    """Make one shard; the module's list, in that order."""
    people, partners, market = _people(plan, number)
    life = live(people, partners, market, _quota(plan, people))
    circle = Circle.of(people, partners)
    stolen = _steal(plan, circle, market, life)
    alike, twins = twins_of(circle, market, plan.twins)
    held = _hold(life, alike, stolen.holds)
    acts = Rows.join([stolen.rows, alike])
    spared = _odd(plan, people, market, life, acts, held)
    funding = _fund(people, life, acts, stolen.received, held)
    rows = _make_room(life, acts, funding, int(plan.rows[number]), spared)
    _control(plan, people, rows, stolen.cases)
    books = keep_books(people, rows, Rows.join([life.received, stolen.received]))
    return Shard(people, market, books, file_names(), stolen.cases, twins, _raised(life, books.rows))


def rows_a_month(calibration: Calibration, spec: Spec) -> float:
    """Rows a customer and month on average."""
    shares = {one.id: one.pop_share if spec.segments is None or one.id in spec.segments else 0.0 for one in calibration.segments}
    total = sum(shares.values())
    return (
        drawn(calibration, spec.rails)
        + bills.expected(calibration)
        + prepaid.expected(calibration)
        + income.expected({name: share / total for name, share in shares.items()})
    )


def _period(spec: Spec, calibration: Calibration, per_month: float) -> Period:
    """The days asked for; by default the year 2025, or as much of it as lets 500 customers exist, at least a month."""
    start = spec.first_day
    if spec.end is not None:
        return Period(start, spec.end, calibration, spec.drift)
    days = 365
    if spec.customers is None:
        days = int(np.clip(round(spec.count / (per_month * LEAST_CUSTOMERS) * 30.4375), 31, 365))
    return Period(start, min(start + timedelta(days=days - 1), LAST_DAY), calibration, spec.drift)


def _population(spec: Spec, period: Period, per_month: float) -> Population:
    """How many customers, in how many shards; fewer than 64 are active in windows that fill the period."""
    window = period.days
    customers = spec.customers or max(1, round(spec.count / (per_month * period.n_months)))
    if spec.customers is None and customers < WINDOWED and period.days > LEAST_WINDOW_DAYS:
        window = int(np.clip(spec.count / (WINDOWED * per_month) * 30.4375, LEAST_WINDOW_DAYS, period.days))
        customers = max(1, round(spec.count / (per_month * window / 30.4375)))
    wanted = spec.count / np.clip(spec.count / LEAST_SHARDS, *ROWS_A_SHARD)
    return Population(spec, period, customers, int(max(1, min(round(wanted), customers // LEAST_IN_SHARD))), window)


def _months(population: Population) -> float:
    return population.window_days / 30.4375


def _people(plan: Plan, number: int) -> tuple[People, list[People], Market]:
    """1. Who lives here, and in the shards that links join with this one."""
    population = plan.population
    partners = [people_of(population, population.partner(link, number)) for link in range(N_LINKS)]
    return people_of(population, number), partners, market_of(population)


def _quota(plan: Plan, people: People) -> Quota:
    """Rows of the shard, and of each link: both sides of a link count the same."""
    population, months = plan.population, _months(plan.population) * plan.scale
    rate = rates_of(people.calibration).transfer_linked
    links = []
    for link, share in enumerate(LINK_SHARES):
        partner = population.partner(link, people.shard)
        sides = {people.shard, partner}
        customers = sum(int(np.subtract(*population.bounds(side)[::-1])) for side in sides)
        chance = population.streams("links", link, min(sides)).unit("count", 1)[0]
        links.append(int(customers * rate * months * share + chance) if population.n_customers > 1 and len(people) > 1 else 0)
    return Quota(int(plan.rows[people.shard]), len(people) * months, plan.scale, tuple(links))


def _steal(plan: Plan, circle: Circle, market: Market, life: Life) -> Stolen:
    """3. Rows that cases make here, credits that come from elsewhere, and what is known of each case."""
    acts = acts_of(circle, plan.cases)
    if not len(acts.cases):
        return Stolen.nothing(life)
    crew = Crew.of(circle, acts)
    at = acts.to_mules
    receivers = crew.mules(acts.legs.case[at], acts.legs.payee[at] % FIRST_SLOTS, acts.payer[at])
    first = arrived(acts, receivers)
    trail = layered(circle, crew, acts, first)
    rows = Rows.join([paid(circle, market, acts, receivers), booked(circle, market, acts, trail.moved, trail.leaving)])
    number_rows(acts, rows)
    credits = received(circle, acts, first, trail.moved)
    frozen, blocked = victims_held(circle.here.calibration, acts)
    holds = (Holds.join([frozen, held_mules(circle, acts, first, trail)]), blocked)
    return Stolen(rows, credits, _seen(circle, acts, trail, Parcels.join([first, trail.moved])), holds)


def _hold(life: Life, alike: Rows, holds: tuple[Holds, Holds]) -> NDArray[np.bool_]:
    """Fail the honest payments, of twins too, that a hold stops, in place; returns which of `life`."""
    decline(alike, *holds)
    return decline(life.rows, *holds)


def _seen(circle: Circle, acts: Acts, trail: Trail, parcels: Parcels) -> Seen:
    """What the shard knows of each case; a case with many victims, or with none, names nobody."""
    cases = acts.cases
    own = cases.label == 0
    named = own & ~acts.of_story("many_victims")
    victim = np.where(named, circle.index[cases.victim], -1)
    taken = (acts.planned, trail.shape, trail.layers, cases.key, acts.last_loss, cases.ties)
    return Seen(cases.code, cases.number, own, victim, *taken, parcels)


def _fund(people: People, life: Life, stolen: Rows, received: Rows, held: NDArray[np.bool_]) -> Rows:
    """6. What all this calls for beyond the balance; then which declines of the touched accounts were for lack of funds."""
    odd = life.rows.take(np.flatnonzero(life.rows.anomaly))
    touching = [stolen, received, odd]
    if not any(map(len, touching)):
        return stolen
    flow = touched_flow(people, [life.rows, life.received, stolen, received], touching, held)
    if not len(flow.row):
        return stolen.take(slice(0, 0))
    funding, balance = fund(people, flow, stolen, STREAM_FUNDING, ROLE["funding"])
    life.raised[:] |= settle_reasons(people, life.rows, flow, balance, people.population.keys.key("insufficient again"))
    return funding


def _odd(plan: Plan, people: People, market: Market, life: Life, acts: Rows, held: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """5. Make honest rows odd, beside those that surely stay; returns which rows must not give way."""
    none, n = np.zeros(len(life.rows), bool), int(plan.odd[people.shard])
    if not n:
        return none
    reserve = n + int(FUNDING_SHARE * (len(acts) + n))
    staying = _staying(life, len(acts) + reserve, int(plan.rows[people.shard]), none)
    scene = Scene.of(people, market, life.rows, acts, held, staying)
    make_odd(scene, n)
    return scene.spared


def _staying(life: Life, n: int, count: int, spared: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Honest rows that do not give way when n others come to them, of `count` in all."""
    staying = np.ones(len(life.rows), bool)
    excess = len(life.rows) + n - count
    if excess > 0:
        staying[giving_way(life, excess, spared)] = False
    return staying


def _make_room(life: Life, acts: Rows, funding: Rows, count: int, spared: NDArray[np.bool_]) -> Rows:
    """7. Honest rows, but for the spared ones, give way to the rows of cases and twins: the shard has exactly its count."""
    n = len(acts) + len(funding)
    keep = np.concatenate([_staying(life, n, count, spared), np.ones(n, bool)])
    keep[len(life.rows) + _spare(acts, int(keep.sum()) - count)] = False
    rows = Rows.join([life.rows, acts, funding])
    rows.time = separate(rows.time, np.concatenate([life.rows.anomaly > 0, np.ones(n, bool)]))
    return _drop(rows, keep)


def _spare(stolen: Rows, n: int) -> NDArray[np.int64]:
    """n rows that cases can do without: money that then stays with a mule, and purchases that nothing follows."""
    if n <= 0:
        return np.zeros(0, np.int64)
    leaves = among(stolen.role, ROLE["exit"], ROLE["purchase"]) & (stolen.payee < 0)
    leaves[stolen.related[stolen.related >= 0]] = False
    spare = np.flatnonzero(leaves & (stolen.payer_slot != WALLET) & ((stolen.payee_party < 0) | (stolen.payee_party >= OUTSIDE)))
    if len(spare) < n:
        raise SpecError("fraud_rate leaves no room for honest payments among so many legs; lower it, or name more typologies.")
    return spare[np.argsort(mix64(stolen.item[spare].astype(np.uint64)), kind="stable")[:n]]


def _control(plan: Plan, people: People, rows: Rows, cases: Seen) -> None:
    """8. Today's limits decide by which way each payment may go."""
    taken = np.zeros(len(file_names()) + 1, bool)
    taken[[story.code for story in plan.cases.stories if story.new_device]] = True
    story = np.append(cases.story, len(file_names()))[rows.case]
    by_thief = taken[story] & among(rows.role, ROLE["drain"], ROLE["charge"])
    keep_to(load_policy(), people, rows, by_thief | (rows.role == ROLE["innocent from a new device"]))


def _raised(life: Life, rows: Rows) -> int:
    """Declines for lack of funds whose amount was raised."""
    asked = life.rows.take(np.flatnonzero(life.raised))
    lacking = np.flatnonzero(among(rows.reason, *LACKING))
    return int(np.isin((asked.item << 8) + asked.stream, (rows.item[lacking] << 8) + rows.stream[lacking]).sum())


def _drop(rows: Rows, keep: NDArray[np.bool_]) -> Rows:
    """Only the rows to keep; a follower whose payment went stands alone as an ordinary payment would."""
    position = np.cumsum(keep) - 1
    related = rows.related
    alive = (related >= 0) & keep[np.maximum(related, 0)]
    rows.related = np.where(alive, position[np.maximum(related, 0)], -1).astype(np.int32)
    return rows.take(keep)
