"""Whom the payer and the payee of a payment dealt with shortly before it: only what could be seen then, no truth."""

from dataclasses import dataclass

from synfin_core.store.dataset import Dataset

_DAYS = 14
_MOST = 14  # links of either side; those with most payments
_PARTY = """CASE WHEN {side}_account_id IS NOT NULL THEN 'account ' || {side}_account_id
            WHEN merchant_id IS NOT NULL THEN 'merchant ' || merchant_id
            WHEN {side}_customer_id IS NOT NULL THEN 'customer ' || {side}_customer_id ELSE 'cash' END"""
_ENDS = "SELECT {payer} AS payer, {payee} AS payee, transacted_at, amount_inr FROM transactions WHERE transaction_id = {id}"
_LINKS = """
WITH seen AS (
    SELECT {payer} AS source, {payee} AS target, amount_inr FROM transactions
    WHERE transacted_at < TIMESTAMP '{at}' AND transacted_at >= TIMESTAMP '{at}' - INTERVAL {days} DAY AND transaction_id <> {id}
), links AS (
    SELECT source, target, count(*) AS n, CAST(sum(amount_inr) AS DOUBLE) AS amount_inr,
           source = '{one}' OR target = '{one}' AS of_payer
    FROM seen WHERE source IN ('{one}', '{two}') OR target IN ('{one}', '{two}') GROUP BY ALL
)
SELECT source, target, n, amount_inr FROM links
QUALIFY row_number() OVER (PARTITION BY of_payer ORDER BY n DESC, source, target) <= {most} ORDER BY n DESC, source, target
"""


@dataclass(frozen=True)
class Link:
    """Payments from one party to another and their rupees; `is_it` when the payment that is looked at is among them."""

    source: str
    target: str
    n: int
    amount_inr: float
    is_it: bool


@dataclass(frozen=True)
class Neighbours:
    """Both ends of a payment by name, and the links of either in so many days before it."""

    payer: str
    payee: str
    links: tuple[Link, ...]
    days: int = _DAYS


def neighbours(dataset: Dataset, id: int) -> Neighbours:
    """Of one payment; the most active links when there are many."""
    parties = {side: _PARTY.format(side=side) for side in ("payer", "payee")}
    payment = dataset.sql(_ENDS.format(id=id, **parties)).to_pylist()[0]
    ends = {"one": payment["payer"], "two": payment["payee"]}
    query = _LINKS.format(id=id, at=payment["transacted_at"], days=_DAYS, most=_MOST, **ends, **parties)
    seen = {(one["source"], one["target"]): one for one in dataset.sql(query).to_pylist()}
    it = (payment["payer"], payment["payee"])
    before = seen.setdefault(it, {"n": 0, "amount_inr": 0.0})
    seen[it] = {"n": before["n"] + 1, "amount_inr": before["amount_inr"] + float(payment["amount_inr"])}
    links = tuple(Link(*ends, one["n"], float(one["amount_inr"]), ends == it) for ends, one in seen.items())
    return Neighbours(*it, links)
