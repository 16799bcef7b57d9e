"""What can be downloaded of a dataset: format, layout, with truth or blind; each with its size and rows beforehand."""

from pathlib import Path

import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.settings.in_force import current
from synfin_core.store.dataset import Layout
from synfin_core.store.download import document_paths, name_of, stem_of
from synfin_core.store.entry import Entry
from synfin_core.store.formats import FORMATS
from synfin_core.studio import desk, quick, session
from synfin_core.studio.addresses import of_dataset
from synfin_core.studio.words import size, whole

LAYOUTS: dict[str, Layout] = {"One flat table": "flat", "Linked tables": "linked"}
SIGHTS = {"With the truth": True, "Blind": False}
_NAMES = {
    "csv": "CSV", "csv.gz": "CSV, gzip", "parquet": "Parquet", "json": "JSON", "jsonl": "JSON lines", "xlsx": "Excel",
    "duckdb": "DuckDB",
}  # fmt: skip
_DOCUMENTS = ("Data card", "Data dictionary", "Data dictionary, CSV")
# Bytes a payment, flat and linked, before a file is there to be measured (measured, 250,000 payments).
_ROW_BYTES = {
    "csv": (425, 110), "csv.gz": (94, 91), "parquet": (48, 47), "json": (1_437, 182), "jsonl": (1_436, 181),
    "xlsx": (214, 188), "duckdb": (78, 92),
}  # fmt: skip
TOO_LARGE = "This file is larger than a browser is handed (studio.max_download_mb); 'synfinance dataset export' writes it."
_LAYOUT_HELP = "Flat: one row a payment with its customer, merchant and device beside it. Linked: every table, joined by ids."
_SIGHT_HELP = "Blind leaves out all that only the generator knows, such as is_fraud: what a bank sees at the moment of payment."


def draw(entry: Entry) -> None:
    """The choices, then a link or a button for each format, then what explains the files."""
    with st.container(horizontal=True):
        layout = st.segmented_control(
            "Layout", list(LAYOUTS), default="One flat table", required=True, key="layout", help=_LAYOUT_HELP
        )
        sight = st.segmented_control(
            "What it tells", list(SIGHTS), default="With the truth", required=True, key="sight", help=_SIGHT_HELP
        )
    chosen, truth = LAYOUTS[str(layout)], SIGHTS[str(sight)]
    ready = _ready(entry)
    with st.container(horizontal=True):
        for format in FORMATS:
            _format(entry, format, chosen, truth, ready)
    if entry.n_rows > quick.most_rows():
        st.caption("Files of this size are prepared in the background; then the button becomes a link.")
    most = FORMATS["xlsx"].max_rows or 0
    if entry.n_rows > most:
        st.caption(f"An Excel sheet holds {whole(most)} rows; this dataset has {whole(entry.n_rows)}.")
    _explained(entry, chosen, truth)


def is_too_large(n_bytes: float) -> bool:
    """Whether a file has more bytes than a browser is handed."""
    return n_bytes > current().studio.max_download_mb * 1_000_000


def _format(entry: Entry, format: str, layout: Layout, truth: bool, ready: dict[str, int]) -> None:
    """A link where the file is there or soon made; a button that asks a job for it where it is long."""
    name, rows = name_of(format, layout, truth), f"{whole(entry.n_rows)} rows"
    about = entry.n_rows * _ROW_BYTES[format][layout == "linked"]
    most = FORMATS[format].max_rows
    if most and entry.n_rows > most:
        return
    if is_too_large(ready.get(name, about)):
        st.button(f"{_NAMES[format]} · too large for a browser", key=f"large_{name}", disabled=True, help=TOO_LARGE)
    elif name in ready:
        st.link_button(f"{_NAMES[format]} · {size(ready[name])} · {rows}", of_dataset(entry.id, name), icon=":material/download:")
    elif entry.n_rows <= quick.most_rows():
        st.link_button(f"{_NAMES[format]} · about {size(about)} · {rows}", of_dataset(entry.id, name), icon=":material/download:")
    else:
        label = f"Prepare {_NAMES[format]} · about {size(about)} · {rows}"
        st.button(label, key=f"prepare_{name}", on_click=_prepare, args=(entry, format, layout, truth), icon=":material/hourglass:")


def _explained(entry: Entry, layout: Layout, truth: bool) -> None:
    with st.container(horizontal=True):
        for label, path in zip(_DOCUMENTS, document_paths(Path(stem_of(layout, truth))), strict=True):
            st.link_button(label, of_dataset(entry.id, path.name), icon=":material/description:", type="tertiary")


def _ready(entry: Entry) -> dict[str, int]:
    """Bytes of the files that lie there already, by their names."""
    try:
        return {file.path.name: file.n_bytes for file in desk.library().files(entry.id)}
    except SynfinError:
        return {}


def _prepare(entry: Entry, format: str, layout: Layout, truth: bool) -> None:
    asked = {"dataset": entry.id, "format": format, "layout": layout, "truth": truth}
    try:
        session.watch(desk.submit("export", f"{_NAMES[format]} of {entry.name}", asked))
    except SynfinError as error:
        session.complain(desk.told(error))
