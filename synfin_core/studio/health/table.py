"""A small table in the page itself, so that it can be read aloud and searched; words instead of it when it is empty."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

MARKS = {
    "healthy": "✓ healthy", "degraded": "! degraded", "unhealthy": "✕ unhealthy",
    "closed": "✓ closed", "half_open": "! half-open", "open": "✕ open",
}  # fmt: skip


def draw(rows: Sequence[Mapping[str, Any]], alt: str, nothing: str) -> None:
    """One line a row, its keys as titles."""
    if rows:
        st.table(pd.DataFrame(rows).astype(str), hide_index=True, border="horizontal", alt=alt)
    else:
        st.caption(nothing)
