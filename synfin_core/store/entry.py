"""What the library says about one of its datasets without opening it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from synfin_core.errors import SpecError, StorageError, WrongUse
from synfin_core.spec import Spec
from synfin_core.store.disk import size
from synfin_core.store.manifest import MANIFEST, age, read_manifest, told

ID = re.compile(r"[0-9a-f]{12}")
State = Literal["ok", "damaged", "newer", "older"]


@dataclass(frozen=True)
class Entry:
    """One dataset of the library; of a damaged one no more than its id, size and the cause is sure."""

    id: str
    state: State
    cause: str = ""
    name: str = ""
    created_at: str = ""
    spec: Spec | None = None
    n_rows: int = 0
    fraud_rate: float = 0.0
    n_bytes: int = 0
    manifest: Mapping[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """The entry in plain JSON types, without the manifest."""
        shown = ("id", "name", "state", "cause", "created_at", "n_rows", "fraud_rate", "n_bytes")
        return {name: getattr(self, name) for name in shown} | {"spec": self.spec.as_dict() if self.spec else None}


def checked_id(id: str) -> str:
    """The id, when it is shaped like one: no path comes from a client."""
    if not ID.fullmatch(id):
        raise WrongUse(f"{id[:60]!r} is no id of a dataset; it has 12 letters of 0-9 and a-f, as 'synfinance dataset list' shows")
    return id


def read_entry(folder: Path) -> Entry:
    """What the folder of a dataset says; never fails, whatever lies there."""
    taken = _taken(folder)
    try:
        manifest = read_manifest(folder / MANIFEST)
    except StorageError:
        cause = "its manifest.json is missing" if not (folder / MANIFEST).exists() else "its manifest.json cannot be read"
        return Entry(folder.name, "damaged", cause, n_bytes=taken)
    try:
        return _told_by(manifest, folder, taken)
    except (ValueError, TypeError, KeyError, AttributeError) as failure:
        return Entry(folder.name, "damaged", f"its manifest.json makes no sense ({failure})", n_bytes=taken)


def _told_by(manifest: Mapping[str, Any], folder: Path, taken: int) -> Entry:
    state: State = age(manifest)
    cause = told(manifest)
    spec = None
    try:
        spec = Spec.create(**manifest["spec"])
    except SpecError as error:
        state, cause = ("newer", cause) if state == "newer" else ("damaged", f"its spec cannot be read: {error}")
    if harm := _harm(manifest, folder):
        state, cause = "damaged", harm
    return Entry(
        id=folder.name,
        state=state,
        cause=cause,
        name=str(manifest.get("name") or ""),
        created_at=str(manifest.get("created_at") or ""),
        spec=spec,
        n_rows=int(manifest["rows"]["transactions"]),
        fraud_rate=float(manifest["fraud"]["made_rate"]),
        n_bytes=taken,
        manifest=manifest,
    )


def _harm(manifest: Mapping[str, Any], folder: Path) -> str:
    """What is missing or cut short, by the sizes that the manifest promises."""
    for name, promised in dict(manifest.get("files", {})).items():
        path = folder / str(name)
        if not path.is_file():
            return f"its {name} is missing"
        if (found := path.stat().st_size) != promised:
            return f"its {name} has {found:,} bytes instead of {promised:,}"
    return ""


def _taken(folder: Path) -> int:
    """Bytes on disk; 0 where it is being deleted at this moment."""
    try:
        return size(folder)
    except OSError:
        return 0
