"""What the shell offers after Tab where an id is wanted."""

from collections.abc import Iterator
from contextlib import suppress

from synfin_core.calibration import load_calibration
from synfin_core.errors import SynfinError
from synfin_core.store.library import Library


def dataset_ids(incomplete: str) -> Iterator[tuple[str, str]]:
    """Datasets of the library that begin so, with their names; none when the library cannot be read."""
    with suppress(SynfinError):
        yield from ((entry.id, entry.name) for entry in Library().list() if entry.id.startswith(incomplete))


def typology_ids(incomplete: str) -> Iterator[tuple[str, str]]:
    """Kinds of fraud that begin so, with their names."""
    yield from ((one.id, one.name) for one in load_calibration().typologies if one.id.startswith(incomplete))
