"""A spec as YAML: down from a dataset, up to make another one; and the end of a dataset."""

import streamlit as st

from synfin_core.errors import SynfinError
from synfin_core.settings.strict_yaml import MAX_BYTES
from synfin_core.spec import Spec
from synfin_core.store.entry import Entry
from synfin_core.studio import desk, dialogs, notices, session, start
from synfin_core.studio.addresses import of_dataset
from synfin_core.studio.words import literal, size

_UPLOAD_HELP = (
    "A few lines of 'key: value', as the download of any dataset's spec shows. It says all; the sliders stay as they are."
)


def draw(entry: Entry) -> None:
    """The spec of a dataset, to read and to keep; and a way to delete the dataset."""
    if entry.spec:
        st.code(entry.spec.to_yaml(), language=None)
        st.link_button("Download the spec", of_dataset(entry.id, "spec.yaml"), icon=":material/download:")
    st.caption("The address of this page is a link to this dataset and these settings.")
    st.button(
        f"Delete this dataset, {size(entry.n_bytes)}", key="delete", on_click=ask_delete, args=(entry,), icon=":material/delete:"
    )


def upload() -> None:
    """Make a dataset from a YAML file; what cannot be read is told in one sentence, and nothing else changes."""
    file = st.file_uploader(
        "Spec (YAML)", ["yaml", "yml"], key="spec_up", help=_UPLOAD_HELP, max_upload_size=1, label_visibility="collapsed"
    )
    if file is None:
        return
    try:
        spec = Spec.from_text(file.read(MAX_BYTES + 1), file.name[:60])
        expected = start.foreseen(spec.as_dict())
    except SynfinError as error:
        notices.error(desk.told(error))
        return
    st.markdown(expected.sentence)
    for change in spec.drift:
        st.caption(f"Drift · {change.sentence}")
    st.button(
        "Generate from this file", key="generate_file", on_click=start.press, args=(spec.as_dict(),), icon=":material/play_arrow:"
    )


def ask_delete(entry: Entry) -> None:
    """Ask before a dataset goes."""
    text = f"**{literal(entry.name or entry.id)}** and its downloads, {size(entry.n_bytes)}, go for good."
    if entry.spec:
        text += " The same spec makes the same data again."
    dialogs.ask(dialogs.Question("Delete this dataset?", text, "Delete it", lambda: _delete(entry)))


def _delete(entry: Entry) -> None:
    try:
        desk.library().delete(entry.id)
    except SynfinError as error:
        session.complain(desk.told(error))
    session.let_go()
