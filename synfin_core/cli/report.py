"""What was made, in words and as JSON."""

import json
from pathlib import Path

from synfin_core.store.dataset import Dataset


def result_lines(table: str, files: list[Path], dataset: Dataset) -> list[str]:
    """The files, the fraud asked for beside the fraud made, the fingerprint, and what the run has to say."""
    made = dataset.manifest["fraud"]
    return [
        *(f"{path}: {dataset.manifest['rows'][table]:,} {table}" for path in files),
        f"fraud: {made['requested_rate'] * 100:.4g}% asked, {made['made_rate'] * 100:.4g}% made: "
        f"{made['n_fraud_rows']:,} payments in {made['n_cases']:,} cases",
        f"victims: {made['n_victims']:,} of {dataset.manifest['rows']['customers']:,} customers; mules: {made['n_mules']:,}",
        f"fingerprint: {dataset.manifest['fingerprints'][table]}",
        *(f"note: {note}" for note in dataset.manifest["notes"]),
    ]


def result_json(table: str, files: list[Path], dataset: Dataset) -> str:
    """The manifest, with the table and the files that were written in front."""
    written = {"table": table, "files": [str(path) for path in files]}
    return json.dumps(written | dataset.manifest, indent=2, ensure_ascii=False, default=str)
