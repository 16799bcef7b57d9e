"""The payments behind the charts: the first of them, many to browse, and all to download."""

from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from synfin_core.analytics.dashboard import DRILLED, View
from synfin_core.errors import SynfinError
from synfin_core.store.entry import Entry
from synfin_core.store.formats import FORMATS
from synfin_core.store.slice import Slice
from synfin_core.studio import desk, downloads, quick, results, session
from synfin_core.studio.addresses import of_dataset
from synfin_core.studio.dashboard import filters, source
from synfin_core.studio.words import plural, size, whole

_SHOWN, _BROWSED = 200, 100_000  # payments
_FORMATS = ("csv", "parquet", "xlsx")
_ONLY_HELP = "Only payments by which somebody loses; the download below has all payments of the slice."


def draw(entry: Entry, chosen: Slice, here: View) -> None:
    """A table, and links."""
    with st.container(horizontal=True, vertical_alignment="center"):
        only_fraud = st.toggle("Fraud only", key="only_fraud", bind="query-params", help=_ONLY_HELP)
        browses = st.toggle(f"Browse up to {whole(_BROWSED)}", key="browse")
    found = source.rows_of(entry.id, str(entry.manifest["schema_version"]), chosen, only_fraud, _BROWSED if browses else _SHOWN)
    whole_count = here.figures.n_fraud if only_fraud else here.figures.n
    st.markdown(f"**The first {whole(len(found))} of {plural(whole_count, 'payment')}, by time:** {filters.in_words(chosen)}")
    _table(found, lazy=browses)
    _download(entry, chosen, here.figures.n)


def _table(found: pd.DataFrame, lazy: bool) -> None:
    look = {column.name: results.look(column) for column in DRILLED}
    st.dataframe(found, hide_index=True, height=430, column_config=look, lazy=lazy, key="drill", alt="Payments of the slice")


def _download(entry: Entry, chosen: Slice, rows: int) -> None:
    """A link a format; where the dataset is large, a button that has a job make the file first."""
    st.markdown("**Download this slice**, every column of the flat table")
    with st.container(horizontal=True):
        for format in _FORMATS:
            most = FORMATS[format].max_rows
            if not most or rows <= most:
                _format(entry, chosen, format, rows)


def _format(entry: Entry, chosen: Slice, format: str, rows: int) -> None:
    way = downloads.Way("flat", True, slice=None if chosen.is_whole else chosen)
    name = way.name(format)
    ready = downloads.ready(entry)
    about = ready.get(name, downloads.about(format, "flat", rows))
    label = f"{downloads.NAMES[format]} · {'' if name in ready else 'about '}{size(about)} · {whole(rows)} rows"
    if downloads.is_too_large(about):
        st.button(label, key=f"slice_{format}", disabled=True, help=downloads.TOO_LARGE)
    elif name in ready or entry.n_rows <= quick.most_rows():
        st.link_button(label, address(entry.id, format, chosen), icon=":material/download:")
    else:
        st.button(
            f"Prepare {label}", key=f"slice_{format}", on_click=_prepare, args=(entry, format, way), icon=":material/hourglass:"
        )


def address(id: str, format: str, chosen: Slice) -> str:
    """Where the browser gets a slice in this format."""
    if chosen.is_whole:
        return of_dataset(id, downloads.Way("flat", True).name(format))
    return f"{of_dataset(id, f'slice.{format}')}?{urlencode(chosen.as_dict(), doseq=True)}"


def _prepare(entry: Entry, format: str, way: downloads.Way) -> None:
    title = f"{downloads.NAMES[format]} of a slice of {entry.name}"
    try:
        session.watch(desk.submit("export", title, way.asked(entry.id, format)))
    except SynfinError as error:
        session.complain(desk.told(error))
