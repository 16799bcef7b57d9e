"""The charts of a slice. Series 0 is honest, series 1 is fraud: the theme colours them by position; each title says a finding."""

import pandas as pd
import plotly.graph_objects as go

from synfin_core.analytics.dashboard import View
from synfin_core.studio import charts
from synfin_core.studio.charts import LAYOUT, Chart
from synfin_core.studio.words import money, percent, rupees, whole

HATCHED = {"shape": "/", "fillmode": "overlay"}  # fraud is never told by colour alone
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MOST_BARS = 10
_FEWEST_BARS = 5  # that fill the height
_FEWEST = 100  # payments of a group that a rate is shown of, assumed
_SMALL = 10  # pixels of letters beside bars
_LONGEST = 19  # letters of a label
_ROOM = 1.75  # of the longest bar, for the words beside it
_MEASURES = {"n": "payments", "n_fraud": "fraud payments", "rate": "fraud rate"}


def over_time(view: View) -> Chart:
    """Payments of each day or week above, fraud payments below."""
    steps, step = view.over_time, view.step
    figure = go.Figure(layout=LAYOUT | {"hovermode": "closest"})
    dates = steps["day"].dt.strftime("%Y-%m-%d")
    look = {"x": steps["day"], "customdata": dates}
    figure.add_bar(y=steps["n"] - steps["n_fraud"], name="Honest", hovertemplate="%{customdata}: %{y:,d}", **look)
    figure.add_bar(
        y=steps["n_fraud"], name="Fraud", yaxis="y2", marker_pattern=HATCHED, hovertemplate="%{customdata}: %{y:,d}", **look
    )
    figure.update_layout(
        yaxis={"title": f"Honest, a {step}", "domain": [0.48, 1], "tickformat": ",d", "nticks": 4},
        yaxis2={"title": "Fraud", "domain": [0, 0.36], "tickformat": ",d", "anchor": "x", "nticks": 4},
        xaxis={"title": f"{step.capitalize()} (Indian time)", "tickformat": "%d %b<br>%Y", "anchor": "y2"},
    )
    title = f"{whole(steps['n'].median())} payments in a usual {step}"
    if view.figures.n_fraud:
        top = steps.loc[steps["n_fraud"].idxmax()]
        title += f"; most fraud, {whole(top['n_fraud'])}, in the {step} of {top['day']:%d %b}"
    named = {"n": "Payments", "n_fraud": "Fraud", "moved_inr": "Moved", "taken_inr": "Taken by fraud"}
    table = steps.assign(moved_inr=steps["moved_inr"].map(rupees), taken_inr=steps["taken_inr"].map(rupees), day=dates)
    table = table[["day", *named]].rename(columns={"day": step.capitalize()} | named)
    return Chart("time", title, f"Bars over time, honest payments above and fraud below. {title}.", figure, table)


def by_hour(view: View, measure: str) -> Chart:
    """A square an hour of a weekday; `measure` is n, n_fraud or rate."""
    wide = {name: _wide(view.hours, name) for name in ("n", "n_fraud")}
    values = wide["n_fraud"] / wide["n"].clip(lower=1) if measure == "rate" else wide[measure]
    figure = go.Figure(layout=LAYOUT | {"hovermode": "closest"})
    told = "%{y} %{x}:00: " + ("%{z:.2%}" if measure == "rate" else "%{z:,d}") + "<extra></extra>"
    figure.add_heatmap(x=list(range(24)), y=list(_DAYS), z=values.to_numpy(), xgap=2, ygap=2, showscale=False, hovertemplate=told)
    figure.update_xaxes(title="Hour of the day (Indian time)", tickvals=list(range(0, 24, 3)), showgrid=False)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    day, hour = divmod(int(values.to_numpy().argmax()), 24)
    peak = values.to_numpy().max()
    title = f"The {_MEASURES[measure]} peak{'s' if measure == 'rate' else ''} on {_DAYS[day]} at {hour}:00, "
    title += percent(peak) if measure == "rate" else whole(peak)
    table = values.set_axis(list(_DAYS)).T.rename_axis("Hour").reset_index()
    return Chart("hours", title, f"Squares, an hour of a weekday each. {title}.", figure, table)


def by_amount(view: View) -> Chart | None:
    """Honest and fraud by amount, on a logarithmic axis."""
    return charts.by_amount(view.amounts) if len(view.amounts) else None


def by_rate(view: View, by: str, noun: str, names: dict[str, str]) -> Chart | None:
    """Fraud rates of a list with their 95% intervals and counts, the highest on top; payments where there is no fraud."""
    rows = view.groups[by]
    if rows.empty:
        return None
    if not view.figures.n_fraud:
        return _by_count(rows, by, noun, names)
    few = rows[rows["n"] >= min(_FEWEST, rows["n"].max())].nlargest(_MOST_BARS, "low").sort_values("rate")
    labels = [_short(names.get(name, name)) for name in few["name"]]
    figure = _bars(labels)
    said = [f"{percent(row.rate)}<br>{whole(row.n_fraud)} of {whole(row.n)}" for row in few.itertuples()]
    reach = {"type": "data", "symmetric": False, "array": few["high"] - few["rate"], "arrayminus": few["rate"] - few["low"]}
    figure.add_bar(
        x=few["rate"], y=labels, orientation="h", marker_pattern=HATCHED, name="Fraud", customdata=few["name"], text=said,
        textposition="none", hovertemplate="%{y}: %{text}<extra></extra>", error_x={**reach, "thickness": 1.2, "width": 3},
    )  # fmt: skip
    _beside(figure, few["high"], labels, said)
    most = float(few["high"].max())
    figure.update_xaxes(title="Fraud rate, with its 95% interval", tickformat=".2~%", range=[0, most * _ROOM], nticks=5)
    top = few.iloc[-1]
    rate = "the highest fraud rate," if len(few) > 1 else "a fraud rate of"
    title = f"{names.get(top['name'], top['name'])} has {rate} {percent(top['rate'])}"
    alt = f"Bars, one a {noun}, by fraud rate with intervals. {title}, between {percent(top['low'])} and {percent(top['high'])}."
    return Chart(f"rate_{by}", title, alt, figure, _table(rows, noun, names))


def by_loss(view: View, names: dict[str, str]) -> Chart | None:
    """What the fraud payments of each kind took, the largest on top."""
    rows = view.groups["fraud_type"]
    rows = rows[rows["n_fraud"] > 0]
    if rows.empty:
        return None
    few = rows.nlargest(_MOST_BARS, "taken_inr").sort_values("taken_inr")
    labels = [_short(names.get(name, name)) for name in few["name"]]
    figure = _bars(labels)
    said = [f"{money(row.taken_inr)}<br>in {whole(row.n_fraud)}" for row in few.itertuples()]
    figure.add_bar(
        x=few["taken_inr"], y=labels, orientation="h", marker_pattern=HATCHED, name="Fraud", customdata=few["name"], text=said,
        textposition="none", hovertemplate="%{y}: %{text} payments<extra></extra>",
    )  # fmt: skip
    _beside(figure, few["taken_inr"], labels, said)
    most = float(few["taken_inr"].max()) or 1.0
    figure.update_xaxes(title="Rupees taken, and in how many payments", range=[0, most * _ROOM], showticklabels=False)
    top = few.iloc[-1]
    title = f"{names.get(top['name'], top['name'])} takes most, {top['taken_inr'] / max(rows['taken_inr'].sum(), 1):.0%} of it"
    alt = f"Bars, one a kind of fraud, by rupees taken. {title}: {money(top['taken_inr'])}."
    return Chart("loss", title, alt, figure, _table(rows, "kind of fraud", names))


def by_outcome(view: View) -> Chart | None:
    """Rupees lost in the cases of a slice, and what of it was held and restored."""
    figures = view.figures
    if not figures.loss_inr:
        return None
    sums = {"Restored": figures.restored_inr, "Held": figures.held_inr, "Lost": figures.loss_inr}
    figure = _bars(list(sums))
    figure.add_bar(x=list(sums.values()), y=list(sums), orientation="h", marker_pattern=HATCHED, name="Fraud", hoverinfo="skip")
    said = [f"{money(value)}<br>{value / figures.loss_inr:.0%} of the loss" for value in sums.values()]
    _beside(figure, pd.Series(sums.values()), list(sums), said)
    figure.update_xaxes(
        title="Rupees, of cases that have a payment here", range=[0, figures.loss_inr * _ROOM], showticklabels=False
    )
    title = f"Of {money(figures.loss_inr)} lost, {figures.held_inr / figures.loss_inr:.0%} was held and "
    title += f"{figures.restored_inr / figures.loss_inr:.0%} restored"
    table = pd.DataFrame({"What": list(sums), "Rupees": [rupees(value) for value in sums.values()]})
    return Chart("outcome", title, f"Three bars. {title}.", figure, table)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"


def _by_count(rows: pd.DataFrame, by: str, noun: str, names: dict[str, str]) -> Chart:
    few = rows.head(_MOST_BARS).iloc[::-1]
    labels = [_short(names.get(name, name)) for name in few["name"]]
    figure = go.Figure(layout=LAYOUT | {"hovermode": "closest", "showlegend": False})
    figure.add_bar(x=few["n"], y=labels, orientation="h", customdata=few["name"], name="Honest", hovertemplate="%{y}: %{x:,d}")
    figure.update_xaxes(title="Payments", tickformat="~s", nticks=5)
    title = f"{names.get(few['name'].iloc[-1], few['name'].iloc[-1])} has most payments, {whole(few['n'].max())}"
    return Chart(f"rate_{by}", title, f"Bars, one a {noun}, by payments. {title}.", figure, _table(rows, noun, names))


def _bars(labels: list[str]) -> go.Figure:
    figure = go.Figure(layout=LAYOUT | {"hovermode": "closest", "showlegend": False, "barmode": "overlay"})
    figure.update_yaxes(range=[len(labels) - max(len(labels), _FEWEST_BARS) - 0.5, len(labels) - 0.5])
    return figure.add_bar(x=[0], y=labels[:1], orientation="h", hoverinfo="skip")  # stands for honest: the theme colours by place


def _beside(figure: go.Figure, ends: pd.Series, labels: list[str], said: list[str]) -> None:
    """Words to the right of where each bar ends."""
    figure.add_scatter(
        x=ends,
        y=labels,
        mode="text",
        text=[f"  {word.replace('<br>', '<br>  ')}" for word in said],
        textposition="middle right",
        hoverinfo="skip",
        textfont_size=_SMALL,
        cliponaxis=False,
    )


def _wide(hours: pd.DataFrame, name: str) -> pd.DataFrame:
    """[weekday 1-7, hour 0-23] of a column, 0 where there is none."""
    wide = hours.pivot_table(index="weekday", columns="hour", values=name, aggfunc="sum", fill_value=0)
    return wide.reindex(index=range(1, 8), columns=range(24), fill_value=0)


def _table(rows: pd.DataFrame, noun: str, names: dict[str, str]) -> pd.DataFrame:
    columns = {
        noun.capitalize(): [names.get(name, name) for name in rows["name"]],
        "Payments": rows["n"],
        "Fraud": rows["n_fraud"],
        "Fraud rate": rows["rate"].map(percent),
        "95% interval": [f"{percent(row.low)} to {percent(row.high)}" for row in rows.itertuples()],
        "Taken by fraud": rows["taken_inr"].map(rupees),
    }
    return pd.DataFrame(columns)
