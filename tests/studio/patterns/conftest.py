"""Cases of every typology, told as the screen tells them."""

import pytest

from synfin_core import generate
from synfin_core.analytics.cases import case_of, cases_of
from synfin_core.analytics.catalogue import cards
from synfin_core.spec import Spec
from synfin_core.store.dataset import Dataset
from synfin_core.studio.patterns.told import Told, tell


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """60,000 payments with a whole case of each typology."""
    return generate(Spec(count=60_000, fraud_rate=0.02, min_cases=1, seed=3))


@pytest.fixture(scope="session")
def stories(dataset: Dataset) -> dict[str, Told]:
    """The case of each typology that is told first."""
    ids = {card.id: int(cases_of(dataset, card.id)["fraud_case_id"][0]) for card in cards()}
    return {typology: tell(dataset, case_of(dataset, id)) for typology, id in ids.items()}
