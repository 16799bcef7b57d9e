"""One payment of the queue: what a bank sees of it, why the model suspects it, and whom its two ends dealt with."""

from typing import Any

import pandas as pd
import pyarrow.compute as pc
import streamlit as st

from synfin_core.analytics.neighbours import neighbours
from synfin_core.errors import SynfinError
from synfin_core.learning.explain import Reason
from synfin_core.learning.explain import reasons as reasons_of
from synfin_core.learning.registry import Kept
from synfin_core.store.dataset import Dataset
from synfin_core.studio import desk, notices
from synfin_core.studio.patterns import figure
from synfin_core.studio.training import charts, material
from synfin_core.studio.words import rupees

_HEIGHT = 280  # pixels
_SEEN = """
SELECT transacted_at, CAST(rail AS VARCHAR) AS rail, CAST(kind AS VARCHAR) AS kind, amount_inr, CAST(status AS VARCHAR) AS status,
       CAST(category AS VARCHAR) AS category, CAST(payer_bank AS VARCHAR) AS payer_bank, CAST(payee_bank AS VARCHAR) AS payee_bank
FROM transactions WHERE transaction_id = {id}
"""


def facts(dataset: Dataset, id: int) -> None:
    """Amount, way, time, banks, in one line."""
    seen = dataset.sql(_SEEN.format(id=id)).to_pylist()[0]
    banks = " to ".join(str(seen[name]) for name in ("payer_bank", "payee_bank") if seen[name])
    words = [f"{seen['rail']}, {seen['kind']}", seen["category"], f"{seen['transacted_at']:%d %b %Y, %H:%M}", seen["status"], banks]
    st.markdown(f"**{rupees(float(seen['amount_inr']))}** · " + " · ".join(word for word in words if word))


def reasons(kept: Kept, id: int, score: float) -> None:
    """The features whose usual value would lower the score most; a sentence where the model cannot be read."""
    st.markdown(f"**Why its score is {score:.4f}**")
    try:
        found = _reasons(kept, id)
    except SynfinError as error:
        notices.error(desk.told(error))
        return
    if not found:
        st.caption("No feature by itself lifts this score.")
        return
    rows = [(one.name.replace("_", " ").capitalize(), _plain(one.value), one.effect, one.meaning) for one in found]
    table = pd.DataFrame(rows, columns=["What the model sees", "Here", "Lifts the score by", "Meaning"])
    look: dict[str, Any] = {"Lifts the score by": st.column_config.NumberColumn(format="%.4f")}
    st.dataframe(table, hide_index=True, alt="Reasons for the score", column_config=look)


def _reasons(kept: Kept, id: int) -> list[Reason]:
    loaded = material.loaded(kept)
    features = material.tested(kept.id).features
    row = features.filter(pc.field("transaction_id") == id)
    return reasons_of(loaded.model, loaded.encoding, loaded.typical, row)


def around(dataset: Dataset, id: int) -> None:
    """A small graph of both ends, and its links as a table."""
    chart = charts.neighbours(neighbours(dataset, id), figure.scheme())
    figure.draw(chart, height=_HEIGHT)
    st.caption("Squares are the two ends, dots whom they dealt with in the two weeks before; a thicker line is more payments.")
    with st.expander("The links as a table"):
        st.dataframe(chart.table, hide_index=True, alt=chart.title)


def _plain(value: float | str | None) -> str:
    if value is None:
        return "none"
    return value if isinstance(value, str) else f"{float(value):,.4g}"
