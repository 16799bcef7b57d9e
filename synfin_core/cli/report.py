"""What was made, in words and as JSON."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from synfin_core.store.disk import in_words
from synfin_core.store.entry import Entry


def result_lines(table: str, files: list[Path], manifest: Mapping[str, Any]) -> list[str]:
    """The files, the fraud asked for beside the fraud made, the fingerprint, and what the run has to say."""
    known = f" as known at the end of {manifest['as_of']}" if "as_of" in manifest else ""
    return [
        *(f"{path}: {manifest['rows'][table]:,} {table}{known}" for path in files),
        *made_lines(manifest, table),
    ]


def kept_lines(entry: Entry) -> list[str]:
    """The dataset's id in the library, and what it holds."""
    return [
        f"{entry.id}: {entry.n_rows:,} payments in the library, {in_words(entry.n_bytes)}",
        *made_lines(entry.manifest),
        f"next: synfinance dataset export {entry.id} --format csv",
    ]


def made_lines(manifest: Mapping[str, Any], table: str = "transactions") -> list[str]:
    """The fraud asked for beside the fraud made, what is innocent beside it, the fingerprint, and what the run has to say."""
    made, rows = manifest["fraud"], manifest["rows"]
    return [
        f"fraud: {made['requested_rate'] * 100:.4g}% asked, {made['made_rate'] * 100:.4g}% made: "
        f"{made['n_fraud_rows']:,} payments in {made['n_cases']:,} cases",
        f"victims: {made['n_victims']:,} of {rows['customers']:,} customers; mules: {made['n_mules']:,}",
        *(f"drift: {change['told']}" for change in manifest.get("drift", [])),
        f"innocent: {rows['twins']:,} twins of fraud; {rows['anomalies']:,} anomalies",
        f"fingerprint: {manifest['fingerprints'][table]}",
        *(f"note: {note}" for note in manifest["notes"]),
    ]


def result_json(table: str, files: list[Path], manifest: Mapping[str, Any]) -> str:
    """The manifest, with the table and the files that were written in front."""
    written = {"table": table, "files": [str(path) for path in files]}
    return as_json(written | dict(manifest))


def kept_json(entry: Entry) -> str:
    """The manifest, with the entry in front."""
    return as_json({**entry.as_dict(), **entry.manifest})


def as_json(value: Any) -> str:
    """JSON as the commands print it."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)
