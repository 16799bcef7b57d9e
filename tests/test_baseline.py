"""The same spec makes the same data, today and on any machine, until the engine version moves."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from synfin_core import generate
from tests.baseline.update import FILE, SPECS, made

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def expected() -> Any:
    """What was written down."""
    return yaml.safe_load(FILE.read_text())


def test_this_engine_makes_what_it_made(expected: Any) -> None:
    """Other data needs another engine version, and a baseline made anew (`make baseline`)."""
    assert made() == expected


def test_plain_processor_instructions_make_the_same(expected: Any) -> None:
    """NumPy without its vector instructions makes the same values."""
    code = "import yaml; from tests.baseline.update import made; print(yaml.safe_dump(made()))"
    environment = os.environ | {"NPY_DISABLE_CPU_FEATURES": "X86_V3"}
    answer = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    assert yaml.safe_load(answer.stdout) == expected


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_any_number_of_workers_makes_the_same(expected: Any, workers: int, tmp_path: Path) -> None:
    """Parts on disk from one, two or four processes hold what memory holds."""
    dataset = generate(**SPECS["half_a_year"], workers=workers, folder=tmp_path / "parts")

    assert dataset.manifest["fingerprints"] == expected["datasets"]["half_a_year"]
