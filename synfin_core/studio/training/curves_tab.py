"""How good the scores are at every threshold, and the features that they go by."""

from typing import Any

import pandas as pd
import streamlit as st

from synfin_core.features.glossary import FEATURES
from synfin_core.learning.registry import Kept
from synfin_core.studio.charts import Chart
from synfin_core.studio.patterns import figure
from synfin_core.studio.training import charts, material

_MEANINGS = {feature.name: feature.meaning for feature in FEATURES}
_HEIGHT = 300  # pixels


def draw(kept: Kept) -> None:
    """Precision and recall first, then ROC, features and baselines; all of them as tables below."""
    found = kept.record["metrics"]
    points, rates = material.drawn(kept.id)
    curve = charts.precision_recall(points, found["base_rate"], figure.scheme())
    area, worth = charts.roc(rates, found["roc_auc"]), charts.importance(kept.record["importance"], _MEANINGS)
    with st.grid(2, min_column_width=420):
        _tile(curve, "The band is over whole cases: payments of one case are much alike.")
        _tile(area, "Looks good on rare fraud even when most alerts are honest; precision says more.")
        _tile(worth, "Each from what was known before its payment; none reads a label.")
        with st.container(border=True, height="stretch"):
            _baselines(kept.record)
    figure.tables([curve, area, worth])


def _tile(chart: Chart, said: str) -> None:
    with st.container(border=True, height="stretch"):
        figure.draw(chart, height=_HEIGHT)
        st.caption(said)


def _baselines(record: dict[str, Any]) -> None:
    """Average precision of this model and of simple scores, with their intervals."""
    st.markdown("**Beside scores that need little learning or none**")
    found = {"this model": record["metrics"]["average_precision"], **record["baselines"]}
    rows = [(name.capitalize(), one["value"], one["low"], one["high"]) for name, one in found.items()]
    table = pd.DataFrame(rows, columns=["Score", "Average precision", "Low", "High"])
    look = {name: st.column_config.NumberColumn(format="%.3f") for name in table.columns[1:]}
    st.dataframe(table, hide_index=True, alt="Average precision beside baselines", column_config=look)
    st.caption("95% intervals over whole cases, on the same test payments.")
