"""What the dashboard is told of a dataset, or of one bank's view of it; asked once and kept."""

import pandas as pd
import streamlit as st

from synfin_core.analytics.dashboard import Bounds, Course, View, bounds, course, drill, view
from synfin_core.store.cube import Cube
from synfin_core.store.one_bank import ECOSYSTEM
from synfin_core.store.slice import Slice
from synfin_core.studio import desk

_CUBES, _VIEWS, _DRILLS = 8, 256, 32


@st.cache_resource(max_entries=_CUBES, show_spinner="Counting the payments")
def cube_of(id: str, version: str, sight: str = ECOSYSTEM) -> Cube:
    """The aggregates of a dataset; an upgrade gives it another `version`."""
    return desk.library().cube(id, sight)


@st.cache_resource(max_entries=_CUBES, show_spinner=False)
def bounds_of(id: str, version: str, sight: str = ECOSYSTEM) -> Bounds | None:
    """What can be filtered by; None where there is no payment."""
    return bounds(cube_of(id, version, sight))


def course_of(id: str, version: str, chosen: Slice) -> Course:
    """What is shown first of a slice."""
    return _course(id, version, chosen.digest, ECOSYSTEM, chosen)


@st.cache_resource(max_entries=_VIEWS, show_spinner=False)
def _course(id: str, version: str, digest: str, sight: str, _chosen: Slice) -> Course:
    return course(cube_of(id, version, sight), _chosen)


def view_of(id: str, version: str, chosen: Slice, sight: str = ECOSYSTEM) -> View:
    """All of a slice."""
    return _view(id, version, chosen.digest, sight, chosen)


@st.cache_resource(max_entries=_VIEWS, show_spinner=False)
def _view(id: str, version: str, digest: str, sight: str, _chosen: Slice) -> View:
    return view(cube_of(id, version, sight), _chosen, _course(id, version, digest, sight, _chosen))


def rows_of(id: str, version: str, chosen: Slice, only_fraud: bool, most: int) -> pd.DataFrame:
    """The first payments of a slice by time, at most so many."""
    return _rows(id, version, chosen.digest, only_fraud, most, chosen)


@st.cache_resource(max_entries=_DRILLS, show_spinner="Reading payments")
def _rows(id: str, version: str, digest: str, only_fraud: bool, most: int, _chosen: Slice) -> pd.DataFrame:
    return drill(cube_of(id, version), _chosen, only_fraud, most)
