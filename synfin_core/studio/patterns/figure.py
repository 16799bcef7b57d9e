"""A chart on this screen: drawn in the ink of the scheme, larger when presented; and charts as tables."""

import streamlit as st

from synfin_core.studio import charts
from synfin_core.studio.charts import Chart
from synfin_core.studio.patterns import present

_LARGE = 16  # pixels of a chart's letters when presented


def scheme() -> str:
    """'light' or 'dark'."""
    return st.context.theme.type or "light"


def draw(chart: Chart, height: int = charts.HEIGHT, key: str | None = None, is_labelled: bool = False) -> None:
    """The chart under the title that says what it shows; one that `is_labelled` on its axis needs no legend in large type."""
    charts.ink(chart.figure, scheme())
    if present.is_on():
        chart.figure.update_layout(font_size=_LARGE, legend_font_size=_LARGE)
        if is_labelled:
            chart.figure.update_layout(showlegend=False)
        chart.figure.update_xaxes(tickfont_size=_LARGE, title_font_size=_LARGE)
        chart.figure.update_yaxes(tickfont_size=_LARGE, title_font_size=_LARGE)
    st.markdown(f"**{chart.title}**")
    st.plotly_chart(chart.figure, height=height, key=key or chart.key, alt=chart.alt, config={"displayModeBar": False})


def tables(drawn: list[Chart]) -> None:
    """The numbers behind charts, once they are asked for."""
    with st.expander("The charts as tables", key="tables", on_change="rerun") as asked:
        for chart in drawn if asked.open else ():
            st.markdown(f"**{chart.title}**")
            st.dataframe(chart.table, hide_index=True, alt=chart.title)
