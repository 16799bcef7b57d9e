"""Every file that a screen offers has an address, a size beforehand, and the name that the library gives it."""

from pathlib import Path

import pytest

from synfin_core.run import generate
from synfin_core.spec import Spec
from synfin_core.store.formats import FORMATS
from synfin_core.store.library import Library
from synfin_core.studio import downloads, routes


def test_every_format_is_offered_with_a_size() -> None:
    """A new format is not forgotten on the screen."""
    assert set(downloads._ROW_BYTES) == set(downloads.NAMES) == set(FORMATS)


def test_every_choice_has_an_address() -> None:
    """Each format, flat and linked, with truth and blind, as everybody and as each bank sees it."""
    ways = {way for _, way in routes._DATA.values()}

    assert len(routes._DATA) == len(FORMATS) * len(ways)
    assert len(ways) == len(downloads.LAYOUTS) * len(downloads.SIGHTS) * (1 + len(set(routes._BANKS)))
    assert {way.name("csv") for way in ways} >= {"flat.csv", "linked-blind-csv.zip", "flat-as-hdfc-bank-blind.csv"}


def test_the_library_names_and_fills_the_files_as_foretold(tmp_path: Path) -> None:
    """The address is the file's name; its size is within a quarter of what was said."""
    library = Library(tmp_path)
    entry = library.add(generate(Spec(count=100_000)))
    for name, (format, way) in routes._DATA.items():
        if way.bank in (None, "HDFC Bank") and (format == "parquet" or (format, way.layout) == ("csv", "flat")):
            file = library.export(entry.id, (format,), way.layout, way.truth, view=way.view)[0]
            assert file.path.name == name
            if way.truth and way.bank is None:
                foretold = entry.n_rows * downloads._ROW_BYTES[format][way.layout == "linked"]
                assert file.n_bytes == pytest.approx(foretold, rel=0.25)
