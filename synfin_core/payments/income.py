"""What comes in: salaries, pensions, wages, a shop's takings, crop sales, benefits; from employers, companies, government."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.payments.amounts import lognormal, round_to
from synfin_core.payments.moments import LOCAL, batched, own_residue, time_of_day
from synfin_core.payments.rows import Rows
from synfin_core.payments.styles import CODE, HOURS_OF, where
from synfin_core.payments.timetable import WEEKS_A_MONTH, Timetable, days_by_share, monthly, weekly
from synfin_core.randomness import Streams, mix64
from synfin_core.timeline import DAY
from synfin_core.world.outside import outside_party
from synfin_core.world.people import People
from synfin_core.world.population import PRIMARY

# calendar.yaml salary_cycle pay_days (assumed): day 0 is the last working day
PAY_DAYS = [(0, 1, 0.55), (5, 7, 0.30), (10, 10, 0.10), (11, 28, 0.05)]
PENSION_DAYS = [(0, 0, 1.0)]
ANY_DAY = [(1, 28, 1.0)]
NEFT_SALARIES = 0.45  # the rest by NACH, assumed
CROP_MONTHS = (4, 5, 10, 11)  # harvests, assumed


@dataclass(frozen=True)
class Income:
    """One way to earn: segments, share of them, styles by turn, who pays, when, and how unevenly."""

    segments: tuple[str, ...]
    styles: tuple[str, ...]
    payer: str
    employers: int
    spread: float
    days: list[tuple[int, int, float]] | None = None
    share: float = 1.0


SALARY = Income(
    ("salaried_entry", "salaried_mid", "affluent_pro"),
    ("neft_salary", "nach_salary"),
    "employer",
    400_000,
    0.05,
    PAY_DAYS,
)
PENSION = Income(("pensioner",), ("nach_pension",), "government", 60, 0.0, PENSION_DAYS)
GIG = Income(("gig_worker",), ("imps_wage",), "company", 300, 0.25)
LABOUR = Income(("casual_labour",), ("upi_wage",), "employer", 4_000_000, 0.35)
TAKINGS = Income(("micro_merchant", "business_owner"), ("neft_settlement",), "company", 60, 0.40)
CROPS = Income(("farmer",), ("neft_crop",), "company", 20_000, 0.40, ANY_DAY)
BENEFIT = Income(("farmer", "casual_labour", "homemaker", "pensioner"), ("nach_benefit",), "government", 60, 0.0, ANY_DAY, 0.8)
INCOMES = (SALARY, PENSION, GIG, LABOUR, TAKINGS, CROPS, BENEFIT)


def expected(shares: Mapping[str, float]) -> float:
    """Incomes a customer and month, given each segment's share of customers."""
    total = 0.0
    for income in INCOMES:
        held = sum(shares[segment] for segment in income.segments) * income.share
        turns = WEEKS_A_MONTH if income.days is None else len(CROP_MONTHS) / 12 if income is CROPS else 1.0
        total += held * turns
    return total


def receive(people: People, streams: Streams, stream: int, scale: float) -> Rows:
    """All incomes of a shard."""
    rows = Rows.join([_one(people, streams, stream, number, income, scale) for number, income in enumerate(INCOMES)])
    rows.item = np.arange(len(rows))
    return rows


def _one(people: People, streams: Streams, stream: int, number: int, income: Income, scale: float) -> Rows:
    n, name = len(people), f"income {number}"
    holds = people.in_segments(income.segments) & (streams.unit(f"{name} holds", n) < income.share)
    table = _table(people, streams, name, income, holds, scale)
    who, draws = table.who, table.draws
    style = np.array([CODE[style] for style in income.styles], np.uint8)
    chosen = style[_turn(people, number, len(style))[who]]
    time = table.day * DAY + time_of_day(people, people.segment[who], HOURS_OF[chosen], draws)
    time = np.where(where(lambda one: one.rail == "NEFT")[chosen], batched(time, (draws >> np.uint64(48)).astype(np.uint16)), time)
    payer = outside_party(income.payer, mix64(people.index.astype(np.uint64), 0xE0 + number), income.employers)[who]
    amount = _usual(people, income)[who] * lognormal(income.spread, (draws & np.uint64(0xFFFF)).astype(np.uint16))
    return Rows.of(
        stream,
        len(who),
        time=own_residue(time, LOCAL),
        payee=who,
        payee_slot=np.full(len(who), PRIMARY, np.uint8),
        payer_party=payer,
        style=chosen,
        amount=round_to(amount, 1.0) / 100,
        place=people.place[who],
    )


def _table(people: People, streams: Streams, name: str, income: Income, holds: NDArray[np.bool_], scale: float) -> Timetable:
    if income.days is None:
        return weekly(people, streams, name, holds, (streams.unit(f"{name} day", len(people)) * 2).astype(np.int64), scale)
    table = monthly(people, streams, name, holds, days_by_share(income.days, streams.unit(f"{name} day", len(people))), scale)
    if income is not CROPS:
        return table
    harvest = np.array([month.month in CROP_MONTHS for month in people.population.period.months])[table.turn]
    return Timetable(table.who[harvest], table.day[harvest], table.draws[harvest], table.turn[harvest])


def _turn(people: People, number: int, n_styles: int) -> NDArray[np.int64]:
    """Which of the styles pays each customer: the first for NEFT_SALARIES of them."""
    if n_styles == 1:
        return np.zeros(len(people), np.int64)
    low = (mix64(people.index.astype(np.uint64), 0xA0 + number) >> np.uint64(40)).astype(np.float64) / 2**24
    return (low >= NEFT_SALARIES).astype(np.int64)


def _usual(people: People, income: Income) -> NDArray[np.float64]:
    """Rupees of one payment: a month's income over its payments; benefits are flat sums (payments.yaml apbs_dbt)."""
    if income is BENEFIT:
        return np.array([1000.0, 1250.0, 1500.0, 2000.0])[people.index % 4]
    return people.income * (12 / len(CROP_MONTHS) if income is CROPS else 1 / WEEKS_A_MONTH if income.days is None else 1.0)
