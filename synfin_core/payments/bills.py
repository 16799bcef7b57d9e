"""What falls due: electricity, EMI, rent, insurance, subscriptions; on each customer's own day, by UPI, mandate or NACH."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from synfin_core.calibration import Calibration
from synfin_core.payments.amounts import lognormal, round_to
from synfin_core.payments.moments import LOCAL, own_residue, time_of_day
from synfin_core.payments.rates import rates_of
from synfin_core.payments.rows import Rows
from synfin_core.payments.shopping import purse
from synfin_core.payments.styles import CODE, HOURS_OF
from synfin_core.payments.timetable import days_by_share, monthly
from synfin_core.randomness import Streams, mix64
from synfin_core.timeline import DAY
from synfin_core.world.merchants import Market
from synfin_core.world.people import People
from synfin_core.world.population import PRIMARY

EMI_DAYS = [
    (1, 1, 0.12),
    (2, 2, 0.08),
    (3, 3, 0.07),
    (4, 4, 0.05),
    (5, 5, 0.30),
    (7, 7, 0.10),
    (10, 10, 0.14),
    (15, 15, 0.08),
    (16, 28, 0.06),
]
RENT_DAYS = [(1, 5, 0.65), (6, 10, 0.30), (11, 28, 0.05)]  # both: calendar.yaml salary_cycle, assumed
ANY_DAY = [(1, 28, 1.0)]
NACH_EMI = 0.10  # EMIs a customer and month by NACH, beside those by UPI, assumed


@dataclass(frozen=True)
class Bill:
    """A kind of bill: merchant category, style, days, cap in monthly incomes, spread from month to month."""

    mcc: str
    style: str
    days: list[tuple[int, int, float]]
    cap: float
    wobble: float
    holders: float | None = None
    ticket: float = 1.0


BILLS = (
    Bill("4900", "upi_bill", ANY_DAY, 0.20, 0.35, ticket=1.15),
    Bill("7322", "upi_emi", EMI_DAYS, 0.45, 0.0, ticket=1.2),
    Bill("6513", "upi_rent", RENT_DAYS, 0.60, 0.0, ticket=1.6),
    Bill("6300", "upi_mandate", ANY_DAY, 0.35, 0.0, ticket=1.5),
    Bill("5815", "upi_mandate", ANY_DAY, 0.05, 0.0, ticket=1.0),
    Bill("7322", "nach_emi", EMI_DAYS, 0.30, 0.0, holders=NACH_EMI, ticket=1.5),
)


def holders(calibration: Calibration, bill: Bill) -> float:
    """Share of customers who get this bill each month, so that UPI's category count comes out (merchants.yaml vol)."""
    if bill.holders is not None:
        return bill.holders
    upi = sum(segment.pop_share * segment.upi_txns for segment in calibration.segments)
    p2m = upi * calibration.raw["payments"]["upi"]["recommended_target"]["p2m_volume_share"]
    volume = {row.mcc: row.volume for row in calibration.categories}
    return p2m * volume[bill.mcc] / rates_of(calibration).upi_success


def expected(calibration: Calibration) -> float:
    """Bills a customer and month."""
    return sum(holders(calibration, bill) for bill in BILLS)


def pay(people: People, market: Market, streams: Streams, stream: int, scale: float) -> Rows:
    """All bills of a shard."""
    parts = [_one(people, market, streams, stream, bill, scale) for bill in BILLS]
    rows = Rows.join(parts)
    rows.item = np.arange(len(rows))
    return rows


def _one(people: People, market: Market, streams: Streams, stream: int, bill: Bill, scale: float) -> Rows:
    calibration, name = people.calibration, f"{bill.mcc} {bill.style}"
    n = len(people)
    holds = streams.unit(f"holds {name}", n) < holders(calibration, bill)
    due = days_by_share(bill.days, streams.unit(f"day {name}", n))
    table = monthly(people, streams, name, holds, due, scale)
    category = next(index for index, row in enumerate(calibration.categories) if row.mcc == bill.mcc)
    base = calibration.categories[category].ticket * bill.ticket * lognormal(0.6, streams.u16(f"size {name}", n))
    base = np.minimum(base * purse(people), bill.cap * people.income)
    wobble = lognormal(bill.wobble, (table.draws & np.uint64(0xFFFF)).astype(np.uint16))
    style = np.full(len(table.who), CODE[bill.style], np.uint8)
    time = table.day * DAY + time_of_day(people, people.segment[table.who], HOURS_OF[style], table.draws)
    biller = mix64(people.index.astype(np.uint64)[table.who], category + 1)
    kind = np.full(len(table.who), category, np.uint8)
    return Rows.of(
        stream,
        len(table.who),
        time=own_residue(time, LOCAL),
        payer=table.who,
        payer_slot=np.full(len(table.who), PRIMARY, np.uint8),
        merchant=market.online(kind, biller),
        category=kind,
        place=_home(people, table.who),
        style=style,
        amount=round_to(base[table.who] * wobble, 1.0) / 100,
    )


def _home(people: People, who: NDArray[np.int32]) -> NDArray[np.uint8]:
    return people.place[who]
