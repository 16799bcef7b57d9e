"""A look at the disk before something large is written, and the size of what was."""

import shutil
from pathlib import Path

from synfin_core.errors import StorageError
from synfin_core.settings.in_force import current
from synfin_core.store.failures import told_as_storage_error

_MB = 1_000_000


def need(folder: Path, n_bytes: int, what: str) -> None:
    """StorageError when the disk under `folder` has no room for `n_bytes` beside what is left for everybody else."""
    left, needed = free(folder), n_bytes + current().library.free_disk_mb * _MB
    if left < needed:
        raise StorageError(f"{folder} is too full for {what}: about {in_words(needed)} needed, {in_words(left)} free.")


def free(folder: Path) -> int:
    """Bytes free on the disk under `folder`."""
    with told_as_storage_error(folder):
        return shutil.disk_usage(folder).free


def size(folder: Path) -> int:
    """Bytes of all files under `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def in_words(n_bytes: int) -> str:
    """'3 kB', '12.5 MB', '1.2 GB'."""
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB")):
        if n_bytes >= unit:
            return f"{n_bytes / unit:.1f} {name}"
    return f"{n_bytes / 1000:.0f} kB"
