"""What a script reads from the command line."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_a_pipe_gets_utf8_wherever_it_is(tmp_path: Path) -> None:
    """Also where the system's own encoding has no Indian letter."""
    command = [sys.executable, "-m", "synfin_core.cli", "generate", "dataset", "--count", "500", "--name", "दिवाली ₹", "--json"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "cp1252", "SYNFINANCE_LIBRARY": str(tmp_path)}
    run = subprocess.run(command, env=environment, capture_output=True, check=False)

    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout.decode())["name"] == "दिवाली ₹"
