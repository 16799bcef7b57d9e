"""What can be downloaded of a dataset: format, layout, with truth or blind, as seen by whom; each with its size beforehand."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.settings.in_force import current
from synfin_core.store.dataset import Layout
from synfin_core.store.download import document_paths, name_of, stem_of
from synfin_core.store.entry import Entry
from synfin_core.store.formats import FORMATS
from synfin_core.store.one_bank import ECOSYSTEM, PREFIX
from synfin_core.store.slice import Slice
from synfin_core.studio import desk, quick, session
from synfin_core.studio.addresses import of_dataset
from synfin_core.studio.words import size, whole

LAYOUTS: dict[str, Layout] = {"One flat table": "flat", "Linked tables": "linked"}
SIGHTS = {"With the truth": True, "Blind": False}
NAMES = {
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
_SEEN_BY_HELP = (
    "One bank sees its own customers' accounts in full; of the other side of their payments it sees the account, its bank and the "
    "name, and of labels those that it would know."
)
_KEPT = 64  # lists of banks


@dataclass(frozen=True)
class Way:
    """What of a dataset goes into the files: in which layout, with truth or not, seen by which bank, which payments (None: all)."""

    layout: Layout
    truth: bool
    bank: str | None = None
    slice: Slice | None = None

    @property
    def view(self) -> str:
        """The bank as a job is told of it."""
        return f"{PREFIX}{self.bank}" if self.bank else ECOSYSTEM

    @property
    def stem(self) -> str:
        """What the files are called, without their suffix."""
        return stem_of(self.layout, self.truth, bank=self.bank, slice=self.slice)

    def name(self, format: str) -> str:
        """The name of the file with the data."""
        return name_of(format, self.layout, self.truth, bank=self.bank, slice=self.slice)

    def asked(self, id: str, format: str) -> dict[str, Any]:
        """What a job is asked for."""
        part = {"slice": self.slice.as_dict()} if self.slice else {}
        return {"dataset": id, "format": format, "layout": self.layout, "truth": self.truth, "view": self.view} | part


def draw(entry: Entry) -> None:
    """The choices, then a link or a button for each format, then what explains the files."""
    seen = banks(entry.id)
    way, there = _chosen(list(seen)), ready(entry)
    rows = seen[way.bank] if way.bank else entry.n_rows
    with st.container(horizontal=True):
        for format in FORMATS:
            _format(entry, format, way, rows, there)
    if entry.n_rows > quick.most_rows():
        st.caption("Files of this size are prepared in the background; then the button becomes a link.")
    most = FORMATS["xlsx"].max_rows or 0
    if rows > most:
        st.caption(f"An Excel sheet holds {whole(most)} rows; this one would have {whole(rows)}.")
    _explained(entry, way)


def is_too_large(n_bytes: float) -> bool:
    """Whether a file has more bytes than a browser is handed."""
    return n_bytes > current().studio.max_download_mb * 1_000_000


def about(format: str, layout: Layout, rows: int) -> float:
    """Bytes that a file of so many payments will have, about."""
    return rows * _ROW_BYTES[format][layout == "linked"]


def _chosen(banks: list[str]) -> Way:
    with st.container(horizontal=True):
        layout = st.segmented_control(
            "Layout", list(LAYOUTS), default="One flat table", required=True, key="layout", help=_LAYOUT_HELP
        )
        sight = st.segmented_control(
            "What it tells", list(SIGHTS), default="With the truth", required=True, key="sight", help=_SIGHT_HELP
        )
        bank = st.selectbox(
            "As seen by", banks, index=None, placeholder="The whole ecosystem", key="seen_by", help=_SEEN_BY_HELP,
            width=260, bind="query-params", persist_state="session",
        )  # fmt: skip
    return Way(LAYOUTS[str(layout)], SIGHTS[str(sight)], bank)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def banks(id: str) -> dict[str, int]:
    """Payments that each bank or wallet company of a dataset sees."""
    return desk.library().open(id).banks


def _format(entry: Entry, format: str, way: Way, n_rows: int, ready: dict[str, int]) -> None:
    """A link where the file is there or soon made; a button that asks a job for it where it is long."""
    name, rows = way.name(format), f"{whole(n_rows)} rows"
    guess = about(format, way.layout, n_rows)
    most = FORMATS[format].max_rows
    if most and n_rows > most:
        return
    if is_too_large(ready.get(name, guess)):
        st.button(f"{NAMES[format]} · too large for a browser", key=f"large_{name}", disabled=True, help=TOO_LARGE)
    elif name in ready:
        st.link_button(f"{NAMES[format]} · {size(ready[name])} · {rows}", of_dataset(entry.id, name), icon=":material/download:")
    elif entry.n_rows <= quick.most_rows():
        st.link_button(f"{NAMES[format]} · about {size(guess)} · {rows}", of_dataset(entry.id, name), icon=":material/download:")
    else:
        label = f"Prepare {NAMES[format]} · about {size(guess)} · {rows}"
        st.button(label, key=f"prepare_{name}", on_click=_prepare, args=(entry, format, way), icon=":material/hourglass:")


def _explained(entry: Entry, way: Way) -> None:
    with st.container(horizontal=True):
        for label, path in zip(_DOCUMENTS, document_paths(Path(way.stem)), strict=True):
            st.link_button(label, of_dataset(entry.id, path.name), icon=":material/description:", type="tertiary")


def ready(entry: Entry) -> dict[str, int]:
    """Bytes of the files that lie there already, by their names."""
    try:
        return {file.path.name: file.n_bytes for file in desk.library().files(entry.id)}
    except SynfinError:
        return {}


def _prepare(entry: Entry, format: str, way: Way) -> None:
    try:
        session.watch(desk.submit("export", f"{NAMES[format]} of {entry.name}", way.asked(entry.id, format)))
    except SynfinError as error:
        session.complain(desk.told(error))
