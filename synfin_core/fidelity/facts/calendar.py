"""Time: festivals, the start of the month, growth over the year."""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from typing import Any

from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts.upi import UPI

_CREDIT = "rail = 'Card' AND account_type = 'credit card'"


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of calendar.yaml for 2024 and 2025."""
    lifts = {row["event"]: row for row in raw["calendar"]["sourced_lifts"]}
    yield from _lift(lifts["Diwali 2024-10-31"], "2024-10-31", "2024-09", UPI, is_input=True)
    yield from _lift(lifts["Dhanteras 2025-10-18"], "2025-10-18", "2025-09", UPI, is_input=True)
    yield from _lift(lifts["Month start 2025-08-02"], "2025-08-02", "2025-08", UPI)
    yield from _lift(lifts["Credit card, sale day 2025-09-23"], "2025-09-23", "2025-08", _CREDIT, is_input=True)
    block = raw["calendar"]["monthly_seasonality_upi_daily_mean"]
    yield from _growth(block, "daily_mn", "payments", "1")
    yield from _growth(block, "daily_value_cr", "rupees", "amount_inr")


def _lift(row: Mapping[str, Any], day: str, month: str, where: str, is_input: bool = False) -> Iterator[Fact]:
    """Payments and rupees of `day` beside a mean day of `month`."""
    told: dict[str, Any] = {
        "source": row["source"],
        "period": day,
        "confidence": row["confidence"],
        "is_input": is_input,
    }
    for key, what, weight in (("vol_lift", "count", "1"), ("val_lift", "value", "amount_inr")):
        if key in row:
            top, bottom = (
                f"CAST({_day(day)} AS INT) * {weight}",
                f"CAST({in_month(month)} AS INT) * {weight} / {_days(month)}.0",
            )
            yield Fact(f"{row['event']}, {what} beside a mean day", row[key], top=top, bottom=bottom, where=where, **told)


def _growth(block: Mapping[str, Any], key: str, what: str, weight: str) -> Iterator[Fact]:
    """A mean day of each month beside one of the first."""
    daily = block[key]
    first = min(daily)
    for month in sorted(set(daily) - {first}):
        yield Fact(
            f"UPI {what} a day, {month} beside {first}",
            daily[month] / daily[first],
            block["source"],
            month,
            block["confidence"],
            top=f"CAST({in_month(month)} AS INT) * {weight} / {_days(month)}.0",
            bottom=f"CAST({in_month(first)} AS INT) * {weight} / {_days(first)}.0",
            where=UPI,
        )


def _day(day: str) -> str:
    return f"(transacted_at >= TIMESTAMP '{day}' AND transacted_at < TIMESTAMP '{day}' + INTERVAL 1 DAY)"


def in_month(month: str) -> str:
    """The test for the month, written 2025-07."""
    return f"(transacted_at >= TIMESTAMP '{month}-01' AND transacted_at < TIMESTAMP '{month}-01' + INTERVAL 1 MONTH)"


def _days(month: str) -> int:
    year, number = month.split("-")
    return monthrange(int(year), int(number))[1]
