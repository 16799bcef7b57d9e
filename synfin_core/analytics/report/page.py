"""The analytics as one page of HTML that needs nothing else: what stands out first, evidence below."""

from collections.abc import Iterator
from html import escape
from typing import Any

import pandas as pd

from synfin_core.analytics.paper import document, number, table, tiles
from synfin_core.analytics.report.report import Analytics, Rows

_ALPHA = 0.05
_PARTS = {
    "contrasts": "What tells fraud from honest",
    "importance": "How much each column tells of fraud",
    "distributions": "How values are spread",
    "course": "Over time",
    "severity": "Severity of cases",
    "oddity": "Odd but honest, beside fraud",
    "bursts": "Bursts",
    "routes": "Routes",
    "correlations": "Correlations",
}
_READING = {
    "contrasts": "Each test is on payments that do not depend on each other: one of each case, one honest payment a customer. "
    "p_holm is p held against all tests together (Holm). The effect says how large the difference is: Cramér's V from 0 to 1, "
    "rank-biserial from -1 to 1, above 0 where fraud is larger.",
    "importance": "Mutual information of each column alone with is_fraud, in bits and as a share of all there is to know; what "
    "chance alone gives is taken off.",
    "distributions": "Of all payments that have the value; quantiles are approximate.",
    "course": "A trend is a month's change over the mean, with its p; autocorrelation is with the day before and with the same day "
    "a week before.",
    "severity": "By the rupees of the whole case.",
    "oddity": "Payments marked as odd, in four families; 'none' are all others.",
    "bursts": "Share of payments within ten minutes of the payer's last. Burstiness is -1 where gaps are regular, 0 where they are "
    "random, 1 where payments come in bursts (Goh and Barabási 2008).",
    "routes": "Between customers who live in two cities, the busiest first.",
    "correlations": "Pearson's r, Spearman's rho, Kendall's tau-b; is_fraud as 0 and 1.",
}
_WIDTH, _HIGH, _LOW, _GAP = 720.0, 110.0, 60.0, 34.0  # of the picture over time, in its own units


def page(found: Analytics) -> str:
    """The whole page."""
    return document(f"{found.name}: analytics", "".join(_sections(found)))


def _sections(found: Analytics) -> Iterator[str]:
    yield f"<h1>{escape(found.name)}</h1><p>{escape(headline(found))}</p>"
    yield tiles(
        [
            (f"{found.n:,}", "payments"),
            (f"{found.n_fraud / max(found.n, 1):.2%}", f"fraud: {found.n_fraud:,} payments"),
            (f"{found.sampled[1]:,}", f"payments in the tests, {found.sampled[0]:,} of them fraud"),
        ]
    )
    if len(found.days) > 1:
        yield f'<div class="wide">{_over_time(found.days)}</div>'
    for name, title in _PARTS.items():
        yield f"<h2>{title}</h2><p class=soft>{_READING[name]}</p>{_rows(found.parts[name])}"


def headline(found: Analytics) -> str:
    """One sentence: what differs most, and how many of the tests find a difference."""
    tested = found.parts["contrasts"]
    if not tested:
        return "There is too little fraud to test against honest payments."
    differ = [row for row in tested if row["p_holm"] < _ALPHA]
    if not differ:
        return f"None of {len(tested)} columns tells fraud from honest by more than chance."
    top = differ[0]
    return (
        f"{len(differ)} of {len(tested)} columns differ between fraud and honest by more than chance; most of all "
        f"{top['column']} ({top['effect_name']} {top['effect']:.2f})."
    )


def _rows(rows: Rows) -> str:
    if not rows:
        return "<p>Nothing to show.</p>"
    names = list(rows[0])
    numbers = tuple(at for at, name in enumerate(names) if not isinstance(rows[0][name], str))
    return table(tuple(name.replace("_", " ") for name in names), (tuple(map(_cell, row.values())) for row in rows), numbers)


def _cell(value: Any) -> str:
    return value if isinstance(value, str) else number(value)


def _over_time(days: pd.DataFrame) -> str:
    """SVG: payments of each day above, fraud below."""
    told = f"Payments of each day from {days['day'].iloc[0]:%d %b %Y} to {days['day'].iloc[-1]:%d %b %Y}, fraud below."
    height = _HIGH + _LOW + _GAP + 18
    below = _bars(days["fraud"], 14 + _HIGH + _GAP, _LOW, "miss", "fraud")
    return (
        f'<svg viewBox="0 0 {_WIDTH:.0f} {height:.0f}" role="img" aria-label="{told}"><title>{told}</title>'
        f"{_bars(days['payments'], 14, _HIGH, 'dot', 'payments')}{below}</svg>"
    )


def _bars(values: pd.Series, top: float, high: float, kind: str, noun: str) -> str:
    """Bars from a line upwards, at most 366 of them; its highest value is told above."""
    apart = -(-len(values) // 366)
    shown = values.groupby(pd.RangeIndex(len(values)) // apart).sum()
    most = float(shown.max()) or 1.0
    wide = _WIDTH / len(shown)
    bars = "".join(
        f'<rect class="{kind}" x="{at * wide:.1f}" y="{top + high * (1 - value / most):.1f}" width="{max(wide - 0.4, 0.4):.1f}" '
        f'height="{high * value / most:.1f}"/>'
        for at, value in enumerate(shown)
    )
    return f'{bars}<text x="0" y="{top - 3:.0f}">{noun}, at most {shown.max():,.0f}</text>'
