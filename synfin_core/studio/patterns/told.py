"""A case with everything that its telling needs, asked of the dataset once and kept: a step asks nothing more."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from synfin_core.analytics.cases import Case, case_of, cases_of, fresh
from synfin_core.analytics.life import Life, hero_of, life_around
from synfin_core.analytics.rule import scored
from synfin_core.analytics.trail import with_parties
from synfin_core.store.dataset import Dataset
from synfin_core.studio import desk
from synfin_core.studio.patterns.moments import Moment, moments

_KEPT, _KEPT_FRESH = 64, 8


@dataclass(frozen=True)
class Origin:
    """Where a case comes from: a dataset of the library by id and schema version, or a fresh one by typology and seed."""

    dataset: str = ""
    version: str = ""
    typology: str = ""
    seed: int | None = None


@dataclass(frozen=True, eq=False)
class Told:
    """A case told: its legs with parties, whose life is around it, its moments, and what the rule says of its payments."""

    case: Case
    legs: pd.DataFrame
    life: Life | None
    moments: tuple[Moment, ...]
    scores: pd.DataFrame


@st.cache_resource(max_entries=_KEPT, show_spinner="Reading the case")
def told(origin: Origin, id: str) -> Told:
    """The case of that id; WrongUse when there is none."""
    dataset = opened(origin)
    return tell(dataset, case_of(dataset, id))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def listed(origin: Origin, typology: str) -> pd.DataFrame:
    """The cases of a typology, those first that tell most."""
    return cases_of(opened(origin), typology)


def opened(origin: Origin) -> Dataset:
    """The dataset of an origin."""
    return _made(origin) if origin.seed is not None else desk.library().open(origin.dataset)


@st.cache_resource(max_entries=_KEPT_FRESH, show_spinner="Making a fresh case")
def _made(origin: Origin) -> Dataset:
    return fresh(origin.typology, origin.seed or 0)


def tell(dataset: Dataset, case: Case) -> Told:
    """Everything about a case that the screen shows."""
    hero = hero_of(case)
    legs = with_parties(case, hero)
    life = None if hero is None else life_around(dataset, case, hero)
    who = legs["payer_customer_id"].dropna().unique()
    scores = scored(dataset, who, case.facts["started_at"], case.facts["ended_at"])
    ours = scores[scores["transaction_id"].isin(legs["transaction_id"])].set_index("transaction_id")
    return Told(case, legs, life, moments(case, legs), ours)
