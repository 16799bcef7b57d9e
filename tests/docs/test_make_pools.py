"""The frozen pools are what Faker and people.yaml make today."""

from pathlib import Path

from docs.make_pools import write
from synfin_core.world.pools import FOLDER, PEOPLE


def test_the_frozen_names_are_those_that_faker_makes(tmp_path: Path) -> None:
    """Byte for byte; after a change of people.yaml or of Faker's pin, run `make pools`."""
    made = write(tmp_path).read_bytes()

    assert made == (FOLDER / PEOPLE).read_bytes(), "config/pools/people.yaml is not what Faker makes: run `make pools`"
