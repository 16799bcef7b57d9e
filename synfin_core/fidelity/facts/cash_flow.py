"""Income, then spending: what each way of life pays out of its income, and how spending rises with it."""

from collections.abc import Iterator, Mapping
from math import log
from typing import Any

from synfin_core.fidelity.fact import Fact
from synfin_core.fidelity.facts.upi import LEGS

_OUT = {"UPI purchases": (1, "p2m_inr"), "UPI transfers": (2, "p2p_inr")}  # name: place in cash_flow `columns`, measured column
_PURSES = ("casual_labour", "student", "salaried_mid", "affluent_pro")
_GROCERIES = "5411"


def facts(raw: Mapping[str, Any]) -> Iterator[Fact]:
    """Facts of people.yaml `segments` and `cash_flow`, all assumed there."""
    people, flow = raw["people"]["segments"]["rows"], raw["people"]["cash_flow"]["rows"]
    for name, (place, column) in _OUT.items():
        for row in people:
            title = f"{row['id']}, {name} over income"
            yield _fact(title, flow[row["id"]][place], column, "income_inr", f"segment = '{row['id']}'", "customers")
    yield _elasticity(people, flow)
    rows = [row for row in people if row["id"] in _PURSES]
    grocery = next(row for row in raw["merchants"]["npci_top_categories"] if row["mcc"] == _GROCERIES)["ats"]
    every = raw["payments"]["upi"]["recommended_target"]["p2m_ats"]
    for row in rows:
        yield from _tickets(row, flow[row["id"]], grocery / every)


def _tickets(person: Mapping[str, Any], flow: list[float], grocery: float) -> Iterator[Fact]:
    """Purchases by purse, then by purse and category: groceries stand to all as they do in NPCI's figures (mcc_nov25)."""
    low, high = person["income_month"]
    ticket = flow[1] * (high - low) / log(high / low) / (person["upi_txns"] * (1 - flow[0]))
    where = f"{LEGS['p2m']} AND payer_segment = '{person['id']}'"
    yield _fact(f"{person['id']}, UPI purchase", ticket, "amount_inr", "1", where, "payments", "INR")
    where += f" AND mcc = '{_GROCERIES}'"
    yield _fact(f"{person['id']}, groceries", ticket * grocery, "amount_inr", "1", where, "payments", "INR")


def _elasticity(people: list[Mapping[str, Any]], flow: Mapping[str, list[float]]) -> Fact:
    """Percent of spending for one of income: one inside a segment, less between them because richer ones spend less of it."""
    rows = [row for row in people if row["income_month"][0] > 0]
    weights = [row["pop_share"] / sum(row["pop_share"] for row in rows) for row in rows]
    bounds = [(log(row["income_month"][0]), log(row["income_month"][1])) for row in rows]
    middles = [(low + high) / 2 for low, high in bounds]
    shares = [log(flow[row["id"]][1]) for row in rows]
    middle, share = (sum(w * value for w, value in zip(weights, values, strict=True)) for values in (middles, shares))
    spread = sum(
        w * ((high - low) ** 2 / 12 + (m - middle) ** 2) for w, (low, high), m in zip(weights, bounds, middles, strict=True)
    )
    along = sum(w * (m - middle) * (s - share) for w, m, s in zip(weights, middles, shares, strict=True))
    names = ", ".join(f"'{row['id']}'" for row in rows)
    title = "Spending that goes with one percent of income, percent"
    return _fact(
        title, 1 + along / spread, "log_income * log_spent", "log_income * log_income", f"segment IN ({names})", "customers"
    )


def _fact(title: str, target: float, top: str, bottom: str, where: str, of: Any, unit: str = "") -> Fact:
    return Fact(title, target, "assumed", "2025", "assumed", top, bottom, where, unit, is_input=True, of=of)
