"""How good the scores are at every threshold, and the features that they go by."""

import streamlit as st

from synfin_core.features.glossary import FEATURES
from synfin_core.learning.registry import Kept
from synfin_core.studio.patterns import figure
from synfin_core.studio.training import charts, material

_MEANINGS = {feature.name: feature.meaning for feature in FEATURES}
_HEIGHT, _SMALL = 340, 260


def draw(kept: Kept) -> None:
    """Precision and recall first, ROC small, then features; all of them as tables below."""
    found = kept.record["metrics"]
    points, rates = material.drawn(kept.id)
    curve = charts.precision_recall(points, found["base_rate"], figure.scheme())
    area, worth = charts.roc(rates, found["roc_auc"]), charts.importance(kept.record["importance"], _MEANINGS)
    with st.grid(2, min_column_width=420):
        with st.container(border=True, height="stretch"):
            figure.draw(curve, height=_HEIGHT)
            st.caption("The band is over whole cases: payments of one case are much alike.")
        with st.container(border=True, height="stretch"):
            figure.draw(worth, height=_HEIGHT, is_labelled=True)
            st.caption("Each from what was known before its payment; none reads a label.")
        with st.container(border=True, height="stretch"):
            figure.draw(area, height=_SMALL)
            st.caption("Looks good on rare fraud even when most alerts are honest; precision above says more.")
    figure.tables([curve, worth, area])
