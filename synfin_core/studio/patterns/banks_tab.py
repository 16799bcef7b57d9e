"""Two banks' views of one case: each sees the payments of its own accounts, and neither the whole."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from synfin_core.analytics.banks import Sight, banks_of, sight
from synfin_core.studio import charts
from synfin_core.studio.charts import Chart
from synfin_core.studio.patterns import figure
from synfin_core.studio.patterns.choice import Choice
from synfin_core.studio.patterns.told import Told
from synfin_core.studio.words import money, plural, rupees

_SIDES = {"payer": "pays", "payee": "is paid", "both": "both"}


def draw(choice: Choice) -> None:
    """Two choosers, a chart of who sees what, and a table for each bank."""
    told = choice.told
    if told is None:
        return
    banks = banks_of(told.case)
    if len(banks) < 2:
        st.info("Only one bank sees this case; choose another case.")
        return
    st.fragment(_both)(told, banks)


def _both(told: Told, banks: tuple[str, ...]) -> None:
    with st.container(horizontal=True):
        first = st.selectbox("One bank", banks, 0, key="bank_one", width=300)
        second = st.selectbox("Other bank", banks, 1, key="bank_other", width=300)
    sights = [sight(told.case, told.legs, str(bank)) for bank in (first, second)]
    chart = _chart(sights)
    with st.container(border=True):
        figure.draw(chart, 230)
    for column, one in zip(st.columns(2, gap="medium"), sights, strict=True):
        with column, st.container(border=True, height="stretch"):
            _bank(one)
    figure.tables([chart])


def _bank(one: Sight) -> None:
    st.markdown(f"**{one.bank}**")
    st.markdown(in_words(one))
    seen = one.seen
    rows = {
        "When": seen["transacted_at"].dt.strftime("%d %b, %H:%M"),
        "Amount": seen["amount_inr"].map(rupees),
        "From": seen["source"],
        "To": seen["target"],
        "Its customer": seen["side"].map(_SIDES),
    }
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, height="content" if len(seen) <= 12 else 430, alt=f"Payments that {one.bank} sees"
    )


def in_words(one: Sight) -> str:
    """How much of the case a bank sees, and what it is told."""
    seen, told = one.seen, one.labels["transaction_id"].nunique()
    share = f"It sees {len(seen)} of {plural(len(one.legs), 'payment')}, {money(seen['amount_inr'].sum())}"
    if not told:
        return f"{share}, and is never told that anything was wrong."
    return f"{share}; of {plural(told, 'payment')} it is told something, first on {one.labels['labelled_at'].min():%d %b at %H:%M}."


def _chart(sights: list[Sight]) -> Chart:
    """A row a bank, a column a payment; filled where the bank sees it."""
    drawn = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest", "legend_itemsizing": "constant"})
    for name, sign, is_seen in (("Sees it", "square", True), ("Does not", "x-thin-open", False)):
        places, banks, words = [], [], []
        for one in sights:
            legs = one.legs.reset_index(drop=True)
            chosen = legs[(legs["side"] != "") == is_seen]
            places += [place + 1 for place in chosen.index]
            banks += [one.bank] * len(chosen)
            words += [f"{leg.source} → {leg.target}: {money(leg.amount_inr)}" for leg in chosen.itertuples()]
        drawn.add_scatter(
            x=places, y=banks, mode="markers", name=name, marker={"symbol": sign, "size": 13, "line_width": 2 * (not is_seen)},
            text=words, hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    drawn.update_xaxes(title="Payments of the case, in order of time", showgrid=False)
    drawn.update_yaxes(range=[-0.6, len(sights) - 0.4], categoryorder="array", categoryarray=[one.bank for one in reversed(sights)])
    alone = ", ".join(f"{one.bank} sees {len(one.seen)}" for one in sights)
    title = f"Of {plural(len(sights[0].legs), 'payment')}, {alone}"
    return Chart("two_banks", title, f"Two rows of marks, one a bank. {title}.", drawn, _table(sights))


def _table(sights: list[Sight]) -> pd.DataFrame:
    legs = sights[0].legs
    columns = {"When": legs["transacted_at"].dt.strftime("%d %b %Y, %H:%M"), "From": legs["source"], "To": legs["target"]}
    return pd.DataFrame(columns | {one.bank: one.legs["side"].map(_SIDES).fillna("not seen") for one in sights})
