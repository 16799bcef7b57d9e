"""A small table in the page itself, so that it can be read aloud and searched; words instead of it when it is empty."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from synfin_core.studio.words import literal

MARKS = {
    "healthy": "✓ healthy", "degraded": "! degraded", "unhealthy": "✕ unhealthy",
    "closed": "✓ closed", "half_open": "! half-open", "open": "✕ open",
}  # fmt: skip


def draw(rows: Sequence[Mapping[str, Any]], alt: str, nothing: str) -> None:
    """One line a row, its keys as titles; a cell shows its text as it is, whatever it may mean in Markdown."""
    if rows:
        st.table(pd.DataFrame(rows).astype(str).map(literal), hide_index=True, border="horizontal", alt=alt)
    else:
        st.caption(nothing)
