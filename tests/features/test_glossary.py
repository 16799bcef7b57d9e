"""Definitions are data: each says what it stands on, and that is what a bank can see."""

import pyarrow as pa

from synfin_core.features.glossary import FEATURES
from synfin_core.features.payments import READ
from synfin_core.schema import observable
from tests.features.conftest import Given


def test_every_feature_stands_on_observable_columns() -> None:
    """No definition names a truth column."""
    seen = {f"{table}.{name}" for table in ("transactions", "events") for name in observable(table)}
    for feature in FEATURES:
        assert feature.sources, feature.name
        assert set(feature.sources) <= seen, feature.name


def test_payments_are_read_from_observable_columns_alone() -> None:
    """What is not read cannot leak."""
    assert set(READ) <= set(observable("transactions"))


def test_names_are_given_once_and_explained() -> None:
    """Each has a family, a unit and a meaning."""
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)
    assert all(feature.meaning and feature.family and feature.unit for feature in FEATURES)


def test_every_feature_says_something(given: Given) -> None:
    """None is the same for all payments."""
    silent = [name for name in given.features.column_names if len(given.features[name].unique()) < 2]
    assert silent == []


def test_types_follow_units(given: Given) -> None:
    """Words are dictionaries, rupees have 64 bits."""
    for feature in FEATURES:
        assert given.features.schema.field(feature.name).type == feature.type
        if feature.unit == "word":
            assert pa.types.is_dictionary(feature.type)
