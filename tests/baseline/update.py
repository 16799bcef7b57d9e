"""What a few small specs make, table by table: `make baseline` writes it down, the build is held to it."""

from pathlib import Path
from typing import Any

import yaml

from synfin_core import __version__, generate

FILE = Path(__file__).with_name("fingerprints.yaml")
SPECS: dict[str, dict[str, Any]] = {
    "some_days": {"count": 5_000, "seed": 7, "start": "2025-10-15", "end": "2025-10-25"},
    "half_a_year": {"count": 60_000, "seed": 42, "fraud_rate": 0.02, "start": "2025-01-01", "end": "2025-06-30"},
    "one_state_no_fraud": {"count": 5_000, "seed": 1, "fraud_rate": 0, "states": ["KL"], "bank_names": "letters"},
}


def made(**how: Any) -> dict[str, Any]:
    """The engine version and the fingerprints of every dataset; `how` goes to `generate`."""
    datasets = {name: generate(**values, **how).manifest["fingerprints"] for name, values in SPECS.items()}
    return {"engine_version": __version__, "datasets": datasets}


if __name__ == "__main__":
    FILE.write_text(yaml.safe_dump(made(), sort_keys=False))
