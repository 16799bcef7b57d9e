"""A case drawn up to a step: its moments in lanes, and the honest life and the balance around it."""

import math
from datetime import datetime

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from synfin_core.studio import charts
from synfin_core.studio.charts import Chart
from synfin_core.studio.patterns.moments import ACCOUNT, BANK, HAPPENS, LANES, MULES, Moment
from synfin_core.studio.patterns.told import Told
from synfin_core.studio.words import money, plural, rupees

_SORTS = ("Other money", "Fraud payment", "Mules move it", "Event", "Bank learns")  # the theme colours them by position
_SIGNS = ("circle", "diamond", "square", "triangle-up", "star")
_LEAST, _MOST = 11, 30  # pixels of a marker
_ROOMY = 24  # steps that stand beside each other at full size
_GREY = "#7C8595"  # 3.8:1 on white, 4.8:1 on the dark page
_TICKS = 4  # labels along the steps
_RUPEES = [1, 100, 10_000, 1_000_000, 100_000_000]


def lanes(told: Told, step: int) -> Chart:
    """The moments up to `step` (from 1 on), one column a step, one lane for each who acts; the place of a step never moves."""
    shown = told.moments[:step]
    figure = go.Figure(layout=charts.LAYOUT | {"hovermode": "closest", "showlegend": True, "legend_itemsizing": "constant"})
    for sort, sign in zip(_SORTS, _SIGNS, strict=True):
        places = [place for place, moment in enumerate(shown, 1) if sort_of(told, moment) == sort]
        figure.add_scatter(
            x=places or [-1], y=[shown[place - 1].lane for place in places] or [LANES[0]], mode="markers", name=sort,
            marker={"symbol": sign, "size": [_size(shown[place - 1], len(told.moments)) for place in places]},
            text=[shown[place - 1].words for place in places], hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    now = shown[-1]
    figure.add_vline(x=step, line_width=1, line_dash="dot", line_color=_GREY)
    ticks = _ticks(len(told.moments))
    figure.update_xaxes(
        range=[0.4, len(told.moments) + 0.6], title="Steps, in order of time", showgrid=False, tickangle=0, tickvals=ticks,
        ticktext=[f"{told.moments[one - 1].at:%d %b<br>%H:%M}" for one in ticks],
    )  # fmt: skip
    figure.update_yaxes(categoryorder="array", categoryarray=list(reversed(LANES)), range=[-0.6, len(LANES) - 0.4])
    alt = f"Steps of the case in four lanes, {step} of {len(told.moments)} shown. The latest, {now.at:%d %B %Y %H:%M}: {now.words}"
    return Chart("lanes", _taken(told, now.ends_at), alt, figure, table(told.moments[:step]))


def life(told: Told, until: datetime) -> Chart | None:
    """Payments of the hero and the balance of the account, weeks around the case; None where no life is known."""
    if told.life is None or told.life.payments.empty:
        return None
    known, hero = told.life.payments, told.life
    happened = known[known["transacted_at"] <= until]
    figure = make_subplots(rows=2, cols=1, shared_xaxes=True, vertical_spacing=0.08, row_heights=[0.5, 0.5])
    for name, sign, of_case, source in (("Honest payment", "circle-open", False, known), ("The case", "diamond", True, happened)):
        rows = source[source["of_case"] == of_case]
        figure.add_scatter(
            x=rows["transacted_at"], y=rows["amount_inr"].clip(lower=1), mode="markers", name=name, row=1, col=1,
            marker={"symbol": sign, "size": 12 if of_case else 7}, text=_hover(rows), hovertemplate="%{text}<extra></extra>",
        )  # fmt: skip
    balance = happened.dropna(subset="balance")
    figure.add_scatter(
        x=balance["transacted_at"], y=balance["balance"], mode="lines", line_shape="hv", name="Balance", row=2, col=1,
        hovertemplate="%{x|%d %b %H:%M}: ₹%{y:,.0f}<extra></extra>",
    )  # fmt: skip
    figure.update_layout(charts.LAYOUT | {"hovermode": "closest"})
    figure.add_vline(x=until, line_width=1, line_dash="dot", line_color=_GREY)
    _axes(figure, known, hero.starts, max(hero.ends, until))
    title = _life_title(happened, balance)
    alt = f"Above, payments of {hero.words}, on a logarithmic rupee axis; below, the balance. {title}."
    shown = happened[["transacted_at", "kind", "amount_inr", "comes_in", "of_case", "balance"]]
    return Chart("life", title, alt, figure, _life_table(shown))


def _taken(told: Told, until: datetime) -> str:
    """What has been taken by an instant."""
    losses = told.case.losses
    made = losses[losses["transacted_at"] <= until]
    if made.empty:
        return "Nothing has been taken yet"
    taken = made.loc[made["status"] != "failed", "amount_inr"].sum()
    return f"{money(taken)} taken in {plural(len(made), 'payment')} so far"


def sort_of(told: Told, moment: Moment) -> str:
    """Which of the five sorts a moment is drawn as."""
    if moment.lane in (HAPPENS, BANK):
        return "Event" if moment.lane == HAPPENS else "Bank learns"
    if moment.lane == MULES:
        return "Mules move it"
    fraud = told.legs.loc[told.legs["transaction_id"].isin(moment.ids), "is_fraud"]
    return "Fraud payment" if fraud.any() else "Other money"


def table(moments: tuple[Moment, ...]) -> pd.DataFrame:
    """The steps in words."""
    rows = [
        {"Step": place, "When": f"{one.at:%d %b %Y, %H:%M}", "Who": one.lane, "What happens": one.words}
        for place, one in enumerate(moments, 1)
    ]
    return pd.DataFrame(rows, columns=["Step", "When", "Who", "What happens"])


def _size(moment: Moment, n_steps: int) -> float:
    """Pixels by the logarithm of the rupees; smaller where many steps share the width."""
    crowd = max(min(_ROOMY / n_steps, 1), 0.5)
    if moment.lane not in (ACCOUNT, MULES):
        return 14 * crowd
    return min(_LEAST + 3 * math.log10(max(moment.amount_inr, 1)), _MOST) * crowd


def _ticks(n: int) -> list[int]:
    """At most _TICKS places, evenly, the first and the last among them."""
    if n <= _TICKS:
        return list(range(1, n + 1))
    return sorted({round(1 + place * (n - 1) / (_TICKS - 1)) for place in range(_TICKS)})


def _hover(rows: pd.DataFrame) -> list[str]:
    return [
        f"{at:%d %b %H:%M}: {'+' if comes else '-'}{rupees(amount)} ({category if isinstance(category, str) else kind})"
        for at, comes, amount, kind, category in zip(
            rows["transacted_at"], rows["comes_in"], rows["amount_inr"], rows["kind"], rows["category"], strict=True
        )
    ]


def _axes(figure: go.Figure, known: pd.DataFrame, starts: datetime, ends: datetime) -> None:
    figure.update_xaxes(range=[starts, ends], tickformat="%d %b<br>%Y", row=2, col=1)
    figure.update_yaxes(
        type="log", tickvals=_RUPEES, ticktext=[money(one) for one in _RUPEES], title="Amount", row=1, col=1,
        range=[0, math.log10(known["amount_inr"].max()) + 0.3],
    )  # fmt: skip
    most = known["balance"].max()
    least = min(known["balance"].min(), 0)
    if pd.notna(most):
        ticks = [0, most / 2, most] if least >= 0 else [least, 0]
        figure.update_yaxes(
            title="Balance",
            range=[least * 1.05, max(most, 1) * 1.08],
            tickvals=ticks,
            ticktext=[money(tick) for tick in ticks],
            row=2,
            col=1,
        )


def _life_title(happened: pd.DataFrame, balance: pd.DataFrame) -> str:
    honest = happened.loc[~happened["of_case"], "amount_inr"]
    usual = f"Usually {money(honest.median())} a payment" if len(honest) else "No honest payment before"
    holds = f"; {money(balance['balance'].iloc[-1])} in the account now" if len(balance) else ""
    of_case = int(happened["of_case"].sum())
    return f"{usual}{holds}; {plural(of_case, 'payment')} of the case so far"


def _life_table(rows: pd.DataFrame) -> pd.DataFrame:
    named = rows.assign(
        transacted_at=rows["transacted_at"].dt.strftime("%d %b %Y, %H:%M"),
        comes_in=rows["comes_in"].map({True: "in", False: "out"}),
        of_case=rows["of_case"].map({True: "yes", False: ""}),
    )
    titles = ["When", "Kind", "Amount (₹)", "In or out", "Of the case", "Balance (₹)"]
    return named.set_axis(titles, axis="columns")
