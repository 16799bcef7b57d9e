"""India as a grid of squares, one a state."""

import pandas as pd
import plotly.graph_objects as go

from synfin_core.analytics.dashboard import View
from synfin_core.studio.charts import LAYOUT, Chart
from synfin_core.studio.dashboard import places
from synfin_core.studio.words import percent, whole

_WORDS = {"n": "payments", "n_fraud": "fraud payments", "rate": "fraud rate"}
_FEWEST = 100  # payments of a state that a rate is shown of, assumed
_SQUARE = 22  # pixels that can be clicked


def draw(view: View, measure: str) -> Chart | None:
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
    _squares(figure, rows, shown)
    figure.update_xaxes(visible=False, range=[-0.5, wide - 0.5])
    figure.update_yaxes(visible=False, range=[high - 0.5, -0.5])
    top = str(shown.idxmax())
    title = f"{places.names().get(top, top)} has {'the highest' if measure == 'rate' else 'most'} {_WORDS[measure]}, "
    title += percent(shown.max()) if measure == "rate" else whole(shown.max())
    alt = f"A grid of India, a square a state, each near its neighbours. {title}."
    return Chart("map", title, alt, figure, _table(rows))


def _squares(figure: go.Figure, rows: pd.DataFrame, shown: pd.Series) -> None:
    """Codes on the squares, of an ink that stands out from each; what each has when pointed at; clicked by its code."""
    codes = [code for code in places.TILES if code in rows.index]
    said = [
        f"{places.names().get(code, code)}: {whole(rows.at[code, 'n'])} payments, {whole(rows.at[code, 'n_fraud'])} fraud, "
        f"{percent(rows.at[code, 'rate'])}"
        for code in codes
    ]
    figure.add_scatter(
        x=[places.TILES[code][1] for code in codes], y=[places.TILES[code][0] for code in codes], mode="markers+text",
        marker={"symbol": "square", "size": _SQUARE, "color": "rgba(0,0,0,0)"}, text=codes, customdata=codes, hovertext=said,
        hovertemplate="%{hovertext}<extra></extra>", textfont={"color": [_ink(shown.get(code), shown) for code in codes]},
    )  # fmt: skip


def _ink(value: float | None, shown: pd.Series) -> str:
    """Placeholder of the scheme's ink, or white, by how dark the square is."""
    return "#FFFFFF" if value is not None and pd.notna(value) and value > shown.max() / 2 else "#172033"


def _table(rows: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "State": [places.names().get(code, code) for code in rows.index],
        "Payments": rows["n"].to_numpy(),
        "Fraud": rows["n_fraud"].to_numpy(),
        "Fraud rate": rows["rate"].map(percent).to_numpy(),
    }
    return pd.DataFrame(columns)
