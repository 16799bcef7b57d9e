"""What the screen reads of a dataset and of a model; read once, as long as neither changes."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from synfin_core.learning import curves
from synfin_core.learning.operating import Curve
from synfin_core.learning.registry import MODEL, Kept, Loaded, Registry
from synfin_core.learning.tested import Tested
from synfin_core.store.entry import Entry
from synfin_core.studio import desk

_KEPT = 16
_FACTS = """
SELECT count(*) AS n, count(*) FILTER (is_fraud) AS n_fraud, count(DISTINCT fraud_case_id) FILTER (is_fraud) AS n_cases,
       min(transacted_at) AS first, max(transacted_at) AS last FROM transactions
"""


@dataclass(frozen=True)
class Facts:
    """What can be learned from: payments, those that are told to be fraud, their cases, and the days of all."""

    n: int
    n_fraud: int
    n_cases: int
    n_days: float


def registry() -> Registry:
    """The models of this server's library."""
    return Registry(desk.library().folder)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def facts(id: str, version: str) -> Facts:
    """Of a dataset; an upgrade gives it another `version`."""
    row = desk.library().open(id).sql(_FACTS).to_pylist()[0]
    return Facts(row["n"], row["n_fraud"], row["n_cases"], max((row["last"] - row["first"]).total_seconds() / 86_400, 1.0))


def facts_of(entry: Entry) -> Facts:
    """Of the dataset in hand."""
    return facts(entry.id, str(entry.manifest["schema_version"]))


@st.cache_resource(max_entries=8, show_spinner=False)
def banks(id: str, version: str) -> dict[str, int]:
    """Banks of a dataset with the payments that each sees, those that see most first."""
    found = desk.library().open(id).banks
    return dict(sorted(found.items(), key=lambda one: -one[1]))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def tested(id: str) -> Tested:
    """What a model said of its test payments; a kept model never changes."""
    return Tested.read(registry().get(id).folder)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def curve(id: str) -> Curve:
    """Sums by falling score."""
    return Curve(tested(id).payments)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def drawn(id: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Points of precision over recall, and of the ROC curve."""
    payments = tested(id).payments
    return curves.precision_recall(payments), curves.roc(payments)


def loaded(kept: Kept) -> Loaded:
    """The model itself; its file is looked at again when it was written again."""
    path = kept.folder / MODEL
    return _loaded(kept.id, path.stat().st_mtime_ns if path.is_file() else 0)


@st.cache_resource(max_entries=4, show_spinner="Reading the model")
def _loaded(id: str, written: int) -> Loaded:
    return registry().load(id)
