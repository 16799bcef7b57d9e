"""`synfinance fraud`: every typology with figures, its story, and where the figures come from."""

import json

import pytest

from synfin_core.calibration import load_calibration
from synfin_core.cli import main
from synfin_core.fraud.loader import file_names


def test_the_list_names_every_typology_and_what_is_made(capsys: pytest.CaptureFixture[str]) -> None:
    """As the calibration and the loader have them."""
    assert main(["fraud", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)

    assert [row["id"] for row in listed] == list(load_calibration().typology_ids)
    assert {row["id"] for row in listed if row["is_made"]} == set(file_names())
    assert all(row["story"] for row in listed if row["is_made"])


@pytest.mark.parametrize("id", load_calibration().typology_ids)
def test_a_typology_is_shown_with_its_sources(id: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Name, figures and source ids, in words and as JSON."""
    assert main(["fraud", "show", id]) == 0
    words = capsys.readouterr().out
    assert main(["fraud", "show", id, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert words.startswith(f"{id}: {told['name']} ({'made' if told['is_made'] else 'not made yet'})")
    assert told["story"] in words
    assert told["figures"]["source"]
    assert "source:" in words
    assert "config/calibration/SOURCES.md" in words
    assert list(told["sources"]) == told["figures"]["source"]
    assert all(f"{source}: {text}" in words and " | " in text for source, text in told["sources"].items())


def test_an_unknown_typology_names_the_closest(capsys: pytest.CaptureFixture[str]) -> None:
    """One line, code 2."""
    assert main(["fraud", "show", "sim_swpa"]) == 2
    assert "'sim_swpa' (closest: sim_swap)" in capsys.readouterr().err
