"""What a folder says about its dataset: `manifest.json`, written last, so that a folder that has one is whole."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from synfin_core.errors import StorageError
from synfin_core.schema import SCHEMA_VERSION
from synfin_core.store.failures import told_as_storage_error

MANIFEST = "manifest.json"
QUALITY = "quality.json"  # what was found of the dataset later, in short
Age = Literal["ok", "newer", "older"]


def write_manifest(manifest: Mapping[str, Any], folder: Path) -> None:
    """Write the manifest of the dataset in `folder`."""
    path = folder / MANIFEST
    with told_as_storage_error(path):
        path.write_text(json.dumps(manifest, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest at `path`."""
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as failure:
        raise StorageError(f"{path} cannot be read as a manifest; name the folder of a finished run.") from failure
    missing = {"spec", "schema_version", "rows", "fingerprints"} - set(manifest if isinstance(manifest, dict) else ())
    if missing:
        raise StorageError(f"{path} is no manifest: it lacks {', '.join(sorted(missing))}; name the folder of a finished run.")
    return dict(manifest) | _found(path.with_name(QUALITY))


def _found(path: Path) -> dict[str, Any]:
    """What was found of the dataset, as `quality`; nothing where nobody has looked, or what was written makes no sense."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return {"quality": found} if isinstance(found, dict) else {}


def write_found(found: Mapping[str, Any], folder: Path) -> None:
    """Write what was found of the dataset in `folder`."""
    with told_as_storage_error(folder / QUALITY):
        (folder / QUALITY).write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def age(manifest: Mapping[str, Any]) -> Age:
    """How the schema of a dataset stands to the one that this version reads."""
    made, read = _numbers(manifest["schema_version"]), _numbers(SCHEMA_VERSION)
    return "ok" if made == read else "newer" if made > read else "older"


def told(manifest: Mapping[str, Any]) -> str:
    """Why this version does not open the dataset, and what to do; '' when it does."""
    made = f"made with schema {manifest['schema_version']}, and this version reads {SCHEMA_VERSION}"
    ways = {
        "ok": "",
        "newer": f"it was {made}; install a newer version of synfin-core",
        "older": f"it was {made}; upgrade it with 'synfinance dataset upgrade'",
    }
    return ways[age(manifest)]


def _numbers(version: object) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in str(version).split("."))
