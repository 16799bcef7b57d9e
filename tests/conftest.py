"""Every test runs in the environment `test`, with no settings of whoever runs it; processes that it starts do too."""

import os
from pathlib import Path

os.environ["SYNFINANCE_ENV"] = "test"
os.environ["SYNFINANCE_SETTINGS"] = str(Path(__file__).parent / "nothing_set.yaml")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # tests run side by side: threads that wait give their core back
