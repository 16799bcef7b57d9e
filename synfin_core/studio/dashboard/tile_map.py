"""India as a grid of squares, one a state."""

import pandas as pd
import plotly.graph_objects as go

from synfin_core.analytics.dashboard import View
from synfin_core.studio.charts import INK, LAYOUT, Chart
from synfin_core.studio.dashboard import places
from synfin_core.studio.words import percent, whole

_WORDS = {"n": "payments", "n_fraud": "fraud payments", "rate": "fraud rate"}
_FEWEST = 100  # payments of a state that a rate is shown of, assumed
_SQUARE = 22  # pixels that can be clicked
_LETTERS = {"light": ("#172033", "#FFFFFF"), "dark": ("#FFFFFF", "#172033")}  # on a low and on a high value
_TURNS_AT = {"light": 0.65, "dark": 0.35}  # of the range, where both letters have about 4:1


def draw(view: View, measure: str, scheme: str) -> Chart | None:
    """The states of a slice by `measure`: n, n_fraud or rate; a square without colour has too few payments."""
    rows = view.groups["state"].set_index("name")
    if rows.empty:
        return None
    shown = rows[measure].where((measure != "rate") | (rows["n"] >= min(_FEWEST, rows["n"].max())))
    high, wide = (1 + max(at[axis] for at in places.TILES.values()) for axis in (0, 1))
    grid: list[list[float | None]] = [[None] * wide for _ in range(high)]
    for code, (row, column) in places.TILES.items():
        if code in shown.index and pd.notna(shown[code]):
            grid[row][column] = float(shown[code])
    figure = go.Figure(layout=LAYOUT | {"hovermode": "closest", "showlegend": False})
    figure.add_heatmap(z=grid, xgap=3, ygap=3, showscale=False, hoverinfo="skip", hoverongaps=False)
    _squares(figure, rows, shown, scheme)
    figure.update_xaxes(visible=False, range=[-0.5, wide - 0.5])
    figure.update_yaxes(visible=False, range=[high - 0.5, -0.5])
    top = str(shown.idxmax())
    value = percent(shown.max()) if measure == "rate" else whole(shown.max())
    title = f"{places.names().get(top, top)} alone is looked at: {_WORDS[measure]} {value}"
    if len(rows) > 1:
        title = f"{places.names().get(top, top)} has {'the highest' if measure == 'rate' else 'most'} {_WORDS[measure]}, {value}"
    alt = f"A grid of India, a square a state, each near its neighbours. {title}."
    return Chart("map", title, alt, figure, _table(rows))


def _squares(figure: go.Figure, rows: pd.DataFrame, shown: pd.Series, scheme: str) -> None:
    """Codes on the squares, of an ink that stands out from each; what each has when pointed at; clicked by its code."""
    codes = list(places.TILES)
    counts = rows.reindex(codes).fillna(0)
    said = [
        f"{places.names().get(code, code)}: {whole(counts.at[code, 'n'])} payments, {whole(counts.at[code, 'n_fraud'])} fraud, "
        f"{percent(counts.at[code, 'rate'])}"
        for code in codes
    ]
    inks = [_ink(float(shown.get(code, float("nan"))), shown, scheme) for code in codes]
    figure.add_scatter(
        x=[places.TILES[code][1] for code in codes], y=[places.TILES[code][0] for code in codes], mode="markers+text",
        marker={"symbol": "square", "size": _SQUARE, "color": "rgba(0,0,0,0)"}, text=codes, customdata=codes, hovertext=said,
        hovertemplate="%{hovertext}<extra></extra>", textfont={"color": inks},
    )  # fmt: skip


def _ink(value: float, shown: pd.Series, scheme: str) -> str:
    """White or dark letters, by how dark the square is: squares darken with the value on white, and lighten on dark."""
    if pd.isna(value):
        return INK[scheme]
    depth = (value - shown.min()) / ((shown.max() - shown.min()) or 1.0)
    return _LETTERS[scheme][bool(depth > _TURNS_AT[scheme])]


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "State": [places.names().get(code, code) for code in rows.index],
        "Payments": rows["n"].to_numpy(),
        "Fraud": rows["n_fraud"].to_numpy(),
        "Fraud rate": rows["rate"].map(percent).to_numpy(),
    }
    return pd.DataFrame(columns)
